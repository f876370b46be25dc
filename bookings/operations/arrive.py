"""Say that somebody has come for their booking, so that it is not given to others."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.events import BookingCheckedIn
from bookings.life import State, state_at
from bookings.models import Booking
from bookings.operations.answer import hold_again
from bookings.operations.cancel import ENDED
from bookings.operations.holding import lock_booking, refuse_taken_again
from bookings.queries.visible import booking_unknown, may_change
from bookings.terms import Terms
from common import audit, clock
from common.errors import Reason, Refused, sentence
from common.events import publish
from members.people import PersonActor
from spaces.queries import catalogue
from spaces.wording import lazy_hour


def check_in(*, actor: PersonActor, at: datetime, booking_id: int) -> Booking:
    """Check a booking in, by whoever may change it, from some minutes before its start up to its end.

    Too late a one is let in where nobody has taken the room meanwhile; a second check-in changes nothing.
    Refusals: `booking_unknown` (404), `check_in_too_early`, `not_firm`, `already_cancelled`,
    `already_refused`, `already_over`, `slot_taken` (409). Event: `BookingCheckedIn`.
    """
    with refuse_taken_again(booking_id, at=at), transaction.atomic():
        booking = lock_booking(booking_id)
        now = max(at, clock.now())
        _refuse_check_in(actor, booking, now)
        if booking.checked_in_at is not None:
            return booking
        was_to_lapse = booking.lapses_at is not None
        booking.checked_in_at = booking.changed_at = now
        booking.checked_in_by_label = actor.label
        booking.lapses_at = None
        booking.save()
        if was_to_lapse:
            hold_again(booking, now)
        audit.record(
            actor=actor,
            at=now,
            action="booking.checked_in",
            subject=("booking", booking.pk, f"{booking.resource.name}, {booking.for_label}"),
            changes={},
        )
        publish(BookingCheckedIn(booking.pk))
        return booking


def _refuse_check_in(actor: PersonActor, booking: Booking, at: datetime) -> None:
    if not may_change(actor, booking):
        raise Refused(booking_unknown())
    state = state_at(booking, at)
    if state in {State.CANCELLED, State.REFUSED}:
        raise Refused(Reason(*ENDED[state], status=409))
    if not booking.is_firm:
        text = _("Cette réservation n’est pas encore ferme : la confirmer d’abord.")
        raise Refused(Reason("not_firm", text, status=409))
    if booking.ends_at <= at:
        raise Refused(Reason("already_over", _("Cette réservation est terminée."), status=409))
    opens_at = Terms.from_json(booking.terms).check_in_from(booking.starts_at)
    if at < opens_at:
        local = catalogue().space_of(booking.space_id).local(opens_at)
        early = sentence(_("L’arrivée se dit à partir de %(hour)s."), hour=lazy_hour(local.time()))
        raise Refused(Reason("check_in_too_early", early, {"from": opens_at.isoformat()}, status=409))
