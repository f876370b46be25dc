"""My bookings and one of them: who sees it, and what can still be done."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bookings.operations import cancel_booking
from members.models import Account
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_my_list_costs_the_same_queries_whatever_its_length(
    house: SmallHouse, alice: Person, client_of: ClientOf, query_count: CaptureQueriesContext, count: int
) -> None:
    for hour in range(9, 9 + count):
        book(alice, house.small_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"))
        gone = book(alice, house.phone_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"))
        cancel_booking(actor=actor_of(alice), at=NOW, booking_id=gone.pk)
    client = client_of(alice.account)
    client.get("/bookings/")
    with query_count as queries:
        html = client.get("/bookings/").content.decode()
    assert html.count("Modifier<") == count
    assert html.count(">annulée<") == count
    assert len(queries) == 8


def test_a_long_list_has_pages(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    for day in range(21):
        book(alice, house.phone_room, period(THURSDAY + timedelta(days=7 * day), "09:00", "10:00"))
    client = client_of(alice.account)
    assert "Page 1 sur 2" in client.get("/bookings/").content.decode()
    assert client.get("/bookings/?page=2").content.decode().count("Modifier<") == 1
    assert client.get("/bookings/?page=999").status_code == 200


def test_a_stranger_does_not_find_my_booking(
    house: SmallHouse, alice: Person, charlie: Person, oscar: Person, client_of: ClientOf
) -> None:
    booking = book(alice, house.small_room, MORNING)
    for stranger in (charlie, oscar):
        for page in ("", "cancellation/", "move/"):
            assert client_of(stranger.account).get(f"/bookings/{booking.pk}/{page}").status_code == 404
        assert client_of(stranger.account).post(f"/bookings/{booking.pk}/cancellation/").status_code == 404


def test_a_co_manager_sees_whose_booking_it_is(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    booking = book(alice, house.small_room, MORNING)
    assert "<dt>Pour</dt><dd>Alice</dd>" in client_of(bob.account).get(f"/bookings/{booking.pk}/").content.decode()


def test_just_booked_it_can_be_undone_free_of_charge(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    booking = book(alice, house.small_room, MORNING)
    client = client_of(alice.account)
    text = text_of(client.get(f"/bookings/{booking.pk}/").content.decode())
    assert "C’est réservé." in text
    assert "Annuler (gratuit, 15 min)" in text
    clock_at(NOW + timedelta(minutes=16))
    assert "C’est réservé." not in client.get(f"/bookings/{booking.pk}/").content.decode()


def test_in_the_sheet_it_comes_alone_and_tells_the_grid(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    booking = book(alice, house.small_room, MORNING)
    sheet = {"HX-Request": "true", "HX-Target": "sheet"}
    response = client_of(alice.account).get(f"/bookings/{booking.pk}/", headers=sheet)
    assert "<html" not in response.content.decode()
    assert "booking-changed" in response.headers["HX-Trigger"]


def test_what_has_begun_offers_nothing_to_change(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    booking = book(alice, house.small_room, MORNING)
    clock_at(MORNING.starts_at)
    html = client_of(alice.account).get(f"/bookings/{booking.pk}/").content.decode()
    assert "en cours" in html
    assert "Déplacer" not in html
    assert client_of(alice.account).get(f"/bookings/{booking.pk}/move/").status_code == 409
