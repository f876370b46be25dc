"""Options, requests and arrivals through both doors, with the same end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bookings.life import State, state_at
from bookings.models import Booking
from common import clock
from tests.contracts.doors import DOORS, Door, Outcome
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule

Hold = Callable[[datetime], datetime]
DoorOf = Callable[[Person], Door]
MORNING = period(THURSDAY, "09:00", "13:00")
TWO_DAYS = timedelta(hours=48)
NO = "Travaux ce jour-là."


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> DoorOf:
    """Return a function that opens one of the doors to a person."""
    opened: DoorOf = DOORS[request.param]
    return opened


@pytest.fixture
def room(house: SmallHouse) -> dict[str, Any]:
    """Return the small room, of which options of 48 hours can be had."""
    set_rule(house, "option_minutes", 48 * 60, resource=house.small_room)
    return {"resource": house.small_room.pk}


@pytest.fixture
def asked_for(house: SmallHouse) -> dict[str, Any]:
    """Return the small room, which members must ask for."""
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    return {"resource": house.small_room.pk}


def made(outcome: Outcome) -> Booking:
    assert outcome.booking is not None, outcome.codes
    return outcome.booking


def state(booking: Booking) -> State:
    booking.refresh_from_db()
    return state_at(booking, clock.now())


def test_an_option_is_held_to_its_term_and_made_firm(
    door: DoorOf, room: dict[str, Any], alice: Person, charlie: Person
) -> None:
    option = made(door(alice).book(room, MORNING, is_option=True))
    assert (state(option), option.lapses_at) == (State.OPTION, NOW + TWO_DAYS)
    assert door(charlie).book(room, MORNING).code == "slot_taken"
    assert door(charlie).answer(option, "confirmation").code == "booking_unknown"
    assert made(door(alice).answer(option, "confirmation")).is_firm
    assert door(alice).answer(option, "confirmation").code == "already_firm"


def test_where_none_is_offered_there_is_no_option(door: DoorOf, house: SmallHouse, alice: Person) -> None:
    assert door(alice).book({"resource": house.large_room.pk}, MORNING, is_option=True).code == "option_not_offered"


def test_a_late_confirmation_is_taken_while_the_slot_is_free(
    door: DoorOf, room: dict[str, Any], alice: Person, charlie: Person, clock_at: Hold
) -> None:
    first, second = door(alice), door(charlie)
    option = made(first.book(room, MORNING, is_option=True))
    clock_at(NOW + TWO_DAYS)
    assert state(option) is State.LAPSED
    assert first.cancel(option).code == "already_lapsed"
    assert made(first.answer(option, "confirmation")).is_firm
    assert second.book(room, MORNING).code == "slot_taken"


def test_a_late_confirmation_is_refused_once_the_slot_is_sold(
    door: DoorOf, room: dict[str, Any], alice: Person, charlie: Person, clock_at: Hold
) -> None:
    first, second = door(alice), door(charlie)
    option = made(first.book(room, MORNING, is_option=True))
    clock_at(NOW + TWO_DAYS)
    made(second.book(room, MORNING))
    refused = first.answer(option, "confirmation")
    assert (refused.code, refused.status) == ("slot_taken", 409)
    assert state(option) is State.LAPSED


def test_a_request_waits_for_who_may_accept_it(
    door: DoorOf, asked_for: dict[str, Any], alice: Person, bob: Person, charlie: Person
) -> None:
    waiting = made(door(alice).book(asked_for, MORNING))
    assert (state(waiting), waiting.lapses_at) == (State.REQUESTED, NOW + timedelta(days=3))
    assert door(alice).answer(waiting, "confirmation").code == "right_needed"
    assert door(charlie).answer(waiting, "confirmation").code == "booking_unknown"
    assert made(door(bob).answer(waiting, "confirmation")).confirmed_by_label == "Bob"
    assert door(bob).answer(waiting, "refusal", because=NO).code == "already_firm"


def test_a_request_is_refused_with_a_reason(
    door: DoorOf, asked_for: dict[str, Any], alice: Person, bob: Person, charlie: Person
) -> None:
    waiting = made(door(alice).book(asked_for, MORNING))
    assert door(alice).answer(waiting, "refusal", because=NO).code == "right_needed"
    assert door(bob).answer(waiting, "refusal", because=" ").code == "reason_needed"
    assert door(bob).answer(waiting, "refusal", because="x" * 501).code == "text_too_long"
    assert made(door(bob).answer(waiting, "refusal", because=NO)).refused_because == NO
    assert door(bob).answer(waiting, "confirmation").code == "already_refused"
    assert state(made(door(charlie).book(asked_for, MORNING))) is State.REQUESTED


def test_who_may_accept_does_not_ask(door: DoorOf, asked_for: dict[str, Any], bob: Person) -> None:
    assert made(door(bob).book(asked_for, MORNING)).is_firm


def test_one_checks_in_in_time_and_the_room_is_kept(
    door: DoorOf, house: SmallHouse, alice: Person, bob: Person, charlie: Person, clock_at: Hold
) -> None:
    set_rule(house, "release_after_minutes", 20, kind="room")
    mine, theirs, stranger = door(alice), door(bob), door(charlie)
    booking, other = book(alice, house.small_room, MORNING), book(alice, house.large_room, MORNING)
    clock_at(MORNING.starts_at - timedelta(minutes=16))
    assert mine.answer(booking, "check-in").code == "check_in_too_early"
    here = clock_at(MORNING.starts_at - timedelta(minutes=15))
    assert stranger.answer(booking, "check-in").code == "booking_unknown"
    assert made(mine.answer(booking, "check-in")).checked_in_at == here
    assert made(theirs.answer(other, "check-in")).checked_in_by_label == "Bob"
    clock_at(MORNING.starts_at + timedelta(minutes=30))
    assert (state(booking), state(other)) == (State.CHECKED_IN, State.CHECKED_IN)


def test_nobody_there_in_time_gives_the_room_to_others(
    door: DoorOf, house: SmallHouse, alice: Person, charlie: Person, clock_at: Hold
) -> None:
    set_rule(house, "release_after_minutes", 20, kind="room")
    set_rule(house, "notice_minutes", 0, kind="room")
    mine, theirs = door(alice), door(charlie)
    booking = book(alice, house.small_room, MORNING)
    clock_at(MORNING.starts_at + timedelta(minutes=20))
    assert state(booking) is State.NO_SHOW
    made(theirs.book({"resource": house.small_room.pk}, period(THURSDAY, "10:00", "13:00")))
    assert mine.answer(booking, "check-in").code == "slot_taken"
