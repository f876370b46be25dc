"""Make an option or a request firm, or refuse a request with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.enums import Tentative
from bookings.events import BookingConfirmed, BookingRefused
from bookings.life import State, state_at
from bookings.models import Booking, Occupancy
from bookings.news import News
from bookings.operations.cancel import ENDED
from bookings.operations.freely import give_way
from bookings.operations.holding import atoms_in, hold, lock_booking, refuse_taken_again, release
from bookings.operations.telling import tell
from bookings.queries.visible import booking_unknown, bookings_visible_to, may_change
from bookings.terms import Terms
from bookings.wishes import NOTE_LIMIT
from common import audit, clock
from common.errors import Reason, Refused
from common.events import publish
from common.rights import Right, refuse_without_right
from members.people import PersonActor
from spaces.local_time import Period
from spaces.queries import catalogue


def confirm_booking(*, actor: PersonActor, at: datetime, booking_id: int) -> Booking:
    """Make an option firm (whoever may change it), or approve a request (`approve_bookings`).

    After its term it is still made firm where nobody has taken the slot meanwhile. Refusals:
    `booking_unknown` (404), `right_needed`, `already_firm`, `already_cancelled`, `already_refused`,
    `already_begun`, `slot_taken` (409, with alternatives). Event: `BookingConfirmed`.
    """
    with refuse_taken_again(booking_id, at=at), transaction.atomic():
        booking = lock_booking(booking_id)
        now = max(at, clock.now())
        refuse_unanswerable(actor, booking, now)
        terms = Terms.from_json(booking.terms)
        booking.sequence += 2 if state_at(booking, now) is State.LAPSED else 1  # calendars count its end by the clock
        booking.confirmed_at = booking.changed_at = now
        booking.confirmed_by_label = actor.label
        booking.lapses_at = terms.release_at(booking.starts_at, booking.ends_at)
        booking.is_to_be_invoiced = booking.deposit_minor > 0
        booking.save()
        hold_again(booking, now)
        _record(actor, booking, action="booking.confirmed")
        publish(BookingConfirmed(booking.pk))
        tell(booking, News.CONFIRMED, by=actor)
        return booking


@transaction.atomic
def refuse_request(*, actor: PersonActor, at: datetime, booking_id: int, because: str) -> Booking:
    """Refuse a request, with the reason its author is told; the slot is free at once.

    Refusals: `booking_unknown` (404), `right_needed`, `reason_needed`, `text_too_long`, `not_a_request`,
    `already_firm`, `already_cancelled`, `already_refused`, `already_lapsed` (409). Event: `BookingRefused`.
    """
    booking = lock_booking(booking_id)
    now = max(at, clock.now())
    if booking.tentative == Tentative.OPTION:
        raise Refused(Reason("not_a_request", _("Une option se confirme ou s’annule."), status=409))
    refuse_unanswerable(actor, booking, now)
    if state_at(booking, now) is State.LAPSED:
        raise Refused(Reason(*ENDED[State.LAPSED], status=409))
    if not because.strip():
        raise Refused(Reason("reason_needed", _("Dire pourquoi, en une phrase : la personne la lira.")))
    if len(because) > NOTE_LIMIT:
        raise Refused(Reason("text_too_long", _("Cette raison est trop longue : 500 caractères au plus.")))
    booking.refused_at = booking.changed_at = now
    booking.refused_by_label, booking.refused_because = actor.label, because.strip()
    booking.sequence += 1
    booking.save()
    release(booking, now)
    _record(actor, booking, action="booking.refused", note=booking.refused_because)
    publish(BookingRefused(booking.pk))
    tell(booking, News.REFUSED, by=actor, words=booking.refused_because)
    return booking


def refuse_unanswerable(actor: PersonActor, booking: Booking, at: datetime) -> None:
    """Refuse to answer what is not the actor's to answer, is firm, does not stand any more, or has begun."""
    if not may_change(actor, booking) and not bookings_visible_to(actor).filter(pk=booking.pk).exists():
        raise Refused(booking_unknown())
    if booking.tentative == Tentative.REQUEST:
        refuse_without_right(actor, Right.APPROVE_BOOKINGS, space_id=booking.space_id)
    elif not may_change(actor, booking):
        raise Refused(booking_unknown())
    state = state_at(booking, at)
    if state in {State.CANCELLED, State.REFUSED}:
        raise Refused(Reason(*ENDED[state], status=409))
    if booking.is_firm:
        raise Refused(Reason("already_firm", _("Cette réservation est déjà ferme."), status=409))
    if booking.starts_at <= at:
        raise Refused(Reason("already_begun", _("Ce créneau a déjà commencé : il est trop tard."), status=409))


def hold_again(booking: Booking, at: datetime) -> None:
    """Hold from `at` until the booking lapses what it held last; the constraint refuses what was sold meanwhile.

    Called under the locks of all it ever kept busy. What is used freely meanwhile gives way.
    """
    last = Occupancy.objects.filter(booking=booking).latest("held_from", "id")
    kept = Period(last.starts_at, last.ends_at)
    atoms = atoms_in(catalogue(), booking.resource_id)
    release(booking, at)
    give_way(atoms, kept, at=at)
    hold(booking, atoms, kept=kept, held_from=at)


def _record(actor: PersonActor, booking: Booking, *, action: str, note: str = "") -> None:
    audit.record(
        actor=actor,
        at=booking.changed_at,
        action=action,
        subject=("booking", booking.pk, f"{booking.resource.name}, {booking.for_label}"),
        changes={},
        note=note,
    )
