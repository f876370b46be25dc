"""Put another member in charge of a community event."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.events import EventHandedOver
from bookings.limits import in_charge_needed
from bookings.models import Booking
from bookings.news import News
from bookings.operations.cancel import refuse_unless_standing
from bookings.operations.holding import lock_booking
from bookings.operations.telling import tell
from bookings.queries.asked import is_member_on, refuse_naming_members
from bookings.queries.visible import booking_unknown, may_change
from common import audit, clock
from common.errors import Reason, Refused
from common.events import publish
from members.people import PersonActor
from members.queries import name_of_member
from spaces.queries import catalogue


@transaction.atomic
def change_in_charge(*, actor: PersonActor, at: datetime, booking_id: int, member_id: int) -> Booking:
    """Name the member who opens, stays and closes at a community event; the same one again changes nothing.

    Refusals: `booking_unknown` (404), `members_only` (403), `not_an_event`, `in_charge_needed`, `event_over` and
    those of `refuse_unless_standing` (409). Event: `EventHandedOver`.
    """
    booking = lock_booking(booking_id)
    now = max(at, clock.now())
    _refuse_unless_theirs(actor, booking, now)
    on = catalogue().space_of(booking.space_id).local(booking.starts_at).date()
    if not is_member_on(member_id, on):
        raise Refused(in_charge_needed())
    if booking.in_charge_id == member_id:
        return booking
    before = booking.in_charge_label
    booking.in_charge_id, booking.in_charge_label = member_id, name_of_member(member_id)
    booking.sequence += 1
    booking.changed_at = now
    booking.save()
    _record(actor, booking, before=before)
    publish(EventHandedOver(booking.pk))
    tell(booking, News.HANDED_OVER, by=actor)
    return booking


def _refuse_unless_theirs(actor: PersonActor, booking: Booking, at: datetime) -> None:
    if not may_change(actor, booking):
        raise Refused(booking_unknown())
    refuse_naming_members(actor, space_id=booking.space_id)
    if not booking.is_community_event:
        raise Refused(Reason("not_an_event", _("Cette réservation n’est pas un événement ouvert à tout le monde.")))
    refuse_unless_standing(booking, at)
    if booking.ends_at <= at:
        raise Refused(Reason("event_over", _("Cet événement est passé : il ne change plus."), status=409))


def _record(actor: PersonActor, booking: Booking, *, before: str) -> None:
    audit.record(
        actor=actor,
        at=booking.changed_at,
        action="booking.handed_over",
        subject=("booking", booking.pk, f"{booking.resource.name}, {booking.for_label}"),
        changes={"in_charge": (before, booking.in_charge_label)},
    )
