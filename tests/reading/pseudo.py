"""A language that nobody speaks: each marked text in invented letters, so that what nobody marked stands out."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from zoneinfo import available_timezones

import holidays
from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from django.apps import apps
from django.db.models import CharField, TextField

from frontend import translations
from tests.reading.visible import pieces

LANGUAGE = "eo"  # Babel says its dates in Esperanto; no page of ours has any
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ȧƀċḋėḟġḣɨɉķŀṁṅȯṗɋṙṡṫŭṽẇẋẏżȦɃĊḊĖḞĠḢƗɈĶĿṀṄȮṖɊṘṠṪŬṼẆẊẎŻ",
)
KEPT = re.compile(r"(%\(\w+\)\w|%[ds%]|\{\w*\}|<[^<>]*>|&\w+;)")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\w+|\bTODAY\b")
PEOPLES_OWN = {
    "name",
    "code",
    "title",
    "email",
    "label",
    "for_label",
    "booked_by_label",
    "address",
    "purpose",
    "description",
    "opens",
    "by_label",
    "holder_label",
}
CURRENCY = re.compile(r"[A-Z]{3} · .+")  # an option of the list of currencies: its name is Babel's
NAMES = {"Beffroi", "Firefox", "Android", "Français", "English", "Esperanto"}


def pseudo(text: str) -> str:
    """Return a text in the letters of the invented language; values and HTML stay as they are."""
    parts = KEPT.split(text)
    return "".join(part if KEPT.fullmatch(part) else _letters(part) for part in parts)


def write_catalogue(folder: Path) -> None:
    """Compile the catalogue of the invented language: our texts, and those of the libraries that have their French."""
    catalog = Catalog(locale=LANGUAGE)
    french = translations.read("fr")
    for message in _texts():
        ours = french.get(str(message.id), message.context)
        said = ours.string if ours and not message.pluralizable else message.id
        forms = tuple(map(pseudo, said)) if isinstance(said, list | tuple) else pseudo(str(said))
        catalog.add(message.id, forms, context=message.context)
    compiled = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    body = BytesIO()
    write_mo(body, catalog)
    compiled.write_bytes(body.getvalue())


def unmarked(text: str, data: Iterable[str] = ()) -> list[str]:
    """Return the words that neither the invented language nor people's own data nor a calendar holds."""
    for own in sorted({*data, *NAMES}, key=len, reverse=True):
        text = text.replace(own, " ")
    words = WORD.findall(ADDRESS.sub(" ", text))
    return [word for word in words if not _is_pseudo(word) and word.casefold() not in _calendar_words()]


def unmarked_on_page(html: str, data: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return what a page says outside the invented language, and where."""
    own = list(data)
    found = [(piece.place, piece.text) for piece in pieces(html, LANGUAGE)]
    known = {*Locale.parse(LANGUAGE).territories.values(), *available_timezones(), "UK"}
    said = [(place, text) for place, text in found if not CURRENCY.fullmatch(text) and text not in known]
    return [(place, text) for place, text in said if unmarked(text, own)]


def peoples_own() -> set[str]:
    """Return the names, titles and addresses that people gave: they are in no catalogue."""
    own = {str(name).replace("'", "’") for name in holidays.country_holidays("FR", years=range(2026, 2029)).values()}
    for model in apps.get_models():
        texts = [field for field in model._meta.get_fields() if isinstance(field, CharField | TextField)]
        fields = [field.name for field in texts if not field.choices]
        for name in set(fields) & PEOPLES_OWN:
            own |= {str(value) for value in model._default_manager.values_list(name, flat=True) if value}
    return own | {name[:1].upper() + name[1:] for name in own}


def _texts() -> Iterator[Message]:
    ours = translations.gather()
    yield from (message for message in ours if message.id)
    yield from (m for m in translations.library_texts() if m.id and m.string and m.id not in ours)


def _letters(text: str) -> str:
    plain = normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f").translate(LETTERS)


def _is_pseudo(word: str) -> bool:
    return not re.search(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]", word)


def _calendar_words() -> set[str]:
    locale = Locale.parse(LANGUAGE)
    names = [*locale.days["format"].values(), *locale.months["format"].values(), *locale.days["stand-alone"].values()]
    return {word.casefold() for wide in names for name in wide.values() for word in WORD.findall(str(name))}
