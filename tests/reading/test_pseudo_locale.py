"""Nothing that people read stands outside the catalogues: in an invented language it would stay French."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from common.models import AuditEntry
from common.rights import ActorKind, SystemActor
from frontend.audit_values import Reader
from frontend.audit_words import field_words
from frontend.demo.founding import found
from frontend.demo.mutualab import MUTUALAB
from frontend.translations import TEMPLATES
from members.models import Account
from spaces.queries import catalogue
from tests.reading.pages import pages
from tests.reading.pseudo import peoples_own, pseudo, unmarked, unmarked_on_page
from tests.reading.situations import SITUATIONS, Situation, read_all
from tests.support.scene import Scene

GIVEN = {
    "Téléphone",
    "Zoé",
    "Réunion",
    "Sonner à gauche du café.",
    "Ring left of the café.",
    "reservations",
    "years",
    "much",
    "EUR",
    "zz",
}
TRAILS_OWN = {
    "features",
    "opens",
    "step",
    "how_to_come",
    "slug",
    "country",
    "subdivision",
    "currency",
    "time_zone",
    "contact_phone",
}
JSON_TYPES = {"int", "list"}
MAILS = sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.glob("*/email/*.txt"))
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "405.html", "429.html"]


@pytest.fixture
def strangers(scene: Scene, invented: str) -> Scene:
    """Return the scene, all of its people speaking the invented language."""
    Account.objects.update(language=invented)
    return scene


def test_every_page_and_every_state_of_it_is_wholly_translated(strangers: Scene, invented: str) -> None:
    own = peoples_own() | GIVEN
    found = {
        name: [*unmarked_on_page(html, own), *(("mail", text) for text in _mailed() if unmarked(text, own))]
        for name, html in read_all([*pages(), *SITUATIONS], strangers, invented)
        if html
    }
    assert len(found) == len(pages()) + len(SITUATIONS)
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("template", ERRORS)
def test_every_page_of_an_error_is_wholly_translated(template: str, strangers: Scene, invented: str) -> None:
    with translation.override(invented):
        html = render_to_string(template, {}, RequestFactory().get("/"))
    assert unmarked_on_page(html, peoples_own()) == []


@pytest.mark.parametrize("template", MAILS, ids=str)
def test_every_mail_is_wholly_translated(template: Path, invented: str) -> None:
    names = (
        "house_name",
        "house_url",
        "house_email",
        "device",
        "code",
        "email",
        "from_email",
        "to_email",
        "signup_url",
    )
    with translation.override(invented):
        text = render_to_string(str(template), {**dict.fromkeys(names, "123"), "house_url": "https://beffroi.example"})
    assert text.strip()
    assert unmarked(text) == []


ROOM_ASKED = {"starts_at": "2026-12-10T08:00:00Z", "ends_at": "2026-12-10T12:00:00Z"}
ASKED: list[tuple[str, str, dict[str, Any] | None]] = [
    ("", "me/", None),
    ("alice", "nowhere/", None),
    ("alice", "audit/", None),
    ("alice", "bookings/99999/", None),
    ("alice", "availability/?space=x&from=x&to=x&kind=x&more=1", None),
    ("alice", "availability/?space=mutualab&from=2026-12-10T08:00:00Z&to=2027-12-10T08:00:00Z", None),
    ("alice", "bookings/?cursor=x", None),
    ("alice", "bookings/", {}),
    (
        "alice",
        "bookings/",
        {"resource": "x", "space": 1, "kind": 2, "starts_at": 3, "ends_at": "x", "title": [], "price": 1},
    ),
    ("alice", "bookings/", {"resource": 99999, **ROOM_ASKED}),
    ("alice", "bookings/", {"space": "nowhere", "kind": "seat", **ROOM_ASKED}),
    ("alice", "bookings/", {"resource": 0, "title": "1" * 999, **ROOM_ASKED}),
    ("alice", "bookings/", {"space": "mutualab", "kind": "seat", "for_whom": {"member": 1}, **ROOM_ASKED}),
    ("bob", "bookings/", {"space": "mutualab", "kind": "seat", "for_whom": {"email": "x"}, **ROOM_ASKED}),
    ("bob", "bookings/", {"space": "mutualab", "kind": "seat", "for_whom": {"member": 99999}, **ROOM_ASKED}),
    ("bob", "bookings/", {"space": "mutualab", "kind": "seat", "for_whom": 1, **ROOM_ASKED}),
    ("alice", "quotes/", {"space": "mutualab", "kind": "seat", "starts_at": "2026-12-10T08:00:00", "ends_at": ""}),
]


def test_every_refusal_of_the_api_is_wholly_translated(strangers: Scene, invented: str) -> None:
    own = peoples_own() | JSON_TYPES
    for who, path, body in ASKED:
        answer = _api(strangers, who, path, body, language=invented)
        said = [answer["detail"], *(reason["detail"] for reason in answer["reasons"])]
        assert [text for text in said if unmarked(text, own)] == [], (path, body)


def test_all_that_founding_a_house_leaves_is_said_in_the_readers_language(db: None, invented: str) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    found(MUTUALAB, actor=SystemActor(ActorKind.COMMAND, "tests", "123"), at=at, this_year=2026)
    reader, own = Reader(next(iter(catalogue().spaces)), {}), peoples_own()
    with translation.override(invented):
        said = {
            (field_words(field), reader.words(field, new) if field not in TRAILS_OWN else "")
            for entry in AuditEntry.objects.all()
            for field, (_old, new) in entry.changes.items()
        }
    assert len(said) > 50
    assert [texts for texts in said if unmarked(" ".join(texts), own)] == []


def test_a_word_that_nobody_marked_is_found(strangers: Scene, invented: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.menu.MEMBER", (("Réserver", "book"),))
    html = Situation("", "alice", "/me/").answer(strangers, invented).content.decode()
    assert [text for _, text in unmarked_on_page(html, peoples_own() | GIVEN)] == ["Réserver"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>{marked}</p>", []),
        ("<p>{marked} Fermer</p>", ["{marked} Fermer"]),
        ('<button aria-label="Fermer">×</button>', ["Fermer"]),
        ('<input placeholder="Nom" value="Alice">', ["Nom"]),
        ('<input type="submit" value="Envoyer">', ["Envoyer"]),
        ('<img alt="Le plan"><p title="Ici">12</p>', ["Le plan", "Ici"]),
        ("<p>Alice, 14:00–18:00, 67,20 €, alice@example.org</p>", []),
        ('<p lang="fr">Défenseur des droits</p><script>let fermer</script><code>GET</code>', []),
        ("<title>Moi</title>", ["Moi"]),
    ],
)
def test_what_is_unmarked_is_found_wherever_it_is_read(html: str, found: list[str]) -> None:
    marked = pseudo("Tout est là")
    page = f"<html lang=eo>{html.format(marked=marked)}</html>"
    expected = [text.format(marked=marked) for text in found]
    assert [text for _, text in unmarked_on_page(page, {"Alice"})] == expected


def test_values_stay_as_they_are_in_the_invented_language() -> None:
    assert pseudo("À %(day)s, <b>%(n)s %%</b> œuf") == "Ȧ %(day)s, <b>%(n)s %%</b> ȯėŭḟ"


def _mailed() -> Iterator[str]:
    for message in mail.outbox:
        sent: EmailMessage = message.message()
        yield str(message.subject)
        yield from (str(part.get_payload()) for part in sent.walk() if not part.is_multipart())


def _api(scene: Scene, who: str, path: str, body: dict[str, Any] | None, *, language: str) -> Any:
    from tests.support.api import api_of

    headers = {"Accept-Language": language}
    if who:
        api = api_of(scene.people[who])
        return (api.get(path, **headers) if body is None else api.post(path, body, **headers)).json
    return Client().get(f"/api/v1/{path}", headers=headers).json()
