"""Texts are gathered from code and templates, and the catalogues follow them."""

from pathlib import Path

import pytest
from django.core.management import call_command

from frontend import translations

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

A = _("Réserver")
B = ngettext("%(n)s place", "%(n)s places", 2)
C = pgettext("unit", "Journée")
D = f"{_('Dans une phrase')}"
"""
TEMPLATE = """{% load i18n %}
  {% if a %}<p title="{% translate 'Un titre' %}">{% blocktranslate trimmed with name=user.name %}
      Bonjour
      {{ name }}
  {% endblocktranslate %}</p>
    {% endif %}
{% include "x.html" with label=_("Étiquette") %}{{ value|default:_("Rien") }}
{% blocktranslate count n=n %}{{ n }} salle{% plural %}{{ n }} salles{% endblocktranslate %}
{% translate "Journée" context "period" %}{% translate "50 % du prix" %}{# {% translate "Jamais" %} #}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of one module and one template."""
    for name in ("PROJECT", "TEMPLATES", "LOCALES"):
        monkeypatch.setattr(translations, name, tmp_path if name == "PROJECT" else tmp_path / name.lower())
    (tmp_path / "spaces").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "spaces" / "code.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def test_texts_of_code_and_templates_are_found(project: Path) -> None:
    found = {(message.id, message.context) for message in translations.gather() if message.id}
    assert found == {
        ("Réserver", None),
        (("%(n)s place", "%(n)s places"), None),
        ("Journée", "unit"),
        ("Un titre", None),
        ("Bonjour %(name)s", None),
        ("Étiquette", None),
        ("Rien", None),
        (("%(n)s salle", "%(n)s salles"), None),
        ("Journée", "period"),
        ("50 %% du prix", None),
        ("Dans une phrase", None),
    }


def test_a_new_text_waits_for_its_english_and_the_others_keep_theirs(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("words")
    assert "11 to translate" in capsys.readouterr().out
    english = translations.read("en")
    english["Réserver"].string = "Book"
    english.add("Plus personne ne dit cela", "Nobody says this any more")
    english.add("This field is required.", "This is needed.")
    translations.write("en", english)
    call_command("words")
    assert "10 to translate" in capsys.readouterr().out
    kept = translations.read("en")
    assert kept["Réserver"].string == "Book"
    assert kept["This field is required."].string == "This is needed."
    assert "Plus personne ne dit cela" not in kept


def test_french_needs_only_what_typing_leaves_out(project: Path) -> None:
    call_command("words")
    french = {message.id: message.string for message in translations.read("fr") if message.id}
    assert french == {
        ("%(n)s place", "%(n)s places"): ("%(n)s place", "%(n)s places"),
        ("%(n)s salle", "%(n)s salles"): ("%(n)s salle", "%(n)s salles"),
        "50 %% du prix": "50\u00a0%% du prix",
    }


def test_a_catalogue_names_no_file_and_no_date(project: Path) -> None:
    call_command("words")
    stored = translations.path_of("en").read_text(encoding="utf-8")
    assert not [mark for mark in ("#:", "Date", ".py", ".html", str(project)) if mark in stored]
