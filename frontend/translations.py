"""Gather every text of the interface from code and templates, and keep the catalogues of translations.

Nothing here needs gettext's programs: Python reads its own code, and Django turns templates into Python for Babel.
English is written by people. French is how the texts stand in the code, with what typing leaves out:
no-break spaces and the singular of zero. Both hold better words for a few texts of the libraries.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[1]
LOCALES = PROJECT / "frontend" / "locale"
TEMPLATES = PROJECT / "frontend" / "templates"
PACKAGES = ("config", "common", "spaces", "members", "billing", "bookings", "passes", "proposals", "frontend")
LIBRARIES = ("django", "allauth", "rest_framework")
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
HEADER = 'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Text: TypeAlias = str | tuple[str, ...]
NO_BREAK = "\u00a0"
UNBROKEN = re.compile(r"(?<=\S) (?=[:;?!»€]|%(?![\w(])|(?:h|min)\b)|(?<=«) ")


def gather() -> Catalog:
    """Return all texts of the interface as they stand in code and templates, without translations."""
    catalog = Catalog()
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            for text, context in _texts_of_code(path.read_text(encoding="utf-8")):
                catalog.add(text, context=context)
    for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]):
        for text, context in _texts_of_template(path):
            catalog.add(text, context=context)
    return catalog


def brought_up_to_date(language: str, texts: Catalog) -> Catalog:
    """Return the catalogue of `language` for exactly these texts; what is translated stays so."""
    stored, fresh = read(language), Catalog(locale=language)
    for message in _messages(texts):
        known = stored.get(message.id, message.context)
        if language != "fr":
            fresh.add(message.id, known.string if known else None, context=message.context)
        elif message.pluralizable or _typeset(message) != message.id:
            fresh.add(message.id, _typeset(message), context=message.context)
    libraries = library_texts()
    for message in _messages(stored):
        if message.id in libraries and message.id not in texts:
            fresh.add(message.id, message.string, context=message.context)
    return fresh


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it is stored; an empty one where there is none."""
    if not path_of(language).exists():
        return Catalog(locale=language)
    with path_of(language).open("rb") as stored:
        return read_po(stored, locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Store a catalogue."""
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_text(written(language, catalog), encoding="utf-8")


def written(language: str, catalog: Catalog) -> str:
    """Return a catalogue as text: sorted, without places or dates, so that two branches rarely meet in one line."""
    body = BytesIO()
    write_po(body, catalog, no_location=True, omit_header=True, sort_output=True, width=0)
    header = HEADER.format(language=language) + f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    return header + body.getvalue().decode().strip() + "\n"


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def typeset(text: str) -> str:
    """Return a French text with no-break spaces where no line may end: « Fermé : », « 14 h », « 50 % »."""
    return UNBROKEN.sub(NO_BREAK, text)


def is_translated(message: Message) -> bool:
    """Tell whether every form of a text has its translation."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms)


def library_texts() -> Catalog:
    """Return the texts of the libraries, with their own French."""
    found = Catalog(locale="fr")
    for library in LIBRARIES:
        spec = find_spec(library)
        places = spec.submodule_search_locations if spec else None
        for path in sorted(path for place in places or () for path in Path(place).rglob("locale/fr/*/django.mo")):
            with path.open("rb") as compiled:
                for message in _messages(read_mo(compiled)):
                    context: str | bytes | None = message.context  # Babel leaves it as bytes
                    found.add(
                        message.id,
                        message.string,
                        context=context.decode() if isinstance(context, bytes) else context,
                    )
    return found


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _typeset(message: Message) -> str | tuple[str, ...]:
    if message.pluralizable:
        return tuple(typeset(form) for form in message.id)
    return typeset(str(message.id))


def _texts_of_code(source: str) -> Iterator[tuple[Text, str | None]]:
    """Yield what each call of a marker holds, also inside the values of an f-string."""
    for call in ast.walk(ast.parse(source)):
        function = getattr(call, "func", None)
        name = getattr(function, "id", None) or getattr(function, "attr", "")
        if isinstance(call, ast.Call) and name in KEYWORDS:
            places = KEYWORDS[name] or (1,)
            said = [call.args[place[0] - 1 if isinstance(place, tuple) else place - 1] for place in places]
            words = [str(one.value) for one in said if isinstance(one, ast.Constant)]
            if len(words) == len(said):
                context = words.pop(0) if isinstance(places[0], tuple) else None
                yield (words[0], words[1]) if len(words) > 1 else words[0], context


def _texts_of_template(path: Path) -> Iterator[tuple[Text, str | None]]:
    """Yield the texts of a template, read as Python; parentheses keep its indentation from being read as blocks."""
    source = f"({templatize(path.read_text(encoding='utf-8'), origin=str(path))})"
    for _line, text, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield text, context
