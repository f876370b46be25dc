"""Lock, look and take: the steps by which every operation keeps a resource busy.

Lock order: resources by key, then bookings by key. Whoever holds a resource's lock is alone in
deciding about its occupancies, and reads the clock again under it, so that nobody's hold begins
before the end of a hold they have just seen closed. The constraint proves what the lock arranges.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Occupancy
from bookings.queries.alternatives import Alternative, nearest_alternatives
from bookings.queries.occupied import busy_resources
from bookings.queries.visible import booking_unknown
from bookings.wishes import BookingWish, Candidates
from common import clock
from common.errors import Reason, Refused
from spaces.catalogue import HouseOffer, ResourceOffer
from spaces.local_time import Period
from spaces.models import Resource


class Taken(Exception):
    """Say that none of the candidates is free; `refuse_taken` turns it into the refusal with alternatives."""


def lock_resources(resource_ids: Iterable[int]) -> datetime:
    """Lock resources in key order and return the instant it is then."""
    locked = Resource.objects.select_for_update(no_key=True).filter(pk__in=resource_ids).order_by("pk")
    list(locked.values_list("pk"))
    return clock.now()


def lock_booking(booking_id: int, *, and_resources: Collection[int] = ()) -> Booking:
    """Lock a booking after its resource and `and_resources`; refusal: `booking_unknown`."""
    resource_id = Booking.objects.filter(pk=booking_id).values_list("resource_id", flat=True).first()
    while resource_id is not None:
        lock_resources({resource_id, *and_resources})
        booking = Booking.objects.select_for_update(of=("self",)).select_related("resource").get(pk=booking_id)
        if booking.resource_id == resource_id:
            return booking
        resource_id = booking.resource_id
    raise Refused(booking_unknown())


def take_first_free(
    candidates: Candidates, period: Period, *, at: datetime, except_booking: int | None = None
) -> tuple[ResourceOffer, datetime]:
    """Lock and return the first candidate free for the whole period, with the instant its hold begins.

    Raises `Taken`. Candidates are tried in their order, by key unless the caller has locked them all; one
    that is lost in the meantime is passed over.
    """
    ids = [resource.id for resource in candidates.resources]
    busy = busy_resources(ids, period, at, except_booking=except_booking) if len(ids) > 1 else set()
    for resource in candidates.resources:
        if resource.id in busy:
            continue
        now = max(lock_resources([resource.id]), at)
        if not busy_resources([resource.id], period, now, except_booking=except_booking):
            return resource, now
    raise Taken


def hold(booking: Booking, resource: ResourceOffer, *, held_from: datetime) -> Occupancy:
    """Keep the resource busy for the booking's period, from `held_from` on and for good."""
    return Occupancy.objects.create(
        booking=booking,
        resource_id=resource.id,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        held_from=held_from,
    )


def release(booking: Booking, at: datetime) -> None:
    """Close every hold of the booking at the instant `at`, never before it began."""
    closing = Greatest("held_from", Value(at, output_field=DateTimeField()))
    Occupancy.objects.filter(booking=booking, held_until=None).update(held_until=closing)


@contextmanager
def refuse_taken(wish: BookingWish, *, house: HouseOffer, audience: str, at: datetime) -> Iterator[None]:
    """Turn `Taken`, or the constraint's own refusal, into `slot_taken` (409) with what is free nearby.

    Wraps the transaction: when it speaks, nothing is left of the attempt.
    """
    try:
        yield
    except (Taken, IntegrityError) as error:
        if isinstance(error, IntegrityError) and "occupancy_no_double_booking" not in str(error):
            raise
        alternatives = nearest_alternatives(wish, house=house, audience=audience, at=max(at, clock.now()))
        raise Refused(slot_taken(alternatives)) from error


def slot_taken(alternatives: list[Alternative]) -> Reason:
    """Return the refusal of a slot that somebody else has, with what could be booked instead."""
    text = _("C’est déjà pris sur ce créneau.") if not alternatives else _("C’est déjà pris. Libre aussi :")
    return Reason("slot_taken", text, {"alternatives": alternatives}, status=409)
