"""Use a room for free while all of another kind are taken, until somebody books it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bookings.events import BookingGaveWay, BookingMade
from bookings.models import Booking, Occupancy
from bookings.news import News
from bookings.operations.holding import hold, lock_booking, lock_resources, release
from bookings.operations.telling import tell
from bookings.queries.free_use import now_in, reasons_not_to_use
from bookings.queries.visible import booking_unknown, may_change
from common import audit, clock
from common.errors import Reason, Refused, refuse_unless_empty
from common.events import publish
from common.rights import Actor, ActorKind, SystemActor
from members.people import PersonActor
from spaces import queries as spaces
from spaces.local_time import Period

HOUSE = SystemActor(ActorKind.CLOCK, "house", "Beffroi")


@transaction.atomic
def use_freely(*, actor: PersonActor, at: datetime, resource_id: int) -> Booking:
    """Let a member use a room from now on at no charge, all of another kind being taken; it gives way to a booking.

    Refusals: `resource_unknown` (404), those of `reasons_not_to_use`. Event: `BookingMade`.
    """
    house = spaces.catalogue()
    resource = house.resource(resource_id)
    if resource is None:
        raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
    space = house.space_of(resource.space_id)
    atoms = space.atoms(resource)
    now = max(lock_resources(atoms), at)
    seen = now_in(space, actor, now)
    refuse_unless_empty(list(reasons_not_to_use(seen, resource, actor)))
    kept = Period(now, seen.free_until(resource))
    booking = Booking.objects.create(
        space_id=space.id,
        resource_id=resource.id,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
        booked_at=now,
        booked_by_id=actor.account_id,
        booked_by_label=actor.label,
        for_member_id=actor.party.member_id,
        for_label=actor.label,
        payer_member_id=actor.party.member_id,
        payer_label=actor.label,
        audience=actor.party.audience,
        currency=space.currency,
        net_minor=0,
        vat_minor=0,
        changed_at=now,
        is_yielding=True,
    )
    hold(booking, atoms, kept=kept, held_from=now)
    _record(actor, booking, action="booking.used_freely", at=now)
    publish(BookingMade(booking.pk))
    return booking


@transaction.atomic
def leave_room(*, actor: PersonActor, at: datetime, booking_id: int) -> Booking:
    """Give back a room that is used freely, before anybody has booked it.

    Refusals: `booking_unknown` (404), `not_in_use` (409).
    """
    booking = lock_booking(booking_id)
    now = max(at, clock.now())
    if not may_change(actor, booking):
        raise Refused(booking_unknown())
    if not booking.is_yielding or booking.is_cancelled or booking.ends_at <= now:
        raise Refused(Reason("not_in_use", _("Cette salle n’est plus utilisée."), status=409))
    _shorten(booking, until=now, at=now, by=actor)
    return booking


def give_way(atoms: Collection[int], kept: Period, *, at: datetime) -> None:
    """Have whoever uses one of the resources freely leave it before the period that somebody has just booked.

    Called under the resources' locks. Event: `BookingGaveWay`.
    """
    using = Occupancy.objects.filter(resource__in=atoms, yields=True).still_held(at)
    found = using.overlapping(kept.starts_at, kept.ends_at).order_by("booking").values_list("booking", flat=True)
    for booking_id in dict.fromkeys(found):
        booking = Booking.objects.select_for_update(of=("self",)).select_related("resource").get(pk=booking_id)
        _shorten(booking, until=max(kept.starts_at, at), at=at, by=HOUSE)
        publish(BookingGaveWay(booking.pk))
        tell(booking, News.GAVE_WAY, by=HOUSE)


def _shorten(booking: Booking, *, until: datetime, at: datetime, by: Actor) -> None:
    """End a free use at an instant, or as if it had not been where it would have no length."""
    atoms = list(Occupancy.objects.filter(booking=booking).still_held(at).values_list("resource_id", flat=True))
    release(booking, at)
    booking.sequence += 1
    booking.changed_at = at
    if until <= booking.starts_at:
        booking.cancelled_at, booking.cancelled_by_label, booking.due_minor = at, by.label, 0
    else:
        booking.ends_at = until
    booking.save()
    if until > at:
        hold(booking, atoms, kept=Period(booking.starts_at, until), held_from=at)
    _record(by, booking, action="booking.gave_way" if by is HOUSE else "booking.left", at=at)


def _record(actor: Actor, booking: Booking, *, action: str, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=("booking", booking.pk, f"{booking.resource.name}, {booking.for_label}"),
        changes={"ends_at": (None, booking.ends_at.isoformat())},
    )
