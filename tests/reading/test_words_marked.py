"""Every text that people meet is marked for translation where it is written."""

import ast
import re
from pathlib import Path

import pytest

from frontend.translations import PACKAGES, PROJECT, TEMPLATES, UNBROKEN
from tests.reading.visible import pieces

IN_BOTH_LANGUAGES = {"500.html"}  # plain HTML, for when nothing else works
NAMES = {"defenseurdesdroits.fr"}
NOT_SAID = {"Français", UNBROKEN.pattern}  # a language's own name, a pattern
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "sentence"}
FRENCH_LETTERS = re.compile(r"[à-öø-ÿœÀ-ÖØ-ÞŒ’«]")
TAG = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{#.*?#\}",
    re.DOTALL,
)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
ATTRIBUTE = re.compile(
    r"[\w-]+=\"[^\"]*\"|\b(required|disabled|readonly|checked)\b"
)  # of a tag that another template opens
TEMPLATE_FILES = sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")])
MODULES = sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
SEEDED = ("frontend/demo/", "migrations/")  # the demo's own data: names and places, not words of the interface


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_no_text_outside_its_marks(path: Path) -> None:
    if path.name not in IN_BOTH_LANGUAGES:
        assert unmarked_in_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_code_has_no_french_outside_its_marks(path: Path) -> None:
    if not any(seeded in str(path.relative_to(PROJECT)) for seeded in SEEDED):
        assert unmarked_in_code(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_refusal_says_its_sentence_by_a_mark(path: Path) -> None:
    assert unmarked_refusals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "unmarked"),
    [
        ('<p>{% translate "Bonjour" %}</p>', []),
        ("<p>Bonjour</p>", ["Bonjour"]),
        ('<a title="Fermer" href="/">{{ x }}</a>', ["Fermer"]),
        ('<input placeholder="Nom">', ["Nom"]),
        ('<input type="submit" value="Envoyer">', ["Envoyer"]),
        ("<p>{{ a }} : {{ b }}</p>", ["§ : §"]),
        ("<p>{% blocktranslate %}Bonjour{% endblocktranslate %} · {{ name }}</p>", []),
        ("<script>let word = 1</script>", []),
    ],
)
def test_an_unmarked_text_is_found_in_a_template(template: str, unmarked: list[str]) -> None:
    assert unmarked_in_template(template) == unmarked


@pytest.mark.parametrize(
    ("code", "unmarked"),
    [
        ('x = _("Réserver")', []),
        ('x = "Réserver"', ["Réserver"]),
        ('def f():\n    """Dit « réservé »."""', []),
        ('x = ngettext("%(n)s réservé", "%(n)s réservés", 2)', []),
    ],
)
def test_an_unmarked_text_is_found_in_code(code: str, unmarked: list[str]) -> None:
    assert unmarked_in_code(code) == unmarked


def test_an_unmarked_refusal_is_found() -> None:
    assert unmarked_refusals('Reason("no_room", "Plus de place")') == ["no_room"]
    assert unmarked_refusals('Reason("no_room", _("Plus de place"))') == []
    assert unmarked_refusals('Reason("no_room", sentence(_("%(n)s"), n=1))') == []


def unmarked_in_template(source: str) -> list[str]:
    """Return the texts that stand in a template for all languages alike; § is a value that is filled in."""
    html = VALUE.sub("§", TAG.sub("", source))
    return [piece.text for piece in pieces(html, "fr") if _is_wording(piece.text)]


def unmarked_in_code(source: str) -> list[str]:
    """Return the texts with French letters that no mark holds; docstrings are for those who build."""
    tree = ast.parse(source)
    allowed = {id(leaf) for mark in _marks(tree) for leaf in ast.walk(mark)} | _docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [
        str(node.value)
        for node in texts
        if id(node) not in allowed and node.value not in NOT_SAID and _is_french(str(node.value))
    ]


def unmarked_refusals(source: str) -> list[str]:
    """Return the codes of the refusals whose sentence is written as it stands."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    reasons = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Reason"]
    said = [(reason.args[0], reason.args[1]) for reason in reasons if len(reason.args) > 1]
    said += [(reason.args[0], word.value) for reason in reasons for word in reason.keywords if word.arg == "sentence"]
    return [ast.unparse(code).strip("'") for code, text in said if isinstance(text, ast.Constant | ast.JoinedStr)]


def _is_wording(text: str) -> bool:
    text = ATTRIBUTE.sub("", text)
    if text in NAMES:
        return False
    return bool(re.search(r"[^\W\d_]", text) or re.search(r"\s[:;?!]|[«»]", text))


def _is_french(text: str) -> bool:
    return bool(re.search(r"\w{2}", text) and FRENCH_LETTERS.search(text))


def _marks(tree: ast.AST) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKERS]


def _docstrings(tree: ast.AST) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
