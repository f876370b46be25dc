"""Which stretches of a day can still be booked: bookable hours without what is busy. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time

from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.local_time import Period, days_between, end_instant, instant


def bookable_periods(space: SpaceOffer, resource: ResourceOffer, asked: Period) -> list[Period]:
    """Return when `resource` may be booked during the days `asked` touches, in order.

    These are the opening hours within its rule's, and the evenings that are sold after them.
    """
    evenings = [
        evening.on(day, space.zone)
        for day in days_between(asked.starts_at, asked.ends_at, space.zone)
        for evening in space.evenings_on(resource, day)
    ]
    hours = hourly_periods(space, resource, asked)
    if not evenings:
        return hours
    return joined(sorted([*hours, *evenings], key=lambda period: period.starts_at))


def hourly_periods(space: SpaceOffer, resource: ResourceOffer, asked: Period) -> list[Period]:
    """Return when hours of `resource` are sold during the days `asked` touches: opening hours within its rule's."""
    windows = [_window(space, resource, day) for day in days_between(asked.starts_at, asked.ends_at, space.zone)]
    found: list[Period] = []
    for stretch in space.open_periods(asked.starts_at, asked.ends_at):
        for window in joined(windows):
            if stretch.overlaps(window):
                starts_at = max(stretch.starts_at, window.starts_at)
                found.append(Period(starts_at, min(stretch.ends_at, window.ends_at)))
    return found


def without(free: Iterable[Period], busy: Iterable[Period]) -> list[Period]:
    """Return what is left of the `free` stretches once the `busy` ones are taken out; both in order."""
    left = list(free)
    for taken in busy:
        left = [piece for stretch in left for piece in _cut(stretch, taken)]
    return left


def clipped(periods: Iterable[Period], starts_at: datetime, ends_at: datetime) -> list[Period]:
    """Return the parts of the periods that lie between two instants."""
    limit = Period(starts_at, ends_at)
    return [
        Period(max(period.starts_at, starts_at), min(period.ends_at, ends_at))
        for period in periods
        if period.overlaps(limit)
    ]


def _window(space: SpaceOffer, resource: ResourceOffer, day: date) -> Period:
    rules = space.rules_for(resource, day)
    return Period(
        instant(day, rules.bookable_from or time(0), space.zone),
        end_instant(day, rules.bookable_until or time(0), space.zone),
    )


def joined(periods: Iterable[Period]) -> list[Period]:
    """Return periods, given in order, with those that touch made one."""
    found: list[Period] = []
    for period in periods:
        if found and found[-1].ends_at >= period.starts_at:
            found[-1] = Period(found[-1].starts_at, max(found[-1].ends_at, period.ends_at))
        else:
            found.append(period)
    return found


def _cut(stretch: Period, taken: Period) -> list[Period]:
    if not stretch.overlaps(taken):
        return [stretch]
    pieces = [Period(stretch.starts_at, taken.starts_at), Period(taken.ends_at, stretch.ends_at)]
    return [piece for piece in pieces if piece.starts_at < piece.ends_at]
