"""The bar of a day: what is free, taken, mine or closed in a row, and what a click on it asks for. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from bookings.free_time import bookable_periods, clipped, without
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period, local_day, up_to_step

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

    Free: `opens` is the period that a click on it asks for, `free` how many could be had. Mine: `booking_id`.
    """

    look: Look
    period: Period
    opens: Period | None = None
    free: int = 0
    booking_id: int | None = None


@dataclass(frozen=True, eq=False)
class Row:
    """What is offered as one: a resource, or any of the unnumbered seats of a space."""

    key: str
    resources: tuple[ResourceOffer, ...]
    any_of_kind: ResourceKind | None = None

    @property
    def first(self) -> ResourceOffer:
        """Return the resource whose rules and prices stand for all of them."""
        return self.resources[0]


@dataclass(frozen=True)
class Mine:
    """When a booking of the reader's own keeps something busy."""

    period: Period
    booking_id: int


@dataclass(frozen=True)
class DayPlan:
    """What can be booked in a row on a day before anybody has: hours, and the packages on sale."""

    windows: tuple[Period, ...] = ()
    named: tuple[Period, ...] = ()
    whole: Period | None = None
    has_hours: bool = False
    step: timedelta = HOUR

    @property
    def is_on_sale(self) -> bool:
        return bool(self.named or self.whole or self.has_hours)


def rows_of(space: SpaceOffer, day: date) -> tuple[Row, ...]:
    """Return the rows of a space on a day, in the order of its resources; the seats that are alike are one row."""
    rows: list[Row] = []
    present = space.resources_on(day)
    alike = [r for r in present if r.kind is ResourceKind.SEAT and not space.is_sold_apart(r)]
    for resource in present:
        if resource not in alike:
            rows.append(Row(f"r{resource.id}", (resource,)))
        elif resource is alike[0]:
            rows.append(Row(f"s{space.id}", tuple(sorted(alike, key=lambda seat: seat.id)), ResourceKind.SEAT))
    return tuple(rows)


def plan_of(space: SpaceOffer, row: Row, *, day: date, audience: str) -> DayPlan:
    """Return what an audience can book in a row on a local day, while nobody has."""
    prices = space.prices_for(row.first, audience, day)
    named: list[Period] = []
    whole = None
    for package in space.periods_for(row.first, day):
        if package.unit not in prices:
            continue
        period = package.on(day, space.zone)
        if package.unit is Unit.DAY:
            whole = whole or period
        elif not any(period.overlaps(other) for other in named):
            named.append(period)
    return DayPlan(
        windows=tuple(bookable_periods(space, row.first, local_day(day, space.zone))),
        named=tuple(named),
        whole=whole,
        has_hours=Unit.HOUR in prices,
        step=timedelta(minutes=space.rules_for(row.first, day).step_minutes),
    )


def axis_of(space: SpaceOffer, plans: Iterable[DayPlan]) -> Period | None:
    """Return the whole local hours from the first opening to the last closing among plans; None: all closed."""
    windows = [window for plan in plans for window in plan.windows]
    if not windows:
        return None
    first, last = min(w.starts_at for w in windows), max(w.ends_at for w in windows)
    begins = up_to_step(first, HOUR, space.zone)
    return Period(begins if begins == first else begins - HOUR, up_to_step(last, HOUR, space.zone))


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of a space on sale to an audience on a day, and the hours they are drawn along."""

    space: SpaceOffer
    day: date
    audience: str
    rows: tuple[Row, ...]
    plans: Mapping[str, DayPlan]
    axis: Period | None


@lru_cache(maxsize=512)
def layout_of(space: SpaceOffer, day: date, audience: str, *, kind: ResourceKind | None = None) -> Layout:
    """Return what the grid of a day is made of while nobody has booked; of one kind only, if said."""
    rows = [row for row in rows_of(space, day) if kind in {None, row.first.kind}]
    plans = [(row, plan_of(space, row, day=day, audience=audience)) for row in rows]
    on_sale = {row: plan for row, plan in plans if plan.is_on_sale}
    by_key = {row.key: plan for row, plan in on_sale.items()}
    return Layout(space, day, audience, tuple(on_sale), by_key, axis_of(space, on_sale.values()))


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
    shown = [one for one in mine if one.period.overlaps(axis)]
    own = clipped([one.period for one in shown], axis.starts_at, axis.ends_at)
    taken = without(clipped(_everywhere(busy), axis.starts_at, axis.ends_at), own)
    found = [Stretch(Look.CLOSED, gap) for gap in without(without(without([axis], windows), taken), own)]
    found += [Stretch(Look.TAKEN, period) for period in taken]
    found += [Stretch(Look.MINE, period, booking_id=one.booking_id) for one, period in zip(shown, own, strict=True)]
    for free in without(without(windows, taken), own):
        found += _free_stretches(space, plan, free=free, busy=busy, at=at)
    return _joined(sorted(found, key=lambda stretch: stretch.period.starts_at))


def paired(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join free hours two by two, each pair opening its first: for bars too small to hit an hour."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if last and _is_hour(last) and _is_hour(stretch) and last.period.ends_at == stretch.period.starts_at:
            found[-1] = replace(last, period=Period(last.period.starts_at, stretch.period.ends_at))
        else:
            found.append(stretch)
    return found


def free_hours(
    space: SpaceOffer, plan: DayPlan, *, busy: Sequence[Sequence[Period]], at: datetime
) -> list[tuple[Period, int]]:
    """Return every hour of the plan that can still be had, from step to step of the clock, and how often."""
    found: list[tuple[Period, int]] = []
    for window in plan.windows if plan.has_hours else ():
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


def _is_hour(stretch: Stretch) -> bool:
    return stretch.look is Look.FREE and stretch.opens is not None and stretch.period.duration <= HOUR


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
        elif plan.has_hours:
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
