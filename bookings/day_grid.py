"""The bar of a day: what is free, taken, mine, closed or past along a row, and what a click asks for. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bookings.day_plan import DayPlan
from bookings.free_time import clipped, without
from spaces.catalogue import SpaceOffer
from spaces.local_time import Period, up_to_step

HOUR = timedelta(hours=1)


class Look(StrEnum):
    FREE = "free"
    TAKEN = "taken"
    MINE = "mine"
    CLOSED = "closed"
    PAST = "past"


@dataclass(frozen=True)
class Stretch:
    """One stretch of a bar.

    Free: `opens` is the period that a click on it asks for, `free` how many could be had. Mine: `booking_id`,
    and `tentative` while it is not firm.
    """

    look: Look
    period: Period
    opens: Period | None = None
    free: int = 0
    booking_id: int | None = None
    tentative: str = ""


@dataclass(frozen=True)
class Mine:
    """When a booking of the reader's own keeps something busy; `tentative` while it is not firm."""

    period: Period
    booking_id: int
    tentative: str = ""


def bar(
    space: SpaceOffer,
    plan: DayPlan,
    *,
    axis: Period,
    busy: Sequence[Sequence[Period]],
    at: datetime,
    mine: Sequence[Mine] = (),
) -> list[Stretch]:
    """Return the stretches of a row along `axis`, in order and without gaps.

    `busy` holds one list per resource of the row: the row is taken where all of them are. What was free and
    is over at `at` is past.
    """
    windows = clipped(plan.windows, axis.starts_at, axis.ends_at)
    shown = _apart([one for one in mine if one.period.overlaps(axis)])
    own = clipped([one.period for one in shown], axis.starts_at, axis.ends_at)
    taken = without(clipped(_everywhere(busy), axis.starts_at, axis.ends_at), own)
    found = [Stretch(Look.CLOSED, gap) for gap in without(without(without([axis], windows), taken), own)]
    found += [Stretch(Look.TAKEN, period) for period in taken]
    found += [
        Stretch(Look.MINE, period, booking_id=one.booking_id, tentative=one.tentative)
        for one, period in zip(shown, own, strict=True)
    ]
    for free in without(without(windows, taken), own):
        found += _free_stretches(space, plan, free=free, busy=busy, at=at)
    return _joined(sorted(found, key=lambda stretch: stretch.period.starts_at))


def grouped(stretches: Iterable[Stretch], most: int) -> list[Stretch]:
    """Join up to `most` free hours that touch, each group opening its first: where an hour is too small to hit."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if last and _joins(last, stretch) and stretch.period.ends_at - last.period.starts_at <= most * HOUR:
            found[-1] = replace(last, period=Period(last.period.starts_at, stretch.period.ends_at))
        else:
            found.append(stretch)
    return found


def free_hours(
    space: SpaceOffer, plan: DayPlan, *, busy: Sequence[Sequence[Period]], at: datetime
) -> list[tuple[Period, int]]:
    """Return every hour of the plan that can still be had, from step to step of the clock, and how often."""
    found: list[tuple[Period, int]] = []
    for window in plan.hourly:
        start = up_to_step(max(window.starts_at, at), HOUR, space.zone)
        while start + HOUR <= window.ends_at:
            hour = Period(start, start + HOUR)
            if count := free_count(busy, hour):
                found.append((hour, count))
            start += HOUR
    return found


def free_count(busy: Sequence[Sequence[Period]], period: Period) -> int:
    """Return how many of the resources are free for the whole period."""
    return sum(not any(taken.overlaps(period) for taken in one) for one in busy)


def _joins(last: Stretch, stretch: Stretch) -> bool:
    """Tell whether both are free by the hour, one right after the other."""
    are_hours = all(one.opens is not None and one.opens.duration == HOUR for one in (last, stretch))
    return are_hours and last.period.ends_at == stretch.period.starts_at


def _everywhere(busy: Sequence[Sequence[Period]]) -> list[Period]:
    """Return when every resource is busy, in order."""
    common = list(busy[0]) if busy else []
    for one in busy[1:]:
        common = [
            Period(max(a.starts_at, b.starts_at), min(a.ends_at, b.ends_at))
            for a in common
            for b in one
            if a.overlaps(b)
        ]
        if not common:
            break
    return common


def _apart(mine: Iterable[Mine]) -> list[Mine]:
    """Return the reader's own bookings in order, without those in which they already have another."""
    found: list[Mine] = []
    for one in sorted(mine, key=lambda one: one.period.starts_at):
        if not found or found[-1].period.ends_at <= one.period.starts_at:
            found.append(one)
    return found


