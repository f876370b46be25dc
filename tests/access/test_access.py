"""Every address, for everybody, by every method: who gets in, and that a refusal changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from pytest_django import Settings

from members.models import ApiToken
from members.operations import create_token
from tests.access.bodies import body_of
from tests.access.table import API, NARROW, PAGES, Row, rows
from tests.reading.pages import address_of, addresses
from tests.support.booking import NOW, actor_of
from tests.support.cast import Person
from tests.support.database import contents, undone
from tests.support.scene import Scene

ROWS, API_ROWS = rows(PAGES), rows(API)
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ONE_CLICK = "mail-refusal"  # mail programs send it as RFC 8058 says: the signed link stands for the form
SCOPE_OF = {"GET": "read", "POST": "book", "PATCH": "manage", "api-quotes": "read"}
MANAGED = (
    "api-circle",
    "api-rights",
    "api-rules",
    "api-access",
    "api-prices",
    "api-named",
    "api-supplements",
    "api-audiences",
    "api-resource",
    "api-opening-hours",
    "api-house",
    "api-space-",
    "api-features",
    "api-closure",
)
QUERIES = {
    "book-sheet": "resource={}&starts_at=2026-12-14T08:00Z&ends_at=2026-12-14T12:00Z",
    "book-people": "member=ali",
    "api-rules": "space=mutualab&kind=room",
    "api-availability": "space=mutualab&from=2026-12-10&to=2026-12-10",
}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted([*ROWS, *API_ROWS])


def test_a_page_is_for_whom_the_table_says(scene: Scene) -> None:
    asker = Asker(scene)
    got = {name: _row(row, lambda *call, name=name: asker.page(name, *call)) for name, row in ROWS.items()}
    assert _differences(got, ROWS) == []


def test_the_api_is_for_whom_the_table_says(scene: Scene) -> None:
    asker = Asker(scene)
    got = {name: _row(row, lambda *call, name=name: asker.call(name, *call)) for name, row in API_ROWS.items()}
    assert _differences(got, API_ROWS) == []


def test_a_session_opens_nothing_of_the_api(scene: Scene) -> None:
    asker, client = Asker(scene), scene.client_of("bob")
    for name, row in API_ROWS.items():
        got = {method: asker.sent(client, name, method) for method in row}
        assert got == {method: row[method]["anonymous"] for method in row}, name


@pytest.mark.parametrize("key", ["", "bef_", "x" * 5000, "bef_é", "bef_\x00"])
def test_a_key_that_is_none_opens_nothing_of_the_api(scene: Scene, key: str) -> None:
    asker, client = Asker(scene), Client(headers={"Authorization": f"Bearer {key}"})
    got = {name: asker.sent(client, name, "GET") for name in API_ROWS}
    assert got == {**dict.fromkeys(API_ROWS, "401"), "api-schema": "200", "api-docs": "200", "api-nothing": "404"}


@pytest.mark.long
def test_no_other_method_does_anything(scene: Scene) -> None:
    client, before = scene.client_of("alice"), contents()
    for name in [*ROWS, *API_ROWS]:
        answers = {method: client.generic(method, _path(scene, name)).status_code for method in OTHER_METHODS}
        assert set(answers.values()) <= {200, 204, 302, 401, 404, 405}, (name, answers)
    assert contents() == before


@pytest.mark.long
def test_head_is_get_without_its_body(scene: Scene) -> None:
    for name in [*ROWS, *API_ROWS]:
        with undone():
            read = scene.client_of("bob").get(_path(scene, name))
        with undone():
            head = scene.client_of("bob").head(_path(scene, name))
        assert (head.status_code, head.content) == (read.status_code, b""), name


def test_a_form_from_elsewhere_changes_nothing(scene: Scene) -> None:
    client, before = scene.client_of("alice", checks_forms=True), contents()
    for name in [name for name, row in ROWS.items() if row["POST"]["alice"] != "405" and name != ONE_CLICK]:
        assert client.post(_path(scene, name), body_of(name, scene)).status_code == 403, name
    assert contents() == before


def test_the_mails_are_a_page_of_demos_only(scene: Scene, settings: Settings) -> None:
    settings.IS_DEMO = False
    assert [scene.client_of(who).get("/demo/mails/").status_code for who in ("anonymous", "bob")] == [404, 404]


class Asker:
    """Ask as each of the cast, undo it, and fail where something was changed although it was refused."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def page(self, name: str, method: str, who: str) -> str:
        """Return what somebody gets who is signed in."""
        with undone():
            return self.sent(self.scene.client_of(who), name, method)

    def call(self, name: str, method: str, who: str) -> str:
        """Return what somebody gets who calls with a key; the narrow one lacks what the method needs."""
        with undone():
            scopes = {"read", "book", "manage"} - ({_scope_of(name, method)} if who == NARROW else set())
            person = self.scene.people.get("alice" if who == NARROW else who)
            client = _client_with_key(person, scopes) if person else Client()
            return self.sent(client, name, method)

    def sent(self, client: Client, name: str, method: str) -> str:
        path, before = _path(self.scene, name), contents()
        answer = client.get(path) if method == "GET" else _post(client, path, name=name, scene=self.scene)
        is_sent_away = answer.headers.get("Location", "").startswith("/account/login/?next=")
        if is_sent_away or answer.status_code >= 400 or method == "GET":
            assert contents() == before, f"{method} {path}: {answer.status_code}, and yet something has changed"
        return "in" if is_sent_away else str(answer.status_code)


def _post(client: Client, path: str, *, name: str, scene: Scene) -> Any:
    kind = "application/json" if name in API_ROWS else MULTIPART_CONTENT
    return client.post(path, body_of(name, scene), content_type=kind)


def _scope_of(name: str, method: str) -> str:
    is_managed = method == "POST" and name.startswith(MANAGED)
    return "manage" if is_managed else SCOPE_OF.get(name, SCOPE_OF[method])


def _row(row: Row, ask: Callable[[str, str], str]) -> Row:
    return {method: {who: ask(method, who) for who in cells} for method, cells in row.items()}


def _differences(got: dict[str, Row], expected: dict[str, Row]) -> list[str]:
    return [
        f"{method} {name} as {who}: {got[name][method][who]}, not {cell}"
        for name, row in expected.items()
        for method, cells in row.items()
        for who, cell in cells.items()
        if got[name][method][who] != cell
    ]


def _client_with_key(person: Person, scopes: set[str]) -> Client:
    actor = actor_of(person)
    made = create_token(actor=actor, at=NOW, account=person.account, name="tests", scopes=sorted(scopes))
    ApiToken.objects.filter(pk=made.token.pk).update(used_on=NOW.date())
    return Client(headers={"Authorization": f"Bearer {made.key}"})


def _path(scene: Scene, name: str) -> str:
    query = QUERIES.get(name, "").format(scene.house.large_room.pk)
    return address_of(name).path(scene) + (f"?{query}" if query else "")
