from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.life import State, state_at
from bookings.models import Booking
from bookings.operations import cancel_booking, check_in
from common.errors import Refused
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule

MORNING = period(THURSDAY, "09:00", "13:00")
MINUTE = timedelta(minutes=1)
ClockAt = Callable[[datetime], datetime]
pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(house: SmallHouse, alice: Person, clock_at: ClockAt) -> Booking:
    """Return Alice's booking of a room that is released 20 minutes after the start when nobody has come."""
    clock_at(NOW)
    set_rule(house, "release_after_minutes", 20, kind="room")
    set_rule(house, "notice_minutes", 0, kind="room")
    return book(alice, house.small_room, MORNING)


def test_nobody_there_in_time_frees_the_room_by_the_clock_alone(
    house: SmallHouse, booking: Booking, charlie: Person, clock_at: ClockAt
) -> None:
    release = MORNING.starts_at + 20 * MINUTE
    assert booking.lapses_at == release
    assert state_at(booking, release - MINUTE) is State.RUNNING
    assert state_at(booking, release) is State.NO_SHOW

    rest = period(THURSDAY, "10:00", "13:00")
    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, house.small_room, rest, at=clock_at(release - MINUTE))
    assert book(charlie, house.small_room, rest, at=clock_at(release)).is_firm


def test_who_has_come_keeps_the_room(
    house: SmallHouse, booking: Booking, alice: Person, charlie: Person, clock_at: ClockAt
) -> None:
    here = clock_at(MORNING.starts_at + 5 * MINUTE)
    arrived = check_in(actor=actor_of(alice), at=here, booking_id=booking.pk)

    assert state_at(arrived, here) is State.CHECKED_IN
    assert state_at(arrived, MORNING.ends_at) is State.DONE
    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, house.small_room, period(THURSDAY, "10:00", "13:00"), at=clock_at(here + 30 * MINUTE))


def test_a_second_check_in_changes_nothing(booking: Booking, alice: Person, clock_at: ClockAt) -> None:
    first = check_in(actor=actor_of(alice), at=clock_at(MORNING.starts_at), booking_id=booking.pk)
    again = check_in(actor=actor_of(alice), at=clock_at(MORNING.starts_at + MINUTE), booking_id=booking.pk)
    assert again.checked_in_at == first.checked_in_at


def test_one_can_check_in_from_a_quarter_of_an_hour_before(booking: Booking, alice: Person, clock_at: ClockAt) -> None:
    opens = MORNING.starts_at - 15 * MINUTE
    with pytest.raises(Refused, match="check_in_too_early") as refusal:
        check_in(actor=actor_of(alice), at=clock_at(opens - MINUTE), booking_id=booking.pk)
    assert "8 h 45" in str(refusal.value.reason.sentence).replace("\u00a0", " ")
    assert check_in(actor=actor_of(alice), at=clock_at(opens), booking_id=booking.pk).checked_in_at == opens


def test_who_comes_late_is_let_in_while_nobody_has_taken_the_room(
    house: SmallHouse, alice: Person, charlie: Person, clock_at: ClockAt
) -> None:
    clock_at(NOW)
    set_rule(house, "release_after_minutes", 20, kind="room")
    set_rule(house, "notice_minutes", 0, kind="room")
    free, sold = book(alice, house.small_room, MORNING), book(alice, house.large_room, MORNING)
    late = clock_at(MORNING.starts_at + 30 * MINUTE)
    book(charlie, house.large_room, period(THURSDAY, "10:00", "11:00"), at=late)

    assert check_in(actor=actor_of(alice), at=late, booking_id=free.pk).lapses_at is None
    with pytest.raises(Refused, match="slot_taken"):
        check_in(actor=actor_of(alice), at=late, booking_id=sold.pk)


def test_strangers_do_not_check_others_in_and_the_circle_does(
    booking: Booking, bob: Person, charlie: Person, oscar: Person, clock_at: ClockAt
) -> None:
    here = clock_at(MORNING.starts_at)
    for stranger in (charlie, oscar):
        with pytest.raises(Refused, match="booking_unknown"):
            check_in(actor=actor_of(stranger), at=here, booking_id=booking.pk)
    assert check_in(actor=actor_of(bob), at=here, booking_id=booking.pk).checked_in_by_label == "Bob"


def test_what_is_over_cancelled_or_not_firm_takes_no_check_in(
    house: SmallHouse, booking: Booking, alice: Person, clock_at: ClockAt
) -> None:
    with pytest.raises(Refused, match="already_over"):
        check_in(actor=actor_of(alice), at=clock_at(MORNING.ends_at), booking_id=booking.pk)
    clock_at(NOW)
    set_rule(house, "option_minutes", 60 * 24 * 30, kind="room")
    option = book(alice, house.large_room, MORNING, is_option=True)
    with pytest.raises(Refused, match="not_firm"):
        check_in(actor=actor_of(alice), at=clock_at(MORNING.starts_at - MINUTE), booking_id=option.pk)
    clock_at(NOW)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    with pytest.raises(Refused, match="already_cancelled"):
        check_in(actor=actor_of(alice), at=NOW, booking_id=booking.pk)


def test_a_release_after_the_end_asks_nothing(house: SmallHouse, alice: Person, clock_at: ClockAt) -> None:
    clock_at(NOW)
    set_rule(house, "release_after_minutes", 60, kind="room")
    assert book(alice, house.small_room, period(THURSDAY, "09:00", "10:00")).lapses_at is None
