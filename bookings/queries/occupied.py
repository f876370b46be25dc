"""Reads of what is busy, and of who may be let in on a wish."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bookings.models import Occupancy
from bookings.wishes import BookingWish, Candidates
from common.errors import Reason, Refused
from spaces.catalogue import HouseOffer
from spaces.local_time import Period

BusyRow: TypeAlias = tuple[int, datetime, datetime]
OwnedRow: TypeAlias = tuple[int, datetime, datetime, int, int | None, int | None]


def candidates_for(wish: BookingWish, house: HouseOffer) -> Candidates:
    """Return the resources that would satisfy the wish, in the order of their keys.

    Any of a kind means one of those that are alike: what has its own price or rules is asked for by name.

    Refusals: `resource_unknown`, `space_unknown`, `kind_not_offered` (404 each).
    """
    if wish.resource_id is not None:
        resource = house.resource(wish.resource_id)
        if resource is None:
            raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
        return Candidates(house.space_of(resource.space_id), (resource,))
    space = next((space for space in house.spaces if space.id == wish.space_id), None)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    day = space.local(wish.period.starts_at).date()
    offered = [r for r in space.resources if r.kind == wish.any_of_kind and not (r.retired_on and r.retired_on <= day)]
    alike = [resource for resource in offered if not space.is_sold_apart(resource)]
    if not alike and len(offered) == 1:
        alike = offered
    if not alike:
        raise Refused(Reason("kind_not_offered", _("Ce lieu ne propose rien de ce genre."), status=404))
    return Candidates(space, tuple(sorted(alike, key=lambda resource: resource.id)))


def busy_resources(
    resource_ids: Collection[int], period: Period, at: datetime, *, except_booking: int | None = None
) -> set[int]:
    """Return which of the resources are held at `at` for some of the period; one query."""
    rows = (
        Occupancy.objects.filter(resource__in=resource_ids)
        .still_held(at)
        .overlapping(period.starts_at, period.ends_at)
        .exclude(booking=except_booking)
    )
    return set(rows.values_list("resource_id", flat=True))


def busy_periods(
    resource_ids: Collection[int], within: Period, at: datetime, *, except_booking: int | None = None
) -> dict[int, list[Period]]:
    """Return when each resource is busy within a period, in order; one query, whatever their number."""
    found: dict[int, list[Period]] = defaultdict(list)
    for resource_id, starts_at, ends_at in busy_rows(resource_ids, within, at, except_booking=except_booking):
        found[resource_id].append(Period(starts_at, ends_at))
    return found


def busy_rows(
    resource_ids: Collection[int], within: Period, at: datetime, *, except_booking: int | None = None
) -> tuple[BusyRow, ...]:
    """Return resource, start and end of what is held at `at` within a period, in order of start; one query.

    Every page of a day and every availability asks this: written out, since building it by the ORM
    costs more than the answer.
    """
    return tuple(_held(_BUSY, resource_ids, within, at=at, except_booking=except_booking))


def owned_rows(resource_ids: Collection[int], within: Period, at: datetime) -> tuple[OwnedRow, ...]:
    """Return the rows of `busy_rows`, each with its booking and the member or account it is for; one query."""
    return tuple(_held(_OWNED, resource_ids, within, at=at))


def _held(
    query: str, resource_ids: Collection[int], within: Period, *, at: datetime, except_booking: int | None = None
) -> Iterable[tuple[Any, ...]]:
    if not resource_ids:
        return ()
    adapt = connection.ops.adapt_datetimefield_value
    asked = query.format(resources=", ".join(["%s"] * len(resource_ids)))
    parameters = [*resource_ids, adapt(within.ends_at), adapt(within.starts_at), adapt(at), except_booking or 0]
    with connection.cursor() as cursor:
        cursor.execute(asked, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.vendor == "postgresql":
        return rows
    return [(key, starts.replace(tzinfo=UTC), ends.replace(tzinfo=UTC), *rest) for key, starts, ends, *rest in rows]


_OWNED = """
    SELECT o.resource_id, o.starts_at, o.ends_at, o.booking_id, b.for_member_id, b.for_account_id
    FROM bookings_occupancy o JOIN bookings_booking b ON b.id = o.booking_id
    WHERE o.resource_id IN ({resources}) AND o.starts_at < %s AND o.ends_at > %s
      AND (o.held_until IS NULL OR o.held_until > %s) AND o.booking_id <> %s
    ORDER BY o.starts_at, o.id
"""
_BUSY = """
    SELECT resource_id, starts_at, ends_at FROM bookings_occupancy
    WHERE resource_id IN ({resources}) AND starts_at < %s AND ends_at > %s
      AND (held_until IS NULL OR held_until > %s) AND booking_id <> %s
    ORDER BY starts_at, id
"""
