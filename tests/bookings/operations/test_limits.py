from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from bookings.models import Booking
from bookings.operations import book_resource, cancel_booking, move_booking
from bookings.wishes import BookingWish
from common.errors import Refused
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, set_rule

DAY = timedelta(days=1)
ClockAt = Callable[[datetime], datetime]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


def test_at_most_so_many_at_once_and_what_only_touches_is_not_at_once(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "most_at_once", 1, kind="room")
    book(alice, house.small_room, period(THURSDAY, "09:00", "11:00"))

    with pytest.raises(Refused, match="too_many_at_once"):
        book(alice, house.large_room, period(THURSDAY, "10:00", "12:00"))
    book(alice, house.large_room, period(THURSDAY, "11:00", "12:00"))


def test_at_most_so_many_to_come_until_one_is_cancelled(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "most_upcoming", 2)
    first = book(alice, house.small_room, period(THURSDAY, "09:00", "10:00"))
    book(alice, house.small_room, period(THURSDAY + DAY, "09:00", "10:00"))

    with pytest.raises(Refused, match="too_many_upcoming"):
        book(alice, house.phone_room, period(THURSDAY + 4 * DAY, "09:00", "10:00"))
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=first.pk)
    book(alice, house.phone_room, period(THURSDAY + 4 * DAY, "09:00", "10:00"))


def test_a_week_begins_on_monday_and_a_month_on_the_first(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "most_per_week", 1, kind="room")
    set_rule(house, "most_per_month", 2, kind="room")
    friday, monday, december = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 7)
    book(alice, house.small_room, period(friday, "09:00", "10:00"))

    with pytest.raises(Refused, match="too_many_this_week"):
        book(alice, house.large_room, period(friday, "14:00", "15:00"))
    book(alice, house.small_room, period(monday, "09:00", "10:00"))
    set_rule(house, "most_per_week", 0, kind="room")
    with pytest.raises(Refused, match="too_many_this_month"):
        book(alice, house.large_room, period(monday, "14:00", "15:00"))
    book(alice, house.small_room, period(december, "09:00", "10:00"))


def test_a_limit_of_one_room_does_not_count_the_other(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "most_upcoming", 1, resource=house.small_room)
    book(alice, house.large_room, period(THURSDAY, "09:00", "10:00"))
    book(alice, house.small_room, period(THURSDAY, "09:00", "10:00"))
    with pytest.raises(Refused, match="too_many_upcoming"):
        book(alice, house.small_room, period(THURSDAY, "10:00", "11:00"))


def test_limits_count_each_person_alone_and_moving_is_not_one_more(
    house: SmallHouse, alice: Person, charlie: Person
) -> None:
    set_rule(house, "most_upcoming", 1, kind="room")
    mine = book(alice, house.small_room, period(THURSDAY, "09:00", "10:00"))
    book(charlie, house.small_room, period(THURSDAY, "10:00", "11:00"))

    later = period(THURSDAY, "11:00", "12:00")
    assert move_booking(actor=actor_of(alice), at=NOW, booking_id=mine.pk, period=later).sequence == 1


def test_who_may_book_is_said_by_audience_or_by_circle(
    house: SmallHouse, alice: Person, charlie: Person, oscar: Person
) -> None:
    set_rule(house, "open_to", ["outside", "circle:ateliers"], resource=house.small_room)
    make_circle("ateliers", [], alice)

    book(alice, house.small_room, period(THURSDAY, "09:00", "10:00"))
    book(oscar, house.small_room, period(THURSDAY, "10:00", "11:00"))
    with pytest.raises(Refused, match="not_open_to_you") as refusal:
        book(charlie, house.small_room, period(THURSDAY, "11:00", "12:00"))
    assert refusal.value.reason.status == 403


def test_a_co_manager_passes_over_limits_and_says_why(house: SmallHouse, alice: Person, bob: Person) -> None:
    set_rule(house, "most_upcoming", 1, kind="room")
    book(alice, house.small_room, period(THURSDAY, "09:00", "10:00"))
    wish = BookingWish(
        period(THURSDAY, "10:00", "11:00"), resource_id=house.small_room.pk, override="Formation en deux temps"
    )
    made = book_resource(actor=actor_of(bob), at=NOW, wish=wish, party=actor_of(alice).party)
    assert made.for_member_id == alice.member.pk
    assert Booking.objects.count() == 2


def test_buffers_keep_what_is_around_a_booking_free(house: SmallHouse, alice: Person, charlie: Person) -> None:
    set_rule(house, "buffer_before_minutes", 30, resource=house.small_room)
    set_rule(house, "buffer_after_minutes", 60, resource=house.small_room)
    made = book(alice, house.small_room, period(THURSDAY, "11:00", "12:00"))

    held = made.occupancies.get()
    assert (made.starts_at, made.ends_at) == (period(THURSDAY, "11:00", "12:00").starts_at, held.ends_at - DAY / 24)
    assert held.starts_at == made.starts_at - timedelta(minutes=30)
    for taken in [("12:00", "13:00"), ("13:00", "14:00"), ("09:00", "10:00"), ("10:00", "11:00")]:
        with pytest.raises(Refused, match="slot_taken"):
            book(charlie, house.small_room, period(THURSDAY, *taken))
    book(charlie, house.small_room, period(THURSDAY, "14:00", "15:00"))