def _free_stretches(
    space: SpaceOffer, plan: DayPlan, *, free: Period, busy: Sequence[Sequence[Period]], at: datetime
) -> list[Stretch]:
    """Cut a free stretch at the named periods on sale; what is over at `at` is past."""
    if free.starts_at < at:
        begins = min(up_to_step(at, plan.step, space.zone), free.ends_at)
        past = [Stretch(Look.PAST, Period(free.starts_at, begins))]
        if begins == free.ends_at:
            return past
        return past + _free_stretches(space, plan, free=Period(begins, free.ends_at), busy=busy, at=at)
    found: list[Stretch] = []
    for piece in _cut_at(free, plan.named):
        if piece in plan.named and (count := free_count(busy, piece)):
            found.append(Stretch(Look.FREE, piece, piece, count))
        elif any(window.overlaps(piece) for window in plan.hourly):
            found += _hours(space, plan, piece=piece, busy=busy)
        else:
            found.append(_rest(space, plan, piece=piece, busy=busy, at=at))
    return found


def _hours(space: SpaceOffer, plan: DayPlan, *, piece: Period, busy: Sequence[Sequence[Period]]) -> list[Stretch]:
    """Offer a piece hour by hour; what is left over joins the hour beside it."""
    start = up_to_step(piece.starts_at, plan.step, space.zone)
    if start + HOUR > piece.ends_at:
        return [_not_for_sale(piece, busy)]
    found, edge = [], piece.starts_at
    while start + HOUR <= piece.ends_at:
        hour = Period(start, start + HOUR)
        start += HOUR
        edge_after = start if start + HOUR <= piece.ends_at else piece.ends_at
        count = free_count(busy, hour)
        look = Look.FREE if count else Look.TAKEN
        found.append(Stretch(look, Period(edge, edge_after), hour if count else None, count))
        edge = edge_after
    return found


def _rest(
    space: SpaceOffer, plan: DayPlan, *, piece: Period, busy: Sequence[Sequence[Period]], at: datetime
) -> Stretch:
    """Offer a piece where no hours are sold: what is left of its named period, else the whole day around it."""
    if any(named.contains(piece) for named in plan.named):
        asked = Period(min(up_to_step(piece.starts_at, plan.step, space.zone), piece.ends_at), piece.ends_at)
        count = free_count(busy, asked) if asked.duration else 0
        return Stretch(Look.FREE, piece, asked, count) if count else Stretch(Look.TAKEN, piece)
    whole = plan.whole
    if whole and whole.contains(piece) and whole.starts_at >= at and (count := free_count(busy, whole)):
        return Stretch(Look.FREE, piece, whole, count)
    return _not_for_sale(piece, busy)


def _not_for_sale(piece: Period, busy: Sequence[Sequence[Period]]) -> Stretch:
    """Return a piece that is free, but not sold by itself; taken, where each of the resources is for a while."""
    count = free_count(busy, piece)
    return Stretch(Look.FREE if count else Look.TAKEN, piece, None, count)


def _cut_at(free: Period, named: Sequence[Period]) -> list[Period]:
    edges = {free.starts_at, free.ends_at}
    for period in named:
        edges |= {edge for edge in (period.starts_at, period.ends_at) if free.starts_at < edge < free.ends_at}
    ordered = sorted(edges)
    return [Period(a, b) for a, b in pairwise(ordered)]


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join neighbours that look the same and open nothing."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if last and last.look is stretch.look and stretch.look in (Look.TAKEN, Look.CLOSED, Look.PAST):
            found[-1] = replace(last, period=Period(last.period.starts_at, stretch.period.ends_at))
        else:
            found.append(stretch)
    return found
