"""Nonsense at every address: never a breakdown, never an echo that a browser would obey, nothing half-written."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.forms import DayForm, PeopleForm, WishForm
from tests.access.bodies import body_of
from tests.hostile.values import BODIES, HEADERS, QUOTE, TAG, TAILS, VALUES
from tests.reading.pages import Address, addresses
from tests.support.database import sizes, undone
from tests.support.scene import Scene

METHODS = ("get", "post")
Ask = Callable[[Client, str], Any]
ADDRESSES = [address for address in addresses() if not address.is_of_api]
ALL_ADDRESSES = list(addresses())
IN_ADDRESSES = {
    "book": [*DayForm.base_fields],
    "manage-day": [*DayForm.base_fields],
    "book-sheet": [*WishForm.base_fields],
    "my-bookings": [*WishForm.base_fields, "page"],
    "booking-move": [*WishForm.base_fields, *DayForm.base_fields, "seen_at"],
    "booking-cancellation": ["seen_at"],
    "book-people": [*PeopleForm.base_fields, *WishForm.base_fields],
    "audit": ["page", "cursor", "action", "since", "until", "actor", "subject", "day"],
    "rules-access": ["space"],
    "rules-access-showings": ["space", "before"],
    "rules-access-step": ["space", "drops_picture", "text_en", "picture"],
    "rules-key-handover": ["space", "member", "name", "q", "trained_by", "trained_on"],
    "rules-circle-person-new": ["member", "q"],
    "rules-circle-right-new": ["right", "where"],
    "healthz": ["part"],
    "account_reauthenticate": ["way", "code", "password", "credential"],
    "api-availability": ["space", "from", "to", "kind"],
    "api-resources": ["space", "kind", "limit", "cursor"],
    "api-bookings": ["limit", "cursor", "from", "to", "space", "resource", "state"],
    "api-audit": ["limit", "cursor", "since", "until", "actor"],
}
quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


@pytest.fixture(autouse=True)
def _no_counts(scene: Scene) -> None:
    cache.clear()


@pytest.fixture
def share(request: pytest.FixtureRequest) -> int:
    """Return into how many shares the addresses are dealt: each bad thing meets one of them, all in a long run."""
    return 1 if request.config.getoption("--long") else 4


@pytest.mark.parametrize("first", range(4))
def test_nonsense_in_every_field_is_answered(scene: Scene, first: int, share: int) -> None:
    for turn, address in enumerate(ADDRESSES[first::4]):
        for number, value in list(enumerate(VALUES))[turn % share :: share]:
            _ask(scene, address, _form(METHODS[number % 2], dict.fromkeys(_fields(address, scene), value)))


@pytest.mark.long
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: str(address.name))
def test_nonsense_in_one_field_among_good_ones_is_answered(scene: Scene, address: Address) -> None:
    for field in _fields(address, scene):
        for value in VALUES:
            for method in METHODS:
                _ask(scene, address, _form(method, {**body_of(address.name, scene), field: value}))


def test_a_title_of_a_megabyte_is_refused(scene: Scene) -> None:
    before = sizes()
    sent = {**body_of("my-bookings", scene), "title": "x" * 1_000_000}
    answer = scene.client_of("alice").post("/bookings/", sent)
    assert (answer.status_code, sizes()) == (400, before)


def test_nonsense_in_the_headers_is_answered(scene: Scene, share: int) -> None:
    for number, headers in enumerate(HEADERS):
        for address in ALL_ADDRESSES[number % share :: share]:
            _ask(scene, address, _headers(headers))


def test_a_body_of_nonsense_is_answered(scene: Scene, share: int) -> None:
    for number, (kind, body) in enumerate(BODIES):
        for address in ALL_ADDRESSES[number % share :: share]:
            _ask(scene, address, _body(kind, body))


def test_an_address_of_nonsense_is_answered(scene: Scene, share: int) -> None:
    for number, tail in enumerate(TAILS):
        for address in ALL_ADDRESSES[number % share :: share]:
            _ask(scene, address, _tail(tail))


@quiet
@given(data=st.data())
def test_nonsense_that_nobody_thought_of_is_answered(scene: Scene, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(ADDRESSES))
    values = st.one_of(st.sampled_from(VALUES), st.text(max_size=50), st.integers().map(str), st.datetimes().map(str))
    sent = data.draw(st.dictionaries(st.sampled_from(sorted(_fields(address, scene))), values, max_size=6))
    method = data.draw(st.sampled_from(METHODS))
    whole = {**body_of(address.name, scene), **sent}
    encoded = {
        name: value.encode("utf-8", "replace") if isinstance(value, str) else value for name, value in whole.items()
    }
    _ask(scene, address, _form(method, encoded))


def _form(method: str, sent: dict[str, Any]) -> Ask:
    return lambda client, path: getattr(client, method)(path, sent)


def _headers(sent: dict[str, str]) -> Ask:
    return lambda client, path: client.get(path, headers=sent)


def _body(kind: str, body: bytes) -> Ask:
    return lambda client, path: client.generic("POST", path, body, content_type=kind)


def _tail(tail: str) -> Ask:
    return lambda client, path: client.get(path + (tail if tail[0] == "?" else quote(tail)))


def _ask(scene: Scene, address: Address, ask: Ask) -> None:
    """Ask as who may do most there, and undo it."""
    people = ["bob"] if "manage" in address.route else ["alice"]
    if address.route.startswith("account/"):
        people.append("anonymous")
    for who in people:
        with undone():
            before = sizes()
            answer = ask(scene.client_of(who), address.path(scene))
            _judge(answer, address.name)
            assert answer.status_code < 400 or sizes() == before, (address.name, answer.status_code)


def _judge(answer: Any, name: str) -> None:
    is_page = "html" in answer.headers.get("Content-Type", "")
    html = answer.content.decode("utf-8", "replace") if is_page else ""
    location = answer.headers.get("Location", "")
    assert answer.status_code < 500, (name, answer.status_code)
    assert not [echo for echo in (TAG, QUOTE, "7007") if echo in html], name
    assert not location.startswith(("//", "javascript:", "http://evil", "https://evil")), (name, location)


def _fields(address: Address, scene: Scene) -> list[str]:
    return sorted({*body_of(address.name, scene), *IN_ADDRESSES.get(address.name, []), "next", "page"})
