from collections.abc import Callable
from datetime import datetime

import pytest

from bookings.models import Occupancy
from bookings.operations import cancel_booking
from common.errors import Refused
from common.models import AuditEntry
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_a_cancelled_slot_can_be_booked_at_once(house: SmallHouse, alice: Person, charlie: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    assert book(charlie, house.small_room, MORNING).pk
    assert Occupancy.objects.get(booking=booking).held_until == NOW


def test_a_booking_is_cancelled_once(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    with pytest.raises(Refused, match="already_cancelled"):
        cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)


def test_a_booking_that_has_begun_is_not_cancelled(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused, match="already_begun"):
        cancel_booking(actor=actor_of(alice), at=clock_at(MORNING.starts_at), booking_id=booking.pk)


@pytest.mark.parametrize("stranger", ["charlie", "oscar"])
def test_to_a_stranger_the_booking_does_not_exist(
    house: SmallHouse, alice: Person, stranger: str, request: pytest.FixtureRequest
) -> None:
    booking = book(alice, house.small_room, MORNING)
    with pytest.raises(Refused) as refusal:
        cancel_booking(actor=actor_of(request.getfixturevalue(stranger)), at=NOW, booking_id=booking.pk)
    assert (refusal.value.reason.code, refusal.value.reason.status) == ("booking_unknown", 404)


def test_a_booking_that_never_was_cannot_be_cancelled(house: SmallHouse, alice: Person) -> None:
    with pytest.raises(Refused, match="booking_unknown"):
        cancel_booking(actor=actor_of(alice), at=NOW, booking_id=404_404)


def test_a_co_manager_cancels_for_her_and_the_audit_names_both(house: SmallHouse, alice: Person, bob: Person) -> None:
    booking = book(alice, house.small_room, MORNING)
    cancel_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk)
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.actor_label) == ("booking.undone", "Bob")
    assert "Alice" in entry.subject_label


def test_a_clock_set_back_does_not_break_a_cancellation(house: SmallHouse, alice: Person, clock_at: Hold) -> None:
    booking = book(alice, house.small_room, MORNING)
    earlier = clock_at(NOW.replace(hour=7))
    assert cancel_booking(actor=actor_of(alice), at=earlier, booking_id=booking.pk).is_cancelled
