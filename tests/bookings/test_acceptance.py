"""Mutualab's own rules and prices, from the field notes, through the operations."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.operations import book_resource, cancel_booking
from bookings.wishes import BookingWish
from common.errors import Refused
from spaces.enums import ResourceKind
from spaces.local_time import Period
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

AFTERNOON = period(THURSDAY, "14:00", "18:00")
Hold = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_an_outside_customer_pays_160_for_half_a_day_in_the_large_room(house: SmallHouse, oscar: Person) -> None:
    assert book(oscar, house.large_room, AFTERNOON).net_minor == 16000


def test_a_member_pays_112_for_the_same(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.large_room, AFTERNOON)
    assert (booking.net_minor, booking.vat_minor, booking.gross_minor) == (11200, 2240, 13440)


def test_a_member_pays_105_for_a_day_in_the_small_room(house: SmallHouse, alice: Person) -> None:
    assert book(alice, house.small_room, period(THURSDAY, "09:00", "18:00")).net_minor == 10500


def test_the_deposit_is_half_and_the_booking_is_to_be_invoiced(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    assert (booking.deposit_minor, booking.is_to_be_invoiced) == (3360, True)


def test_a_room_asked_47_hours_ahead_is_refused(house: SmallHouse, alice: Person) -> None:
    with pytest.raises(Refused) as refusal:
        book(alice, house.small_room, AFTERNOON, at=AFTERNOON.starts_at - timedelta(hours=47))
    assert refusal.value.reason.code == "notice_too_short"
    assert "48\u00a0h" in str(refusal.value.reason.sentence)


def test_a_room_asked_exactly_48_hours_ahead_is_accepted(house: SmallHouse, alice: Person) -> None:
    assert book(alice, house.small_room, AFTERNOON, at=AFTERNOON.starts_at - timedelta(hours=48)).pk


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (timedelta(days=16), 0),
        (timedelta(days=15), 0),
        (timedelta(days=14), 3360),
        (timedelta(hours=72), 3360),
        (timedelta(hours=71), 6720),
    ],
)
def test_cancelling_costs_what_the_tier_says(
    house: SmallHouse, alice: Person, clock_at: Hold, before: timedelta, due: int
) -> None:
    booking = book(alice, house.small_room, AFTERNOON, at=AFTERNOON.starts_at - timedelta(days=20))
    at = clock_at(AFTERNOON.starts_at - before)
    cancelled = cancel_booking(actor=actor_of(alice), at=at, booking_id=booking.pk)
    assert (cancelled.due_minor, cancelled.is_undone) == (due, False)


def test_undoing_after_ten_minutes_costs_nothing_whatever_the_tier(
    house: SmallHouse, alice: Person, clock_at: Hold
) -> None:
    asked = clock_at(AFTERNOON.starts_at - timedelta(hours=49))
    booking = book(alice, house.small_room, AFTERNOON, at=asked)
    undone = cancel_booking(actor=actor_of(alice), at=clock_at(asked + timedelta(minutes=10)), booking_id=booking.pk)
    assert (undone.due_minor, undone.is_undone) == (0, True)


def test_after_sixteen_minutes_the_tier_applies(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    asked = clock_at(AFTERNOON.starts_at - timedelta(hours=49))
    booking = book(alice, house.small_room, AFTERNOON, at=asked)
    at = clock_at(asked + timedelta(minutes=16))
    assert cancel_booking(actor=actor_of(alice), at=at, booking_id=booking.pk).due_minor == 6720


def test_any_seat_is_one_that_is_free_until_all_are_taken(house: SmallHouse, alice: Person) -> None:
    actor = actor_of(alice)
    wish = BookingWish(period(THURSDAY, "09:00", "13:00"), space_id=house.space.pk, any_of_kind=ResourceKind.SEAT)
    taken = [book_resource(actor=actor, at=NOW, wish=wish, party=actor.party).resource_id for _ in house.seats]
    assert sorted(taken) == sorted(seat.pk for seat in house.seats)
    with pytest.raises(Refused) as refusal:
        book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    assert refusal.value.reason.code == "slot_taken"


def test_ten_to_twelve_and_twelve_to_two_do_not_collide(house: SmallHouse, alice: Person, oscar: Person) -> None:
    book(alice, house.small_room, period(THURSDAY, "10:00", "12:00"))
    assert book(oscar, house.small_room, period(THURSDAY, "12:00", "14:00")).pk


def test_a_taken_slot_is_refused_with_what_can_be_booked_instead(
    house: SmallHouse, alice: Person, oscar: Person
) -> None:
    book(alice, house.small_room, AFTERNOON)
    with pytest.raises(Refused) as refusal:
        book(oscar, house.small_room, AFTERNOON)
    reason = refusal.value.reason
    assert (reason.code, reason.status) == ("slot_taken", 409)
    alternatives = reason.facts["alternatives"]
    assert {a.resource.id for a in alternatives} == {house.small_room.pk, house.large_room.pk}
    for alternative in alternatives:
        asked = Period(alternative.quote.period.starts_at, alternative.quote.period.ends_at)
        wish = BookingWish(asked, resource_id=alternative.resource.id)
        actor = actor_of(oscar)
        booking = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
        assert booking.gross_minor == alternative.quote.gross_minor
