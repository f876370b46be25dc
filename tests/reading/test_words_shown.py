"""The words on the pages as they are read, in both languages: none that is banned, all in one way of writing."""

import re

import pytest
from django.core import mail

from members.models import Account
from tests.reading.banned import banned_words
from tests.reading.pages import pages
from tests.reading.pseudo import peoples_own
from tests.reading.situations import SITUATIONS, Readable, read_all
from tests.reading.visible import pieces
from tests.support.scene import Scene

EXEMPT = "api-docs"  # the API's documentation says what programs send
FAULTS = {
    "fr": {
        "an hour written as in English": r"(?<!comme )\b\d{1,2}:\d\d\b",
        "a space before the hour where a line may end": r"\d h\b",
        "a space before a sign where a line may end": r"\d [€%]| [:;?!»](?!\w)|« ",
        "the first of the month without its ending": r"\b1 (janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)",
        "a middle dot inside a word": r"\w·\w",
        "a typewriter's apostrophe": r"[a-zà-ÿ]'[a-zà-ÿ]",
    },
    "en": {
        "an hour written as in French": r"\d[ \u00a0]h[ \u00a0]?\d\d\b|(?<![\d:])\b\d{1,2}[ \u00a0]h[–-]",
        "an hour of twelve": r"\d ?[ap]\.?m\b",
        "a price written as in French": r"\d[ \u00a0]€",
        "a space before a sign": r"\w[ \u00a0][:;?!](?!\w)|«",
        "the American order of a date": r"(January|February|March|April|May|June|July|August|October|December) \d\d?,",
    },
}


@pytest.fixture
def texts(scene: Scene, request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """Return every text that is read in a language, with the page or mail it stands in."""
    language: str = request.param
    Account.objects.update(language=language)
    found = []
    readable: list[Readable] = [*(page for page in pages() if str(page) != EXEMPT), *SITUATIONS]
    for name, html in read_all(readable, scene, language):
        found += [(name, piece.text) for piece in pieces(html, language)]
        found += [(f"mail after {name}", f"{message.subject}\n{message.body}") for message in mail.outbox]
    own = sorted(peoples_own(), key=len, reverse=True)
    return [(name, _without(text, own)) for name, text in found]


@pytest.mark.parametrize(("texts", "language"), [("fr", "fr"), ("en", "en")], indirect=["texts"])
def test_no_page_and_no_mail_says_a_banned_word_or_mixes_ways_of_writing(
    texts: list[tuple[str, str]], language: str
) -> None:
    assert len(texts) > 2000
    assert [(name, text) for name, text in texts if banned_words(text, language)] == []
    faulty = [
        (fault, name, text)
        for name, text in texts
        for fault, pattern in FAULTS[language].items()
        if re.search(pattern, text)
    ]
    assert faulty == []


def _without(text: str, own: list[str]) -> str:
    """Return a text without what people themselves wrote."""
    for words in own:
        if words in text:
            text = text.replace(words, "…")
    return text
