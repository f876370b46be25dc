"""Cancel a booking; within the time its terms give, the same act undoes it free of charge."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.events import BookingCancelled
from bookings.life import CancellationCost, State, cancellation_cost, state_at
from bookings.models import Booking
from bookings.news import News
from bookings.operations.holding import lock_booking, release
from bookings.operations.telling import tell
from bookings.queries.visible import booking_unknown, may_change
from common import audit, clock
from common.errors import Reason, Refused
from common.events import publish
from members.people import PersonActor

LAPSED = ("already_lapsed", _("Le délai est passé : la salle a été rendue, rien n’a été débité."))
ENDED = {
    State.CANCELLED: ("already_cancelled", _("Cette réservation est déjà annulée.")),
    State.REFUSED: ("already_refused", _("Cette demande a déjà été refusée.")),
    State.LAPSED: LAPSED,
    State.NO_SHOW: ("already_lapsed", _("Personne n’est venu à temps : la salle a été rendue.")),
}


@transaction.atomic
def cancel_booking(*, actor: PersonActor, at: datetime, booking_id: int) -> Booking:
    """Cancel the booking, keep what is due by its frozen terms, and free the slot at once.

    Refusals: those of `refuse_unchangeable`. Event: `BookingCancelled`.
    """
    booking = lock_booking(booking_id)
    now = max(at, clock.now())
    refuse_unchangeable(actor, booking, now)
    end_booking(booking, cancellation_cost(booking, at), actor=actor, now=now)
    return booking


def end_booking(
    booking: Booking, cost: CancellationCost, *, actor: PersonActor, now: datetime, because: str = ""
) -> None:
    """Write that a locked booking is cancelled at `now`, with what is due and why, and free its slot."""
    booking.cancelled_at = booking.changed_at = now
    booking.cancelled_by_label, booking.cancel_reason = actor.label, because
    booking.is_undone, booking.due_minor = cost.is_undo, cost.due_minor
    booking.is_to_be_invoiced = cost.due_minor > 0
    booking.sequence += 1
    booking.save()
    release(booking, now)
    _record(actor, booking, cost)
    tell(booking, News.CANCELLED, by=actor)
    publish(BookingCancelled(booking.pk))


def refuse_unchangeable(actor: PersonActor, booking: Booking, at: datetime) -> None:
    """Refuse to cancel or move what is not the actor's, does not stand any more, or has begun.

    Codes: `booking_unknown` (404), `already_cancelled`, `already_refused`, `already_lapsed`, `already_begun` (409).
    """
    if not may_change(actor, booking):
        raise Refused(booking_unknown())
    refuse_unless_standing(booking, at)
    if booking.starts_at <= at:
        raise Refused(
            Reason("already_begun", _("Cette réservation a déjà commencé : elle ne change plus."), status=409)
        )


def refuse_unless_standing(booking: Booking, at: datetime) -> None:
    """Refuse what holds nothing any more: `already_cancelled`, `already_refused`, `already_lapsed` (409)."""
    ended = ENDED.get(state_at(booking, at))
    if ended is not None:
        code, text = ended
        raise Refused(Reason(code, text, status=409))


def _record(actor: PersonActor, booking: Booking, cost: CancellationCost) -> None:
    audit.record(
        actor=actor,
        at=booking.changed_at,
        action="booking.undone" if cost.is_undo else "booking.cancelled",
        subject=("booking", booking.pk, f"{booking.resource.name}, {booking.for_label}"),
        changes={"due": (None, cost.due_minor)},
        note=booking.cancel_reason,
    )
