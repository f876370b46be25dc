"""When each resource is busy and when it can be booked, over a range of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bookings.free_time import bookable_periods, clipped, joined, without
from bookings.queries.occupied import busy_periods
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.local_time import Period, days_between, local_day, up_to_step


@dataclass(frozen=True)
class Look:
    """Look at some resources of one space during a period."""

    space: SpaceOffer
    resources: Sequence[ResourceOffer]
    within: Period


@dataclass(frozen=True)
class Availability:
    """When one resource is busy, and when it is free to be booked, both in order."""

    space: SpaceOffer
    resource: ResourceOffer
    busy: list[Period]
    free: list[Period]


def availability(looks: Sequence[Look], at: datetime) -> Iterator[Availability]:
    """Yield what is busy and free at `at`; one query, whatever the number of resources and bookings.

    Free is what lies within the bookable hours, is not held, and keeps the rules' notice and horizon.
    """
    if not looks:
        return
    span = Period(min(look.within.starts_at for look in looks), max(look.within.ends_at for look in looks))
    busy = busy_periods([r.id for look in looks for r in look.resources], span, at)
    for look in looks:
        limits = look.within.starts_at, look.within.ends_at
        days = tuple(days_between(*limits, look.space.zone))
        for resource in look.resources:
            taken = busy.get(resource.id, [])
            free = clipped(without(_bookable(look.space, resource, days, at=at), taken), *limits)
            yield Availability(look.space, resource, clipped(taken, *limits), free)


def _bookable(space: SpaceOffer, resource: ResourceOffer, days: Sequence[date], *, at: datetime) -> list[Period]:
    """Return when the resource may be booked on the days, by somebody who asks at `at`."""
    found: list[Period] = []
    today = space.local(at).date()
    for day in days:
        rules = space.rules_for(resource, day)
        if day - today > timedelta(days=rules.horizon_days) or day < today:
            continue
        windows = list(_windows(space, resource, day))
        earliest = at + timedelta(minutes=rules.notice_minutes)
        if windows and windows[0].starts_at < earliest:
            earliest = up_to_step(earliest, timedelta(minutes=rules.step_minutes), space.zone)
            windows = clipped(windows, earliest, max(earliest, windows[-1].ends_at))
        found.extend(windows)
    return joined(found)


@lru_cache(maxsize=10_000)
def _windows(space: SpaceOffer, resource: ResourceOffer, day: date) -> tuple[Period, ...]:
    return tuple(bookable_periods(space, resource, local_day(day, space.zone)))
