"""Which coming bookings no longer fit when the hours of a space change."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from bookings.free_time import bookable_periods, without
from bookings.models import Booking, Occupancy
from spaces.catalogue import SpaceOffer
from spaces.local_time import Period


def coming_bookings(space_id: int, at: datetime) -> QuerySet[Booking]:
    """Return what holds something of a space from `at` on, in order: begun or not, and neither over nor ended."""
    held = Occupancy.objects.filter(booking=OuterRef("pk")).still_held(at)
    found = Booking.objects.filter(Exists(held), space=space_id, ends_at__gt=at, cancelled_at=None)
    return found.select_related("resource").order_by("starts_at", "id")


def clashes_between(before: SpaceOffer, after: SpaceOffer, *, at: datetime) -> list[Booking]:
    """Return the coming bookings of which more lies outside the hours `after` than `before`; one query."""
    return list(_clashes(before, after, at))


def _clashes(before: SpaceOffer, after: SpaceOffer, at: datetime) -> Iterator[Booking]:
    for booking in coming_bookings(before.id, at):
        if _outside(booking, after) not in ([], _outside(booking, before)):
            yield booking


def _outside(booking: Booking, space: SpaceOffer) -> list[Period]:
    """Return the parts of a booking that lie outside the hours at which its resource can be booked."""
    period = Period(booking.starts_at, booking.ends_at)
    resource = next((one for one in space.resources if one.id == booking.resource_id), None)
    return [period] if resource is None else without([period], bookable_periods(space, resource, period))
