"""When each resource is busy and when it can be booked, over a range of days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings.free_time import bookable_periods, clipped, joined, without
from bookings.queries.occupied import BusyRow, Watch, busy_rows
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import Period, days_between, local_day, up_to_step

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Look:
    """Look at the resources of one space, of a kind or of all, during a period."""

    space: SpaceOffer
    kind: ResourceKind | None
    within: Period

    @property
    def resources(self) -> list[ResourceOffer]:
        """Return the resources that are there when the period begins."""
        offered = self.space.resources_on(self.space.local(self.within.starts_at).date())
        return [resource for resource in offered if self.kind in {None, resource.kind}]


@dataclass(frozen=True)
class Seen:
    """All that availability depends on: what is looked at, what is held, and the minute of asking."""

    looks: tuple[Look, ...]
    rows: tuple[BusyRow, ...]
    at: datetime


@dataclass(frozen=True)
class Availability:
    """When one resource is busy, and when it is free to be booked, both in order."""

    space: SpaceOffer
    resource: ResourceOffer
    busy: list[Period]
    free: list[Period]


def seen(looks: Sequence[Look], at: datetime) -> Seen:
    """Return what is held at `at`; one query, whatever the number of resources and bookings.

    What is seen is the same, and equal, until the next booking or the next minute: notice and steps are
    whole minutes, so that nothing is free at the end of a minute that was not at its beginning.
    """
    minute = at.replace(second=0, microsecond=0)
    rounded = minute if minute == at else minute + MINUTE
    if not looks:
        return Seen((), (), rounded)
    span = Period(min(look.within.starts_at for look in looks), max(look.within.ends_at for look in looks))
    rows = busy_rows(_watch(looks), span, at)
    return Seen(tuple(looks), rows, rounded)


def availability(found: Seen) -> Iterator[Availability]:
    """Yield what is busy and free for each resource that is looked at.

    Free is what lies within the bookable hours, is not held, and keeps the rules' buffers, notice and horizon.
    """
    busy: dict[int, list[Period]] = defaultdict(list)
    kept: dict[int, list[Period]] = defaultdict(list)
    watched = _watch(found.looks)
    for resource_id, starts_at, ends_at in found.rows:
        busy[resource_id].append(Period(starts_at, ends_at))
        kept[resource_id].append(watched.kept_from_others(resource_id, busy[resource_id][-1]))
    for look in found.looks:
        limits = look.within.starts_at, look.within.ends_at
        days = tuple(days_between(*limits, look.space.zone))
        for resource in look.resources:
            free = without(_bookable(look.space, resource, days, at=found.at), kept[resource.id])
            taken = joined(busy[resource.id]) if resource.parts else busy[resource.id]
            yield Availability(look.space, resource, clipped(taken, *limits), clipped(free, *limits))


def _watch(looks: Iterable[Look]) -> Watch:
    return Watch.over((look.space, resource) for look in looks for resource in look.resources)


def _bookable(space: SpaceOffer, resource: ResourceOffer, days: Iterable[date], *, at: datetime) -> list[Period]:
    """Return when the resource may be booked on the days, by somebody who asks at `at`."""
    found: list[Period] = []
    today = space.local(at).date()
    for day in days:
        rules = space.rules_for(resource, day)
        if not timedelta() <= day - today <= timedelta(days=rules.horizon_days):
            continue
        windows = bookable_periods(space, resource, local_day(day, space.zone))
        earliest = at + timedelta(minutes=rules.notice_minutes)
        if windows and windows[0].starts_at < earliest:
            earliest = up_to_step(earliest, timedelta(minutes=rules.step_minutes), space.zone)
            windows = clipped(windows, earliest, max(earliest, windows[-1].ends_at))
        found.extend(windows)
    return joined(found)
