"""What can be booked on a day before anybody has: rows, hours, and the packages on sale. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bookings.free_time import bookable_periods, hourly_periods
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period, local_day, up_to_step

HOUR = timedelta(hours=1)


@dataclass(frozen=True, eq=False)
class Row:
    """What is offered as one: a resource, or any of the seats of a space that are alike."""

    key: str
    resources: tuple[ResourceOffer, ...]
    any_of_kind: ResourceKind | None = None

    @property
    def first(self) -> ResourceOffer:
        """Return the resource whose rules and prices stand for all of them."""
        return self.resources[0]


@dataclass(frozen=True)
class DayPlan:
    """What can be booked in a row on a day before anybody has: hours, and the packages on sale.

    Hours are sold in the `hourly` part of the bookable `windows` only.
    """

    windows: tuple[Period, ...] = ()
    hourly: tuple[Period, ...] = ()
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
    alike = [r for r in present if r.kind is ResourceKind.SEAT and not (r.parts or space.is_sold_apart(r))]
    for resource in present:
        if resource not in alike:
            rows.append(Row(f"r{resource.id}", (resource,)))
        elif resource is alike[0]:
            rows.append(Row(f"s{space.id}", tuple(sorted(alike, key=lambda seat: seat.id)), ResourceKind.SEAT))
    return tuple(rows)


def plan_of(space: SpaceOffer, row: Row, *, day: date, audience: str) -> DayPlan:
    """Return what an audience can book in a row on a local day, while nobody has."""
    prices, that_day = space.prices_for(row.first, audience, day), local_day(day, space.zone)
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
        windows=tuple(bookable_periods(space, row.first, that_day)),
        hourly=tuple(hourly_periods(space, row.first, that_day)) if Unit.HOUR in prices else (),
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
