"""Close a space on some days, or open it at other hours, and settle the bookings that no longer fit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.life import CancellationCost
from bookings.models import Booking
from bookings.operations.cancel import end_booking
from bookings.operations.holding import lock_resources
from bookings.queries.clashes import clashes_between
from bookings.wishes import NOTE_LIMIT
from common.errors import Reason, Refused, refuse_unless_empty, sentence
from common.governance import Authority
from common.rights import Right, refuse_without_right
from members.people import PersonActor
from spaces import operations as spaces
from spaces import policies
from spaces.catalogue import ExceptionFacts, HouseOffer
from spaces.models import OpeningException
from spaces.operations.trial import try_change
from spaces.queries import catalogue, house_in_transaction

FREE = CancellationCost(0, 0, is_undo=False)


@dataclass(frozen=True)
class Closing:
    """What a closing came to: its row, what was cancelled free of charge, and what stays booked all the same."""

    exception: OpeningException
    cancelled: list[Booking]
    kept: list[Booking]


@dataclass(frozen=True)
class Settling:
    """Say which of the bookings that no longer fit are cancelled, and what their people are told.

    `seen` are those that somebody read about before; None: nobody looked, and what is not named is kept.
    """

    cancelled: Collection[int] = ()
    message: str = ""
    seen: Collection[int] | None = None


@transaction.atomic
def close_period(
    *,
    actor: PersonActor,
    at: datetime,
    space_id: int,
    exception: ExceptionFacts,
    settling: Settling,
    authority: Authority | None = None,
) -> Closing:
    """Close the space on the days of `exception`, or open it just at its hours; cancel what is to be cancelled.

    Nothing is due for what is cancelled here; its people are told why. What is not named stays booked.
    Cancelling needs `change_all_bookings`. Refusals: those of `spaces.operations.close_days` and
    `open_specially`, `right_needed`, `text_too_long`, `booking_does_not_clash`, `already_begun`,
    `clashes_changed` (409 each).
    Event: `BookingCancelled` for each.
    """
    if settling.cancelled:
        refuse_without_right(actor, Right.CHANGE_ALL_BOOKINGS, space_id=space_id)
    _refuse_long(settling.message)
    before = catalogue()
    row = _except(space_id, exception, actor=actor, at=at, authority=authority)
    after = house_in_transaction()
    now = max(at, lock_resources(resource.id for resource in after.space_of(space_id).resources))
    clashes = _locked(clashes_between(before.space_of(space_id), after.space_of(space_id), at=now))
    _refuse_others(clashes, settling, now)
    cancelled = [booking for booking in clashes if booking.pk in settling.cancelled]
    for booking in cancelled:
        end_booking(booking, FREE, actor=actor, now=now, because=settling.message)
    return Closing(row, cancelled, [booking for booking in clashes if booking.pk not in settling.cancelled])


def preview_closing(
    *, actor: PersonActor, at: datetime, space_id: int, exception: ExceptionFacts
) -> tuple[HouseOffer, list[Booking]]:
    """Return the house as the closing would leave it, and the bookings that would no longer fit; nothing is kept.

    Refusals: those of `close_period`.
    """
    before = catalogue()
    after = try_change(lambda: _except(space_id, exception, actor=actor, at=at, authority=None))
    return after, clashes_between(before.space_of(space_id), after.space_of(space_id), at=at)


def _except(
    space_id: int, exception: ExceptionFacts, *, actor: PersonActor, at: datetime, authority: Authority | None
) -> OpeningException:
    refuse_unless_empty(policies.reasons_not_to_except(exception))
    days, label = (exception.starts_on, exception.ends_on), exception.label
    if exception.opens_at is None or exception.closes_at is None:
        return spaces.close_days(space_id=space_id, days=days, label=label, actor=actor, at=at, authority=authority)
    hours = (exception.opens_at, exception.closes_at)
    return spaces.open_specially(
        space_id=space_id, days=days, hours=hours, label=label, actor=actor, at=at, authority=authority
    )


def _locked(bookings: list[Booking]) -> list[Booking]:
    keys = [booking.pk for booking in bookings]
    locked = Booking.objects.select_for_update(of=("self",)).select_related("resource").filter(pk__in=keys)
    return list(locked.order_by("pk"))


def _refuse_others(clashes: list[Booking], settling: Settling, now: datetime) -> None:
    """Refuse to cancel what fits all the same, or has begun, and to settle what nobody has read about."""
    by_key = {booking.pk: booking for booking in clashes}
    ahead = {booking.pk for booking in clashes if booking.starts_at > now}
    if settling.seen is not None and ahead != set(settling.seen):
        text = _("La liste des réservations touchées a changé : la relire.")
        raise Refused(Reason("clashes_changed", text, {"clashes": sorted(ahead)}, status=409))
    for key in set(settling.cancelled) - ahead:
        text = _("Une de ces réservations a déjà commencé : elle ne s’annule plus.")
        if key in by_key:
            raise Refused(Reason("already_begun", text, {"booking": key}, status=409))
        text = _("Une de ces réservations n’est pas touchée par ce changement : relire la liste.")
        raise Refused(Reason("booking_does_not_clash", text, {"booking": key}, status=409))


def _refuse_long(message: str) -> None:
    if len(message) > NOTE_LIMIT:
        text = sentence(_("Ce texte peut avoir %(value)s caractères au plus."), value=NOTE_LIMIT)
        raise Refused(Reason("text_too_long", text, {"value": str(NOTE_LIMIT)}))
