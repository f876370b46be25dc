from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bookings.life import State, state_at
from bookings.models import Booking
from bookings.operations import cancel_booking, confirm_booking, move_booking, refuse_request
from common.errors import Refused
from common.models import AuditEntry, OutboxJob
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, set_rule

MORNING = period(THURSDAY, "09:00", "13:00")
TWO_WEEKS = 14 * 24 * 60
ClockAt = Callable[[datetime], datetime]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock_at: ClockAt) -> None:
    clock_at(NOW)


@pytest.fixture
def option(house: SmallHouse, alice: Person) -> Booking:
    """Return an option of Alice's on the small room, for two weeks or until it begins."""
    set_rule(house, "option_minutes", 48 * 60, kind="room")
    return book(alice, house.small_room, MORNING, is_option=True)


@pytest.fixture
def request_made(house: SmallHouse, alice: Person) -> Booking:
    """Return a request of Alice's, to be answered within three days."""
    set_rule(house, "approval_for", ["members"], kind="room")
    return book(alice, house.small_room, MORNING)


def test_an_option_holds_the_slot_exactly_to_its_term(
    house: SmallHouse, option: Booking, charlie: Person, clock_at: ClockAt
) -> None:
    term = NOW + timedelta(hours=48)
    assert option.lapses_at == term
    assert state_at(option, term - timedelta(microseconds=1)) is State.OPTION
    assert state_at(option, term) is State.LAPSED

    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, house.small_room, MORNING, at=clock_at(term - timedelta(seconds=1)))
    assert book(charlie, house.small_room, MORNING, at=clock_at(term)).is_firm


def test_an_option_never_holds_beyond_the_start_of_its_slot(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "option_minutes", 60 * 24 * 60, kind="room")
    made = book(alice, house.small_room, MORNING, is_option=True)
    assert made.lapses_at == MORNING.starts_at


def test_no_option_is_given_where_the_house_offers_none(house: SmallHouse, alice: Person) -> None:
    with pytest.raises(Refused, match="option_not_offered"):
        book(alice, house.small_room, MORNING, is_option=True)
    assert not Booking.objects.exists()


def test_an_option_costs_nothing_until_it_is_confirmed(option: Booking, alice: Person, clock_at: ClockAt) -> None:
    assert not option.is_to_be_invoiced
    later = clock_at(NOW + timedelta(hours=40))
    cancelled = cancel_booking(actor=actor_of(alice), at=later, booking_id=option.pk)
    assert (cancelled.due_minor, cancelled.is_undone) == (0, False)


def test_a_confirmed_option_holds_for_good_at_its_frozen_price(
    house: SmallHouse, option: Booking, alice: Person, charlie: Person, clock_at: ClockAt
) -> None:
    later = clock_at(NOW + timedelta(hours=47))
    firm = confirm_booking(actor=actor_of(alice), at=later, booking_id=option.pk)

    assert (firm.lapses_at, firm.sequence, firm.is_to_be_invoiced) == (None, 1, True)
    assert state_at(firm, NOW + timedelta(days=5)) is State.CONFIRMED
    assert firm.gross_minor == option.gross_minor
    with pytest.raises(Refused, match="slot_taken"):
        book(charlie, house.small_room, MORNING, at=clock_at(NOW + timedelta(hours=49)))


def test_a_late_confirmation_is_refused_exactly_when_the_slot_was_sold(
    house: SmallHouse, alice: Person, charlie: Person, clock_at: ClockAt
) -> None:
    set_rule(house, "option_minutes", 60, kind="room")
    sold = book(alice, house.small_room, MORNING, is_option=True)
    kept = book(alice, house.large_room, MORNING, is_option=True)
    late = clock_at(NOW + timedelta(hours=2))
    book(charlie, house.small_room, period(THURSDAY, "12:00", "14:00"), at=late)

    with pytest.raises(Refused, match="slot_taken") as refusal:
        confirm_booking(actor=actor_of(alice), at=late, booking_id=sold.pk)
    assert refusal.value.reason.facts["alternatives"]
    assert confirm_booking(actor=actor_of(alice), at=late, booking_id=kept.pk).is_firm


def test_a_request_is_answered_by_those_who_may_and_by_nobody_else(
    request_made: Booking, alice: Person, bob: Person, charlie: Person, oscar: Person
) -> None:
    assert state_at(request_made, NOW) is State.REQUESTED
    assert request_made.lapses_at == NOW + timedelta(days=3)

    for person, code in [(alice, "right_needed"), (charlie, "booking_unknown"), (oscar, "booking_unknown")]:
        with pytest.raises(Refused, match=code):
            confirm_booking(actor=actor_of(person), at=NOW, booking_id=request_made.pk)
        with pytest.raises(Refused, match=code):
            refuse_request(actor=actor_of(person), at=NOW, booking_id=request_made.pk, because="Non.")
    approved = confirm_booking(actor=actor_of(bob), at=NOW, booking_id=request_made.pk)
    assert (approved.is_firm, approved.confirmed_by_label) == (True, "Bob")


