"""Cancel and move through the pages: what it costs is said first."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bookings.models import Booking, Occupancy
from members.models import Account
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


@pytest.fixture
def booking(house: SmallHouse, alice: Person) -> Booking:
    return book(alice, house.small_room, MORNING)


def to_afternoon(booking: Booking, **more: str | int) -> dict[str, str | int]:
    starts_at, ends_at = AFTERNOON.starts_at.isoformat(), AFTERNOON.ends_at.isoformat()
    return {"resource": booking.resource_id, "starts_at": starts_at, "ends_at": ends_at, **more}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(days=16), "Gratuit : rien n’est dû"),
        (timedelta(days=14), "33,60 € restent dus"),
        (timedelta(hours=71), "67,20 € restent dus"),
    ],
)
def test_the_page_says_first_what_cancelling_costs(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: ClockAt, *, before: timedelta, said: str
) -> None:
    booking = book(alice, house.small_room, MORNING, at=clock_at(NOW - timedelta(days=9)))
    clock_at(MORNING.starts_at - before)
    client = client_of(alice.account)
    html = client.get(f"/bookings/{booking.pk}/cancellation/").content.decode()
    assert said in text_of(html)
    booking.refresh_from_db()
    assert not booking.is_cancelled


def test_cancelling_frees_the_slot_and_goes_to_the_booking(
    booking: Booking, alice: Person, client_of: ClientOf
) -> None:
    client = client_of(alice.account)
    for _ in range(2):
        response = client.post(f"/bookings/{booking.pk}/cancellation/", {"seen_at": NOW.isoformat()})
        assert response.headers["Location"] == f"/bookings/{booking.pk}/"
    assert not Occupancy.objects.filter(held_until=None).exists()
    text = text_of(client.get(f"/bookings/{booking.pk}/").content.decode())
    assert "comme si elle n’avait pas été faite. Rien n’est dû." in text


def test_a_cost_that_rose_since_it_was_said_is_said_again(
    booking: Booking, alice: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    seen_at = NOW + timedelta(minutes=14)
    clock_at(NOW + timedelta(days=10))
    response = client_of(alice.account).post(f"/bookings/{booking.pk}/cancellation/", {"seen_at": seen_at.isoformat()})
    booking.refresh_from_db()
    assert response.status_code == 200
    assert not booking.is_cancelled


def test_moving_shows_what_is_free_of_the_same_kind(booking: Booking, alice: Person, client_of: ClientOf) -> None:
    html = client_of(alice.account).get(f"/bookings/{booking.pk}/move/?view=day").content.decode()
    assert f'href="/bookings/{booking.pk}/move/?resource={booking.resource_id}&amp;starts_at=2026-12-10T13:00Z' in html
    assert "Grande salle" in html
    assert "Cabine 1" not in html


def test_moving_says_the_new_price_before_it_is_done(
    house: SmallHouse, booking: Booking, alice: Person, client_of: ClientOf
) -> None:
    asked = to_afternoon(booking, resource=house.large_room.pk)
    html = client_of(alice.account).get(f"/bookings/{booking.pk}/move/", asked).content.decode()
    assert "67,20 € → 134,40 €" in text_of(html)
    booking.refresh_from_db()
    assert booking.resource == house.small_room


def test_moving_moves(booking: Booking, alice: Person, client_of: ClientOf) -> None:
    response = client_of(alice.account).post(f"/bookings/{booking.pk}/move/", to_afternoon(booking))
    booking.refresh_from_db()
    assert response.headers["Location"] == f"/bookings/{booking.pk}/"
    assert booking.starts_at == AFTERNOON.starts_at


def test_moving_to_what_is_taken_offers_what_is_free(
    house: SmallHouse, booking: Booking, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, AFTERNOON)
    response = client_of(alice.account).post(f"/bookings/{booking.pk}/move/", to_afternoon(booking))
    assert response.status_code == 409
    assert f"/bookings/{booking.pk}/move/?resource={house.large_room.pk}" in response.content.decode()


def test_moving_nowhere_is_refused_before_and_after_the_button(
    booking: Booking, alice: Person, client_of: ClientOf
) -> None:
    hours = {"starts_at": MORNING.starts_at.isoformat(), "ends_at": MORNING.ends_at.isoformat()}
    same = to_afternoon(booking, **hours)
    client = client_of(alice.account)
    assert "déjà le créneau" in client.get(f"/bookings/{booking.pk}/move/", same).content.decode()
    assert client.post(f"/bookings/{booking.pk}/move/", same).status_code == 422


def test_a_co_manager_passes_over_a_rule_and_says_why(
    booking: Booking, alice: Person, bob: Person, client_of: ClientOf, clock_at: ClockAt
) -> None:
    clock_at(MORNING.starts_at - timedelta(hours=12))
    asked = to_afternoon(booking)
    assert client_of(alice.account).post(f"/bookings/{booking.pk}/move/", asked).status_code == 422
    page = client_of(bob.account).get(f"/bookings/{booking.pk}/move/", asked).content.decode()
    assert "Passer outre" in page
    overridden = {**asked, "override": "La salle est vide"}
    assert client_of(alice.account).post(f"/bookings/{booking.pk}/move/", overridden).status_code == 403
    assert client_of(bob.account).post(f"/bookings/{booking.pk}/move/", overridden).status_code == 302
