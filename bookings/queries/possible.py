"""What can be done with a booking at an instant, and by whom; no query."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from bookings.enums import Tentative
from bookings.life import State, state_at
from bookings.models import Booking
from bookings.queries.visible import may_change
from bookings.terms import Terms
from common.rights import Right
from members.people import PersonActor

ENDED = frozenset({State.CANCELLED, State.REFUSED})
HELD_NO_MORE = frozenset({State.LAPSED, State.NO_SHOW})


class Act(StrEnum):
    """Name what can be done with a booking, as its address is called."""

    CONFIRMATION = "confirmation"
    REFUSAL = "refusal"
    CHECK_IN = "check-in"
    CANCELLATION = "cancellation"
    MOVE = "move"
    IN_CHARGE = "in-charge"
    DEPARTURE = "departure"


def possible_acts(actor: PersonActor, booking: Booking, at: datetime) -> list[Act]:
    """Return what the actor may do with the booking at `at`; what it holds no more may meanwhile be taken."""
    state = state_at(booking, at)
    return [] if state in ENDED else [*_answers(actor, booking, state, at=at), *_changes(actor, booking, state, at=at)]


def asks_check_in(booking: Booking) -> bool:
    """Tell whether the booking is released when nobody comes, and so asks to be checked in."""
    return Terms.from_json(booking.terms).release_at(booking.starts_at, booking.ends_at) is not None


def _answers(actor: PersonActor, booking: Booking, state: State, *, at: datetime) -> Iterator[Act]:
    if booking.is_firm or booking.starts_at <= at:
        return
    if booking.tentative == Tentative.OPTION:
        if may_change(actor, booking):
            yield Act.CONFIRMATION
    elif actor.has_right(Right.APPROVE_BOOKINGS, booking.space_id):
        yield Act.CONFIRMATION
        if state is State.REQUESTED:
            yield Act.REFUSAL


def _changes(actor: PersonActor, booking: Booking, state: State, *, at: datetime) -> Iterator[Act]:
    if not may_change(actor, booking):
        return
    if _can_arrive(booking, at):
        yield Act.CHECK_IN
    if booking.starts_at > at and state not in HELD_NO_MORE:
        yield Act.CANCELLATION
        yield Act.MOVE
    if booking.is_community_event and booking.ends_at > at and state not in HELD_NO_MORE:
        yield Act.IN_CHARGE
    if booking.is_yielding and booking.ends_at > at:
        yield Act.DEPARTURE


def _can_arrive(booking: Booking, at: datetime) -> bool:
    opens_at = Terms.from_json(booking.terms).check_in_from(booking.starts_at)
    is_awaited = booking.is_firm and booking.checked_in_at is None and asks_check_in(booking)
    return is_awaited and opens_at <= at < booking.ends_at
