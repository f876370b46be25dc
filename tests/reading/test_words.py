"""The words of the interface: all of them marked, in good French, with their English."""

import re
from collections.abc import Iterator

import pytest
from babel.messages import Catalog, Message

from frontend import translations
from tests.reading.banned import banned_words

PLACEHOLDER = re.compile(r"%\(\w+\)\w|%%|<[^<>]+>")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return translations.gather()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_catalogues_are_those_of_the_texts(texts: Catalog, language: str) -> None:
    """`manage.py words` brings them up to date."""
    fresh = translations.brought_up_to_date(language, texts)
    stored = translations.path_of(language).read_text(encoding="utf-8")
    assert stored == translations.written(language, fresh)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_is_translated(texts: Catalog, language: str) -> None:
    catalog = translations.read(language)
    assert [message.id for message in catalog if message.id and not all(_forms(message.string))] == []


def test_every_text_has_its_english(texts: Catalog) -> None:
    english = translations.read("en")
    known = {(message.id, message.context) for message in english}
    assert {message.id for message in texts if (message.id, message.context) not in known} == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_translation_fills_in_the_same_values(language: str) -> None:
    wrong = [
        (message.id, form)
        for message in translations.read(language)
        for form in _forms(message.string)
        if message.id and not _values(form) <= _all_values(message)
    ]
    assert wrong == []


def test_a_translation_leaves_no_value_out(texts: Catalog) -> None:
    catalog = [one for one in translations.read("en") if one.id in texts and one.id and not one.pluralizable]
    assert [message.id for message in catalog if _values(str(message.string)) != _all_values(message)] == []


def test_french_is_set_as_in_print(texts: Catalog) -> None:
    faults = {
        "a typewriter's apostrophe": r"\w'\w",
        "a middle dot inside a word": r"\w[·•]\w",
        "three dots for an ellipsis": r"\.\.\.",
        "straight quotation marks": r"(?<!=)\"(?!>|\s\w+=)",
        "no space before high punctuation": r"\w[:;?!»](?=\s|$)",
        "no space after an opening quotation mark": r"«\S",
        "two spaces": r" {2}",
    }
    found = [
        (fault, form)
        for form in _all_forms(texts)
        for fault, pattern in faults.items()
        if re.search(pattern, re.sub(r"<[^<>]+>", "", form))
    ]
    assert found == []


def test_english_has_neither_french_spaces_nor_french_quotation_marks() -> None:
    assert [form for form in _translations("en") if re.search(r"\s[:;?!%](?![\w(])|[«»]|\w'\w", form)] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_text_says_a_banned_word(texts: Catalog, language: str) -> None:
    forms = [*_translations(language), *(_all_forms(texts) if language == "fr" else [])]
    assert [(word, form) for form in forms for word in banned_words(form, language)] == []


@pytest.mark.parametrize(
    ("text", "language", "banned"),
    [
        ("A lot of seats", "en", ["lot"]),
        ("The ballot box is open", "en", ["ballot box"]),
        ("Allotment, placeholder, hashtag, D12", "en", []),
        ("Le dépouillement du scrutin", "fr", ["dépouillement"]),
        ("Préoccupation, lotissement", "fr", []),
        ("Classe D3", "fr", ["D3"]),
    ],
)
def test_only_whole_words_are_banned(text: str, language: str, banned: list[str]) -> None:
    assert banned_words(text, language) == banned


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Fermé : travaux", "Fermé\u00a0: travaux"),
        ("« oui » ?", "«\u00a0oui\u00a0»\u00a0?"),
        ("de 14 h à 18 h", "de 14\u00a0h à 18\u00a0h"),
        ("de 0 à 50 %.", "de 0 à 50\u00a0%."),
        ("au moins : %d", "au moins\u00a0: %d"),
        ("%(n)s %% du prix", "%(n)s\u00a0%% du prix"),
        ("pour %(n)s personnes", "pour %(n)s personnes"),
        ("le %(day)s %(hour)s", "le %(day)s %(hour)s"),
    ],
)
def test_french_keeps_together_what_belongs_together(typed: str, printed: str) -> None:
    assert translations.typeset(typed) == printed


def _all_forms(catalog: Catalog) -> Iterator[str]:
    return (form for message in catalog if message.id for form in _forms(message.id))


def _translations(language: str) -> list[str]:
    return [form for message in translations.read(language) if message.id for form in _forms(message.string)]


def _forms(text: object) -> list[str]:
    return [str(form) for form in text] if isinstance(text, list | tuple) else [str(text)]


def _values(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _all_values(message: Message) -> set[str]:
    return {value for form in _forms(message.id) for value in _values(form)}
