"""What is taken on the days somebody looks at, and what of it is theirs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bookings.day_grid import Mine
from bookings.day_plan import Layout
from bookings.models import Booking
from bookings.queries.occupied import Watch, owned_rows
from members.people import PersonActor
from spaces.local_time import Period


@dataclass(frozen=True)
class Taken:
    """When each resource is busy, and what of it is the reader's own; both in order, by resource."""

    busy: dict[int, list[Period]] = field(default_factory=lambda: defaultdict(list))
    mine: dict[int, list[Mine]] = field(default_factory=lambda: defaultdict(list))


def taken_along(
    layouts: Iterable[Layout], actor: PersonActor, at: datetime, *, except_booking: int | None = None
) -> Taken:
    """Return what is held at `at` along all days of the layouts; at most one query.

    The booking `except_booking` keeps nothing busy, as when it is about to be moved.
    """
    taken = Taken()
    shown = [layout for layout in layouts if layout.axis is not None]
    if not shown:
        return taken
    watched = Watch.over(
        (layout.space, resource) for layout in shown for row in layout.rows for resource in row.resources
    )
    for row in owned_rows(watched, _span(shown), at):
        resource_id, starts_at, ends_at, booking_id, booked_id, begins, ends, member_id, account_id, tentative = row
        if booking_id != except_booking:
            kept = watched.kept_from_others(resource_id, Period(starts_at, ends_at))
            taken.busy[resource_id].append(kept)
        if resource_id == booked_id and actor.party.is_same_as(member_id, account_id):
            taken.mine[resource_id].append(Mine(Period(begins, ends), booking_id, tentative))
    return taken


def bookings_on(space_id: int, within: Period, at: datetime) -> list[Booking]:
    """Return the bookings of a space that touch a period and stand at `at`, in order; one query."""
    found = Booking.objects.standing(at).filter(
        space=space_id, starts_at__lt=within.ends_at, ends_at__gt=within.starts_at
    )
    return list(found.select_related("resource").order_by("starts_at", "id"))


def _span(layouts: list[Layout]) -> Period:
    axes = [layout.axis for layout in layouts if layout.axis is not None]
    return Period(min(axis.starts_at for axis in axes), max(axis.ends_at for axis in axes))
