"""The day with all names: only by right, and what can be done from there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.rights import Right
from members.models import Account
from tests.support.booking import NOW, THURSDAY, book, book_any_seat, period
from tests.support.cast import Person, make_circle, make_member
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
DAY = f"/manage/day/?day={THURSDAY}"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def test_a_co_manager_sees_who_has_what_and_what_is_to_be_invoiced(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    html = client_of(bob.account).get(DAY).content.decode()
    assert "<strong>Alice</strong>" in html
    assert "1 à facturer" in html
    assert f'href="/bookings/{booking.pk}/move/"' in html
    assert f'href="/bookings/{booking.pk}/cancellation/"' in html
    assert "<li>Grande salle</li><li>Cabine 1</li><li>Une place, open space</li>" in html


def test_who_may_only_see_is_offered_no_change(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    make_circle("reception", [Right.SEE_ALL_BOOKINGS], charlie)
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    html = client_of(charlie.account).get(DAY).content.decode()
    assert "Alice" in html
    assert f"/bookings/{booking.pk}/move/" not in html


def test_other_members_and_customers_are_refused(
    house: SmallHouse, charlie: Person, oscar: Person, client_of: ClientOf
) -> None:
    assert client_of(charlie.account).get(DAY).status_code == 403
    assert client_of(oscar.account).get(DAY).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_day_costs_the_same_queries_whatever_is_booked(
    house: SmallHouse, bob: Person, client_of: ClientOf, query_count: CaptureQueriesContext, count: int
) -> None:
    for name in ("Dina", "Emil", "Fanny")[:count]:
        book_any_seat(make_member(name), house.space, period(THURSDAY, "09:00", "13:00"))
    client = client_of(bob.account)
    client.get(DAY)
    with query_count as queries:
        html = client.get(DAY).content.decode()
    assert html.count(">Déplacer<") == count
    assert len(queries) == 5
