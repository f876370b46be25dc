"""What a booking's page says and offers for the state it is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.life import State, cancellation_cost, state_at
from bookings.models import Booking
from bookings.operations.holding import slot_taken
from bookings.queries.alternatives import nearest_alternatives
from bookings.queries.occupied import busy_resources, candidates_for, watch_of
from bookings.queries.possible import Act, asks_check_in, possible_acts
from bookings.quoting import BookingCase, kept_busy
from bookings.terms import Terms
from bookings.views.ways_out import WaysOut
from bookings.wishes import BookingWish
from common.errors import Reason, WayOut
from members.web import PersonRequest
from spaces.local_time import Period

PANELS = {
    State.OPTION: "option",
    State.REQUESTED: "request",
    State.CANCELLED: "cancelled",
    State.REFUSED: "refused",
    State.LAPSED: "lapsed",
    State.NO_SHOW: "no_show",
}


@dataclass(frozen=True)
class Standing:
    """Hold a booking's state, what can be done with it, the panels that say so, and what is free instead."""

    state: State
    acts: frozenset[Act]
    panels: Sequence[str]
    ways_out: Sequence[WayOut] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def can_confirm(self) -> bool:
        return Act.CONFIRMATION in self.acts

    @property
    def can_refuse(self) -> bool:
        return Act.REFUSAL in self.acts

    @property
    def can_check_in(self) -> bool:
        return Act.CHECK_IN in self.acts

    @property
    def can_change(self) -> bool:
        return Act.MOVE in self.acts


def standing_of(request: PersonRequest, booking: Booking) -> Standing:
    """Return how a booking stands for its reader; queries only where it stands no more and is still to come."""
    state = state_at(booking, request.at)
    acts = frozenset(possible_acts(request.actor, booking, request.at))
    is_to_come = booking.starts_at > request.at
    is_sold = is_to_come and state is State.LAPSED and not is_free_again(request, booking)
    if is_sold:
        acts -= {Act.CONFIRMATION}
    is_gone = is_sold or (is_to_come and state is State.REFUSED)
    return Standing(
        state,
        acts,
        [f"bookings/life/{name}.html" for name in _panels(request, booking, state=state, acts=acts)],
        free_instead(request, booking) if is_gone else (),
        *_arrival(booking),
    )


def _arrival(booking: Booking) -> tuple[datetime | None, datetime | None]:
    """Return between which instants one is to say that one has come, where that is asked."""
    if not asks_check_in(booking):
        return None, None
    terms = Terms.from_json(booking.terms)
    return terms.check_in_from(booking.starts_at), terms.release_at(booking.starts_at, booking.ends_at)


def is_free_again(request: PersonRequest, booking: Booking) -> bool:
    """Tell whether nobody has taken meanwhile what a booking held; one query."""
    case, wish = _case(request, booking)
    watched = watch_of(candidates_for(wish, request.house))
    return not busy_resources(watched, kept_busy(case, case.period), request.at, except_booking=booking.pk)


def free_instead(request: PersonRequest, booking: Booking) -> Sequence[WayOut]:
    """Return what is free near a booking that cannot be had, each one tap away; one query."""
    _, wish = _case(request, booking)
    found = nearest_alternatives(wish, house=request.house, audience=booking.audience, at=request.at)
    return with_ways_out(request, booking, [slot_taken(found)])[0].ways_out


def with_ways_out(request: PersonRequest, booking: Booking, reasons: Sequence[Reason]) -> list[Reason]:
    """Return the reasons against an act on a booking, with the buttons that lead on."""
    case, _wish = _case(request, booking)
    known = [reason for reason in reasons if reason.code == "slot_taken"]
    others = [reason for reason in reasons if reason.code != "slot_taken"]
    return [*WaysOut.of_booking(request.house, {}).added_to(known, case), *others]


def _panels(request: PersonRequest, booking: Booking, *, state: State, acts: frozenset[Act]) -> list[str]:
    found = [PANELS[state]] if state in PANELS else []
    if Act.CHECK_IN in acts and state is not State.NO_SHOW:
        found.append("arrival")
    if booking.is_firm and Act.CANCELLATION in acts and cancellation_cost(booking, request.at).is_undo:
        found.append("made")
    return found


def _case(request: PersonRequest, booking: Booking) -> tuple[BookingCase, BookingWish]:
    wish = BookingWish(Period(booking.starts_at, booking.ends_at), resource_id=booking.resource_id, title=booking.title)
    candidates = candidates_for(wish, request.house)
    return BookingCase.of(candidates, wish, audience=booking.audience, at=request.at), wish
