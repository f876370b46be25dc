"""The trail of changes as a page: by right, filtered, a page at a time."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.operations import cancel_booking, move_booking
from common import audit
from frontend.audit_page import PER_PAGE
from frontend.audit_words import ACTIONS
from members.models import Account
from tests.structure.sources import product_files, read
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def test_it_says_who_changed_what_from_and_to(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=period(THURSDAY, "14:00", "18:00"))
    html = client_of(bob.account).get("/manage/audit/").content.decode()
    assert "<strong>Alice</strong> a déplacé" in html
    assert f'href="/bookings/{booking.pk}/"' in html
    assert "jeu. 10 déc. 9\u00a0h</del>" in html
    assert "<ins>jeu. 10 déc. 14\u00a0h</ins>" in html


def test_it_is_read_by_right_only(house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf) -> None:
    assert client_of(charlie.account).get("/manage/audit/").status_code == 403
    assert client_of(oscar.account).get("/manage/audit/").status_code == 403


def test_it_can_be_filtered(house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    client = client_of(bob.account)

    def found(query: str) -> int:
        return client.get(f"/manage/audit/?{query}").content.decode().count("<strong>Alice</strong>")

    assert found("action=booking.made") == 1
    assert found("kind=booking") == 2
    assert found("kind=circle") == 0
    assert found(f"since={NOW.date()}&until={NOW.date()}") == 2
    assert found(f"since={NOW.date() + timedelta(days=1)}") == 0


def test_a_long_trail_has_pages(house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf) -> None:
    for number in range(PER_PAGE + 1):
        audit.record(actor=actor_of(alice), at=NOW, action="booking.made", subject=("booking", number, "Petite salle"))
    client = client_of(bob.account)
    html = client.get("/manage/audit/").content.decode()
    assert html.count("<strong>Alice</strong>") == PER_PAGE
    older = html.split('">Plus anciens')[0].rsplit('href="', 1)[1]
    assert client.get(older.replace("&amp;", "&")).content.decode().count("<strong>Alice</strong>") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_whatever_its_length(
    house: SmallHouse,
    alice: Person,
    bob: Person,
    client_of: ClientOf,
    query_count: CaptureQueriesContext,
    *,
    count: int,
) -> None:
    for hour in range(9, 9 + count):
        book(alice, house.phone_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"))
    client = client_of(bob.account)
    client.get("/manage/audit/")
    with query_count as queries:
        html = client.get("/manage/audit/").content.decode()
    assert html.count("<strong>Alice</strong>") == count
    assert len(queries) == 5


def test_every_action_that_is_recorded_has_its_words() -> None:
    codes = [code for path in product_files() for code in re.findall(r'"([a-z]+\.[a-z_]+)"', read(path))]
    heads = {action.split(".")[0] for action in ACTIONS}
    recorded = {code for code in codes if code.split(".")[0] in heads and not code.endswith((".html", ".mo", ".po"))}
    assert "booking.cancelled" in recorded
    assert {code for code in recorded if code not in ACTIONS} == set()
