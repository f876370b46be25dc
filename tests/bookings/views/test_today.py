"""The first page of a signed-in person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Account
from tests.support.booking import NOW, PARIS, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


def test_today_says_the_day_and_until_when_it_is_open(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    html = client_of(alice.account).get("/").content.decode()
    assert "<h1>Mardi 24 novembre</h1>" in html
    assert "Ouvert jusqu’à 19\u00a0h" in html
    assert html.count('class="button big"') == 1


def test_today_says_what_closes_the_house(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    clock_at(datetime(2026, 12, 25, 10, tzinfo=PARIS))
    assert "Noël · Fermé, ouvre lundi 28 décembre" in client_of(alice.account).get("/").content.decode()


def test_without_a_session_the_same_address_is_the_front_page(house: SmallHouse, client: Client) -> None:
    assert "À venir" not in client.get("/").content.decode()


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (3, 3), (4, 3)])
def test_at_most_three_bookings_to_come_are_shown_for_the_same_queries(
    house: SmallHouse, alice: Person, client_of: ClientOf, query_count: CaptureQueriesContext, *, count: int, shown: int
) -> None:
    for week in range(count):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * week), "09:00", "13:00"))
    client = client_of(alice.account)
    client.get("/")
    with query_count as queries:
        html = client.get("/").content.decode()
    assert html.count("Modifier<") == shown
    assert ("Toutes mes réservations" in html) == (count > shown)
    assert len(queries) == 5