def test_whoever_may_approve_has_nothing_to_ask(house: SmallHouse, bob: Person) -> None:
    set_rule(house, "approval_for", ["members"], kind="room")
    assert book(bob, house.small_room, MORNING).is_firm


def test_others_of_the_house_need_not_ask(house: SmallHouse, alice: Person) -> None:
    set_rule(house, "approval_for", ["outside"], kind="room")
    assert book(alice, house.small_room, MORNING).is_firm


def test_a_refused_request_frees_the_slot_and_says_why(
    house: SmallHouse, request_made: Booking, bob: Person, charlie: Person
) -> None:
    refused = refuse_request(actor=actor_of(bob), at=NOW, booking_id=request_made.pk, because="  Travaux ce jour-là. ")

    assert state_at(refused, NOW) is State.REFUSED
    assert refused.refused_because == "Travaux ce jour-là."
    assert AuditEntry.objects.latest("pk").note == "Travaux ce jour-là."
    job = OutboxJob.objects.latest("pk")
    assert (job.payload["news"], job.payload["words"]) == ("refused", "Travaux ce jour-là.")
    assert book(charlie, house.small_room, MORNING).tentative == "request"
    for again in (confirm_booking, cancel_booking):
        with pytest.raises(Refused, match="already_refused"):
            again(actor=actor_of(bob), at=NOW, booking_id=request_made.pk)


@pytest.mark.parametrize(("because", "code"), [("  ", "reason_needed"), ("x" * 501, "text_too_long")])
def test_a_refusal_needs_a_reason_of_readable_length(
    request_made: Booking, bob: Person, because: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        refuse_request(actor=actor_of(bob), at=NOW, booking_id=request_made.pk, because=because)


def test_what_is_firm_is_not_answered_again(house: SmallHouse, alice: Person, bob: Person, option: Booking) -> None:
    firm = book(alice, house.large_room, MORNING)
    with pytest.raises(Refused, match="already_firm"):
        confirm_booking(actor=actor_of(alice), at=NOW, booking_id=firm.pk)
    with pytest.raises(Refused, match="already_firm"):
        refuse_request(actor=actor_of(bob), at=NOW, booking_id=firm.pk, because="Non.")
    with pytest.raises(Refused, match="not_a_request"):
        refuse_request(actor=actor_of(bob), at=NOW, booking_id=option.pk, because="Non.")


def test_an_answer_after_the_start_comes_too_late(request_made: Booking, bob: Person, clock_at: ClockAt) -> None:
    begun = clock_at(MORNING.starts_at)
    with pytest.raises(Refused, match="already_begun"):
        confirm_booking(actor=actor_of(bob), at=begun, booking_id=request_made.pk)
    with pytest.raises(Refused, match="already_begun"):
        refuse_request(actor=actor_of(bob), at=begun, booking_id=request_made.pk, because="Trop tard.")


def test_a_request_nobody_answered_lapses_by_the_clock_alone(
    request_made: Booking, alice: Person, bob: Person, clock_at: ClockAt
) -> None:
    term = clock_at(NOW + timedelta(days=3))
    assert state_at(request_made, term) is State.LAPSED
    with pytest.raises(Refused, match="already_lapsed"):
        refuse_request(actor=actor_of(bob), at=term, booking_id=request_made.pk, because="Trop tard.")
    with pytest.raises(Refused, match="already_lapsed"):
        cancel_booking(actor=actor_of(alice), at=term, booking_id=request_made.pk)


def test_a_moved_option_stays_an_option_to_a_new_term(option: Booking, alice: Person, clock_at: ClockAt) -> None:
    later = clock_at(NOW + timedelta(hours=10))
    afternoon = period(THURSDAY, "14:00", "18:00")
    moved = move_booking(actor=actor_of(alice), at=later, booking_id=option.pk, period=afternoon)
    assert state_at(moved, later) is State.OPTION
    assert moved.lapses_at == later + timedelta(hours=48)


def test_a_firm_booking_does_not_slip_into_what_must_be_asked_for(
    house: SmallHouse, alice: Person, bob: Person
) -> None:
    firm = book(alice, house.small_room, MORNING)
    set_rule(house, "approval_for", ["members"], kind="room")
    afternoon = period(THURSDAY, "14:00", "18:00")

    with pytest.raises(Refused, match="approval_needed"):
        move_booking(actor=actor_of(alice), at=NOW, booking_id=firm.pk, period=afternoon)
    assert move_booking(actor=actor_of(bob), at=NOW, booking_id=firm.pk, period=afternoon).is_firm


def test_of_two_people_who_want_one_slot_at_most_one_can_have_it_at_any_instant(
    house: SmallHouse, option: Booking, alice: Person, clock_at: ClockAt
) -> None:
    dora = make_member("Dora")
    late = clock_at(NOW + timedelta(hours=48))
    second = book(dora, house.small_room, MORNING, at=late, is_option=True)

    with pytest.raises(Refused, match="slot_taken"):
        confirm_booking(actor=actor_of(alice), at=late, booking_id=option.pk)
    assert confirm_booking(actor=actor_of(dora), at=late, booking_id=second.pk).is_firm
