"""The second click: one booking for each sheet, however often it is sent."""

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from bookings.models import Booking, Occupancy
from common.models import IdempotencyRecord
from members.models import Account
from spaces.models import Resource
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def form(resource: Resource, **more: object) -> dict[str, object]:
    return {
        "resource": resource.pk,
        "starts_at": AFTERNOON.starts_at.isoformat(),
        "ends_at": AFTERNOON.ends_at.isoformat(),
        "token": uuid.uuid4(),
        **more,
    }


def test_the_sheet_makes_the_booking_and_goes_to_it(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    response = client_of(alice.account).post("/bookings/", form(house.small_room, title="Atelier"))
    booking = Booking.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/bookings/{booking.pk}/"
    assert (booking.for_member, booking.title, booking.gross_minor) == (alice.member, "Atelier", 6720)


def test_a_price_in_the_form_changes_nothing(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    client_of(alice.account).post("/bookings/", form(house.small_room, net_minor=1, price="0,01"))
    assert Booking.objects.get().gross_minor == 6720


def test_sending_the_same_sheet_twice_books_once(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    seat = {"space": house.space.slug, "kind": "seat"}
    sent = {**form(house.small_room), "resource": "", **seat}
    addresses = [client.post("/bookings/", sent).headers["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    assert Booking.objects.count() == 1


def test_two_sheets_are_two_bookings(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    client.post("/bookings/", form(house.small_room))
    client.post("/bookings/", form(house.large_room))
    assert Booking.objects.count() == 2


def test_a_taken_slot_answers_409_with_buttons_and_leaves_nothing(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, AFTERNOON)
    response = client_of(alice.account).post("/bookings/", form(house.small_room))
    html = response.content.decode()
    assert response.status_code == 409
    assert f'href="/book/sheet/?resource={house.large_room.pk}&amp;starts_at=2026-12-10T13%3A00Z' in html
    assert (Booking.objects.count(), Occupancy.objects.count(), IdempotencyRecord.objects.count()) == (1, 1, 0)


def test_htmx_is_told_the_refusal_alone(house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf) -> None:
    book(charlie, house.small_room, AFTERNOON)
    response = client_of(alice.account).post("/bookings/", form(house.small_room), headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "<html" not in response.content.decode()
    assert "Libre aussi" in response.content.decode()


def test_only_a_right_books_for_somebody_else(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, client_of: ClientOf
) -> None:
    sent = form(house.small_room, for_member=charlie.member.pk)
    assert client_of(alice.account).post("/bookings/", sent).status_code == 403
    assert client_of(bob.account).post("/bookings/", sent).status_code == 302
    booking = Booking.objects.get()
    assert (booking.for_member, booking.booked_by) == (charlie.member, bob.account)
