"""One rule, both doors: each scenario goes through the pages and through the API, with the same end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bookings.models import Booking, Occupancy
from common.models import AuditEntry
from spaces.local_time import Period
from tests.contracts.doors import DOORS, Door
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
DoorOf = Callable[[Person], Door]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
MORNING = period(THURSDAY, "09:00", "13:00")
NEXT_DAY = period(THURSDAY + timedelta(days=1), "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> DoorOf:
    """Return a function that opens one of the doors to a person."""
    opened: DoorOf = DOORS[request.param]
    return opened


def kept() -> tuple[int, int, int]:
    return Booking.objects.count(), Occupancy.objects.count(), AuditEntry.objects.filter(action="booking.made").count()


@pytest.fixture
def room(house: SmallHouse) -> dict[str, Any]:
    return {"resource": house.small_room.pk}


def test_half_a_day_is_booked_at_its_price(door: DoorOf, room: dict[str, Any], alice: Person, oscar: Person) -> None:
    made = door(alice).book(room, AFTERNOON, title="Atelier").booking
    assert made is not None
    assert (made.for_member, made.net_minor, made.deposit_minor, made.title) == (alice.member, 5600, 3360, "Atelier")
    made = door(oscar).book(room, MORNING).booking
    assert made is not None
    assert (made.for_account, made.net_minor, made.audience) == (oscar.account, 8000, "outside")


def test_any_seat_is_booked_until_all_are_taken(door: DoorOf, house: SmallHouse, alice: Person) -> None:
    seat = {"space": "mutualab", "kind": "seat"}
    for _ in house.seats:
        assert door(alice).book(seat, MORNING).booking is not None
    assert door(alice).book(seat, MORNING).code == "slot_taken"


def test_who_comes_second_is_refused_and_leaves_nothing(
    door: DoorOf, room: dict[str, Any], alice: Person, charlie: Person
) -> None:
    assert door(alice).book(room, AFTERNOON).booking is not None
    before = kept()
    overlapping = period(THURSDAY, "16:00", "18:00")
    for late in (AFTERNOON, overlapping):
        refused = door(charlie).book(room, late)
        assert (refused.code, refused.status) == ("slot_taken", 409)
    assert kept() == before


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (period(THURSDAY, "18:00", "14:00"), "period_reversed"),
        (Period(AFTERNOON.starts_at, AFTERNOON.starts_at), "period_empty"),
        (Period(NOW - timedelta(hours=2), NOW - timedelta(hours=1)), "period_in_past"),
        (period(THURSDAY, "19:00", "21:00"), "outside_opening_hours"),
        (period(THURSDAY + timedelta(days=3), "09:00", "13:00"), "outside_opening_hours"),
        (period(THURSDAY + timedelta(days=3650), "09:00", "13:00"), "too_far_ahead"),
        (period(THURSDAY, "14:10", "15:10"), "off_step"),
        (period(THURSDAY, "14:00", "14:30"), "too_short"),
    ],
)
def test_a_period_that_no_rule_allows_is_refused(
    door: DoorOf, room: dict[str, Any], alice: Person, asked: Period, code: str
) -> None:
    refused = door(alice).book(room, asked)
    assert code in refused.codes
    assert refused.status == 422
    assert kept() == (0, 0, 0)


def test_notice_is_48_hours_to_the_second(door: DoorOf, room: dict[str, Any], alice: Person, clock_at: Hold) -> None:
    knock = door(alice)
    clock_at(AFTERNOON.starts_at - timedelta(hours=47))
    assert knock.book(room, AFTERNOON).code == "notice_too_short"
    clock_at(AFTERNOON.starts_at - timedelta(hours=48))
    assert knock.book(room, AFTERNOON).booking is not None


def test_what_is_not_on_offer_to_me_is_refused(door: DoorOf, house: SmallHouse, oscar: Person) -> None:
    assert door(oscar).book({"resource": house.phone_room.pk}, AFTERNOON).code == "not_on_offer"


@pytest.mark.parametrize("what", [{"resource": 10**6}, {"space": "nowhere", "kind": "seat"}])
def test_what_does_not_exist_is_not_found(door: DoorOf, house: SmallHouse, alice: Person, what: dict[str, Any]) -> None:
    assert door(alice).book(what, AFTERNOON).status == 404


def test_a_title_too_long_is_refused(door: DoorOf, room: dict[str, Any], alice: Person) -> None:
    refused = door(alice).book(room, AFTERNOON, title="x" * 201)
    assert 400 <= refused.status < 500
    assert kept() == (0, 0, 0)


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
def test_cancelling_costs_what_the_terms_say(
    door: DoorOf, house: SmallHouse, alice: Person, clock_at: Hold, before: timedelta, due: int
) -> None:
    knock = door(alice)
    booking = book(alice, house.small_room, AFTERNOON, at=clock_at(AFTERNOON.starts_at - timedelta(days=20)))
    clock_at(AFTERNOON.starts_at - before)
    cancelled = knock.cancel(booking).booking
    assert cancelled is not None
    assert (cancelled.due_minor, cancelled.is_undone) == (due, False)


def test_undoing_after_ten_minutes_is_free(door: DoorOf, house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    knock = door(alice)
    asked = clock_at(AFTERNOON.starts_at - timedelta(hours=49))
    booking = book(alice, house.small_room, AFTERNOON, at=asked)
    clock_at(asked + timedelta(minutes=10))
    undone = knock.cancel(booking).booking
    assert undone is not None
    assert (undone.due_minor, undone.is_undone) == (0, True)


def test_what_has_begun_stays_as_it_is(door: DoorOf, house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    knock = door(alice)
    booking = book(alice, house.small_room, AFTERNOON)
    clock_at(AFTERNOON.starts_at)
    assert knock.cancel(booking).code == "already_begun"
    assert knock.move(booking, NEXT_DAY).code == "already_begun"


def test_a_move_takes_the_new_slot_and_frees_the_old(
    door: DoorOf, house: SmallHouse, room: dict[str, Any], alice: Person, charlie: Person
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    moved = door(alice).move(booking, NEXT_DAY, resource=house.large_room.pk).booking
    assert moved is not None
    assert (moved.resource, moved.starts_at, moved.net_minor) == (house.large_room, NEXT_DAY.starts_at, 11200)
    assert door(charlie).book(room, AFTERNOON).booking is not None


def test_a_move_onto_a_taken_slot_or_nowhere_is_refused(
    door: DoorOf, house: SmallHouse, alice: Person, charlie: Person
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    book(charlie, house.small_room, NEXT_DAY)
    assert door(alice).move(booking, NEXT_DAY).code == "slot_taken"
    assert door(alice).move(booking, AFTERNOON).code == "move_changes_nothing"
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence) == (AFTERNOON.starts_at, 0)


def test_a_move_never_makes_cancelling_cheaper(door: DoorOf, house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    knock = door(alice)
    booking = book(alice, house.small_room, AFTERNOON)
    clock_at(AFTERNOON.starts_at - timedelta(days=4))
    moved = knock.move(booking, period(THURSDAY + timedelta(days=28), "14:00", "18:00")).booking
    assert moved is not None
    cancelled = knock.cancel(moved).booking
    assert cancelled is not None
    assert cancelled.due_minor == 3360


def test_a_stranger_finds_nothing_to_change(door: DoorOf, house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    for refused in (door(charlie).cancel(booking), door(charlie).move(booking, NEXT_DAY)):
        assert (refused.code, refused.status) == ("booking_unknown", 404)


def test_a_co_manager_changes_what_is_not_theirs(door: DoorOf, house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    assert door(bob).move(booking, NEXT_DAY).booking is not None
    cancelled = door(bob).cancel(booking).booking
    assert cancelled is not None
    assert cancelled.cancelled_by_label == "Bob"


def test_booking_for_others_needs_its_right(
    door: DoorOf, room: dict[str, Any], alice: Person, bob: Person, charlie: Person
) -> None:
    assert door(charlie).book(room, AFTERNOON, for_member=alice.member.pk).code == "right_needed"
    assert door(charlie).book(room, AFTERNOON, for_name="Imprimerie").code == "right_needed"
    assert kept() == (0, 0, 0)
    made = door(bob).book(room, AFTERNOON, for_member=alice.member.pk).booking
    assert made is not None
    assert (made.for_member, made.booked_by, made.net_minor) == (alice.member, bob.account, 5600)
    made = door(bob).book(room, MORNING, for_name="Imprimerie", for_mail="imprimerie@example.org").booking
    assert made is not None
    assert (made.for_label, made.net_minor) == ("Imprimerie", 8000)
    assert made.for_account is not None


def test_passing_over_a_rule_needs_its_right_and_never_frees_a_slot(
    door: DoorOf, room: dict[str, Any], alice: Person, bob: Person, clock_at: Hold
) -> None:
    for_alice, for_bob = door(alice), door(bob)
    clock_at(AFTERNOON.starts_at - timedelta(hours=3))
    assert for_alice.book(room, AFTERNOON, override="Urgent").code == "right_needed"
    assert for_bob.book(room, AFTERNOON, override="Fuite d’eau").booking is not None
    assert AuditEntry.objects.get(action="booking.made").note == "Fuite d’eau"
    assert for_bob.book(room, AFTERNOON, override="Encore").code == "slot_taken"
