"""Reads of what is busy, and of who may be let in on a wish."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection
from django.utils.translation import gettext_lazy as _

from bookings.models import Occupancy
from bookings.wishes import BookingWish, Candidates
from common.errors import Reason, Refused
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.local_time import Period

BusyRow: TypeAlias = tuple[int, datetime, datetime]
OwnedRow: TypeAlias = tuple[int, datetime, datetime, int, int, datetime, datetime, int | None, int | None, str]


def candidates_for(wish: BookingWish, house: HouseOffer) -> Candidates:
    """Return the resources that would satisfy the wish, in the order of their keys.

    Any of a kind means one of those that are alike: what has its own price or rules, or is made of others, is
    asked for by name.

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
    alike = [resource for resource in offered if not (resource.parts or space.is_sold_apart(resource))]
    if not alike and len(offered) == 1:
        alike = offered
    if not alike:
        raise Refused(Reason("kind_not_offered", _("Ce lieu ne propose rien de ce genre."), status=404))
    return Candidates(space, tuple(sorted(alike, key=lambda resource: resource.id)))


@dataclass(frozen=True)
class Watch:
    """Know which resources an occupied key makes busy: a part stands for every whole it is in."""

    resources: Mapping[int, tuple[SpaceOffer, ResourceOffer]]
    by_atom: Mapping[int, list[int]]

    @classmethod
    def over(cls, resources: Iterable[tuple[SpaceOffer, ResourceOffer]]) -> "Watch":
        """Return a watch over the resources, each with its space."""
        found = {resource.id: (space, resource) for space, resource in resources}
        by_atom: dict[int, list[int]] = defaultdict(list)
        for space, resource in found.values():
            for atom in space.atoms(resource):
                by_atom[atom].append(resource.id)
        return cls(found, by_atom)

    @property
    def is_plain(self) -> bool:
        """Tell whether every resource stands for itself alone."""
        return all(resources == [atom] for atom, resources in self.by_atom.items())

    def kept_from_others(self, resource_id: int, period: Period) -> Period:
        """Return what a busy period keeps others from booking: with the buffers that their own booking needs."""
        space, resource = self.resources[resource_id]
        if not space.has_buffers:
            return period
        rules = space.rules_for(resource, space.local(period.starts_at).date())
        before, after = timedelta(minutes=rules.buffer_before_minutes), timedelta(minutes=rules.buffer_after_minutes)
        return Period(period.starts_at - after, period.ends_at + before)


def watch_of(candidates: Candidates) -> Watch:
    """Return a watch over all that would satisfy a wish."""
    return Watch.over((candidates.space, resource) for resource in candidates.resources)


def busy_resources(watched: Watch, period: Period, at: datetime, *, except_booking: int | None = None) -> set[int]:
    """Return which of the resources are held at `at` for some of the period, buffers included; one query."""
    rows = (
        Occupancy.objects.filter(resource__in=list(watched.by_atom))
        .firmly_held(at)
        .overlapping(period.starts_at, period.ends_at)
        .exclude(booking=except_booking)
    )
    return {resource for atom in rows.values_list("resource_id", flat=True) for resource in watched.by_atom[atom]}


def busy_periods(
    watched: Watch, within: Period, at: datetime, *, except_booking: int | None = None
) -> dict[int, list[Period]]:
    """Return when each resource cannot be booked within a period, in order, its own buffers taken into account;
    one query, whatever their number.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    for resource_id, starts_at, ends_at in busy_rows(watched, within, at, except_booking=except_booking):
        found[resource_id].append(watched.kept_from_others(resource_id, Period(starts_at, ends_at)))
    return found


def busy_rows(
    watched: Watch, within: Period, at: datetime, *, except_booking: int | None = None
) -> tuple[BusyRow, ...]:
    """Return resource, start and end of what is held at `at` within a period, in order of start; one query.

    Every page of a day and every availability asks this: written out, since building it by the ORM
    costs more than the answer. A part that is busy makes each whole it is in busy too.
    """
    return tuple(_spread(watched, _held(_BUSY, watched.by_atom, within, at=at, except_booking=except_booking)))


def owned_rows(watched: Watch, within: Period, at: datetime) -> tuple[OwnedRow, ...]:
    """Return the rows of `busy_rows`, each with its booking: key, resource, own start and end, member and account
    it is for, and what it is while it is not firm; one query.
    """
    return tuple(_spread(watched, _held(_OWNED, watched.by_atom, within, at=at)))


def _spread(watched: Watch, rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    if watched.is_plain:
        return rows
    return ((resource, *rest) for atom, *rest in rows for resource in watched.by_atom[atom])


def _held(
    query: str, atoms: Collection[int], within: Period, *, at: datetime, except_booking: int | None = None
) -> Iterable[tuple[Any, ...]]:
    if not atoms:
        return ()
    adapt = connection.ops.adapt_datetimefield_value
    asked = query.format(resources=", ".join(["%s"] * len(atoms)))
    parameters = [*atoms, adapt(within.ends_at), adapt(within.starts_at), adapt(at), except_booking or 0]
    with connection.cursor() as cursor:
        cursor.execute(asked, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows if connection.vendor == "postgresql" else [tuple(map(_aware, row)) for row in rows]


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


_OWNED = """
    SELECT o.resource_id, o.starts_at, o.ends_at, o.booking_id, b.resource_id, b.starts_at, b.ends_at,
        b.for_member_id, b.for_account_id, CASE WHEN b.confirmed_at IS NULL THEN b.tentative ELSE '' END
    FROM bookings_occupancy o JOIN bookings_booking b ON b.id = o.booking_id
    WHERE o.resource_id IN ({resources}) AND o.starts_at < %s AND o.ends_at > %s
      AND (o.held_until IS NULL OR o.held_until > %s) AND o.booking_id <> %s AND NOT o.yields
    ORDER BY o.starts_at, o.id
"""
_BUSY = """
    SELECT resource_id, starts_at, ends_at FROM bookings_occupancy
    WHERE resource_id IN ({resources}) AND starts_at < %s AND ends_at > %s
      AND (held_until IS NULL OR held_until > %s) AND booking_id <> %s AND NOT yields
    ORDER BY starts_at, id
"""
