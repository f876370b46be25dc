from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from bookings.models import Occupancy
from bookings.operations import book_resource, cancel_booking, move_booking
from bookings.operations.move import preview_move
from bookings.wishes import BookingWish
from common.errors import Refused
from common.models import AuditEntry
from spaces.enums import ResourceKind
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_a_move_to_a_time_that_overlaps_the_old_one_works(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "10:00", "12:00"))
    moved = move_booking(
        actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=period(THURSDAY, "11:00", "13:00")
    )
    assert (moved.starts_at, moved.sequence) == (period(THURSDAY, "11:00", "13:00").starts_at, 1)


def test_a_move_frees_the_old_slot_for_others(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=AFTERNOON)
    assert book(charlie, house.small_room, MORNING).pk


def test_a_move_to_a_taken_slot_changes_nothing(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    book(charlie, house.small_room, AFTERNOON)
    audited = AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=AFTERNOON)
    assert refusal.value.reason.code == "slot_taken"
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence) == (MORNING.starts_at, 0)
    assert Occupancy.objects.get(booking=booking).held_until is None
    assert AuditEntry.objects.count() == audited


def test_a_move_takes_the_price_of_the_new_period(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    whole_day = period(THURSDAY, "09:00", "18:00")
    assert move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=whole_day).net_minor == 10500


def test_a_move_to_another_room_takes_that_room(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    moved = move_booking(
        actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=MORNING, resource_id=house.large_room.pk
    )
    assert (moved.resource_id, moved.net_minor) == (house.large_room.pk, 11200)


def test_moving_away_does_not_get_round_the_tier(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    booking = book(alice, house.small_room, AFTERNOON, at=AFTERNOON.starts_at - timedelta(days=20))
    late = clock_at(AFTERNOON.starts_at - timedelta(hours=71))
    far = period(date(2027, 1, 14), "14:00", "18:00")
    quote, cost = preview_move(actor=actor_of(alice), at=late, booking=booking, period=far)
    assert (quote.gross_minor, cost.least_due_minor, cost.payable_minor) == (6720, 6720, 6720)
    move_booking(actor=actor_of(alice), at=late, booking_id=booking.pk, period=far)
    cancelled = cancel_booking(actor=actor_of(alice), at=late, booking_id=booking.pk)
    assert cancelled.due_minor == 6720


def test_moving_to_the_same_slot_is_refused(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused, match="move_changes_nothing"):
        move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=MORNING)


def test_a_stranger_cannot_move_a_booking(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused, match="booking_unknown"):
        move_booking(actor=actor_of(charlie), at=NOW, booking_id=booking.pk, period=AFTERNOON)


def test_a_co_manager_moves_it_for_her(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    moved = move_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk, period=AFTERNOON)
    assert (moved.for_label, AuditEntry.objects.first().actor_label) == ("Alice", "Bob")  # type: ignore[union-attr]


def test_a_moved_seat_stays_the_same_seat_where_it_is_free(house: SmallHouse, alice: Person) -> None:
    actor = actor_of(alice)
    wish = BookingWish(MORNING, space_id=house.space.pk, any_of_kind=ResourceKind.SEAT)
    first = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    second = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    moved = move_booking(actor=actor, at=NOW, booking_id=second.pk, period=AFTERNOON)
    assert moved.resource_id == second.resource_id != first.resource_id


def test_a_booking_that_has_begun_stays(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused, match="already_begun"):
        move_booking(actor=actor_of(alice), at=clock_at(MORNING.starts_at), booking_id=booking.pk, period=AFTERNOON)
