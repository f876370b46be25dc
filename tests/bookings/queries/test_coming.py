"""Why somebody comes in: the bookings for them that are firm and not over."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bookings.models import Booking
from bookings.queries.coming import bookings_to_come_in_for
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MORNING, AFTERNOON = period(THURSDAY, "09:00", "13:00"), period(THURSDAY, "14:00", "18:00")


def test_the_next_booking_comes_first_and_names_what_is_booked(house: SmallHouse, alice: Person) -> None:
    later = book(alice, house.small_room, AFTERNOON)
    sooner = book(alice, house.large_room, MORNING)
    found = bookings_to_come_in_for(actor_of(alice), house.space.pk, NOW)
    assert [(reason.subject, str(reason.label)) for reason in found] == [
        (f"booking:{sooner.pk}", "Grande salle"),
        (f"booking:{later.pk}", "Petite salle"),
    ]
    assert (found[0].starts_at, found[0].ends_at, found[0].kind) == (*_ends(sooner), "booking")


def test_what_is_over_or_somebody_elses_is_none(
    house: SmallHouse, alice: Person, charlie: Person, oscar: Person
) -> None:
    book(alice, house.small_room, AFTERNOON)
    assert bookings_to_come_in_for(actor_of(alice), house.space.pk, AFTERNOON.ends_at) == []
    assert bookings_to_come_in_for(actor_of(alice), house.space.pk, AFTERNOON.ends_at - timedelta(seconds=1))
    for stranger in (actor_of(charlie), actor_of(oscar), SEED):
        assert bookings_to_come_in_for(stranger, house.space.pk, NOW) == []


def test_paying_for_somebody_opens_no_door(house: SmallHouse, alice: Person, charlie: Person) -> None:
    made = book(alice, house.small_room, AFTERNOON)
    Booking.objects.filter(pk=made.pk).update(payer_member=charlie.member)
    assert bookings_to_come_in_for(actor_of(charlie), house.space.pk, NOW) == []


def test_a_customer_comes_in_for_their_own(house: SmallHouse, oscar: Person) -> None:
    made = book(oscar, house.small_room, AFTERNOON)
    (reason,) = bookings_to_come_in_for(actor_of(oscar), house.space.pk, NOW)
    assert reason.subject == f"booking:{made.pk}"


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query_however_many(
    house: SmallHouse, alice: Person, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(count):
        book(alice, house.small_room, period(THURSDAY + timedelta(days=7 * day), "14:00", "18:00"))
    actor = actor_of(alice)
    with django_assert_num_queries(1):
        assert len(bookings_to_come_in_for(actor, house.space.pk, NOW)) == count


def _ends(booking: Booking) -> tuple[object, object]:
    return booking.starts_at, booking.ends_at
