"""Find the cheapest way to pay for a period out of what is on sale. Pure: no database, no clock."""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby

from bookings.lines import Line, Quote
from common.money import vat_on
from spaces.enums import Unit
from spaces.local_time import Period

HOUR = timedelta(hours=1)
LONGEST_NAMED = timedelta(hours=26)


@dataclass(frozen=True)
class Package:
    """A stretch on sale, at a price in minor units without VAT; with `least_minor` the payer may choose.

    What `is_paid_apart` covers its stretch and is no line: a supplement pays for it.
    """

    unit: Unit
    name: str
    period: Period
    net_minor: int
    vat_bp: int
    least_minor: int | None = None
    label: str = ""
    is_paid_apart: bool = False


@dataclass(frozen=True)
class HourPrice:
    """What one hour costs, in minor units without VAT; with `least_minor` the payer may choose."""

    net_minor: int
    vat_bp: int
    least_minor: int | None = None


def _no_hour(at: datetime) -> HourPrice | None:
    return None


def _no_months(at: datetime) -> Iterable[Package]:
    return ()


@dataclass(frozen=True)
class OnSale:
    """All that a period can be covered with.

    Named `packages` stay within a day. `hour_at` gives the price of the hour that begins at an instant, None
    where none can begin; `months_from` the months that follow each other from an instant on.
    """

    packages: Sequence[Package] = ()
    hour_at: Callable[[datetime], HourPrice | None] = _no_hour
    months_from: Callable[[datetime], Iterable[Package]] = _no_months

    @cached_property
    def _by_start(self) -> tuple[list[datetime], list[Package]]:
        ordered = sorted(self.packages, key=lambda package: package.period.starts_at)
        return [package.period.starts_at for package in ordered], ordered

    def next_steps(self, at: datetime, until: datetime) -> Iterator[tuple[Package, ...]]:
        """Yield what can be bought to cover the instant `at` and the time after it, up to `until`."""
        starts, ordered = self._by_start
        for package in ordered[bisect_left(starts, at - LONGEST_NAMED) : bisect_right(starts, at)]:
            if at < package.period.ends_at:
                yield (package,)
        hour = self.hour_at(at)
        if hour is not None:
            yield (Package(Unit.HOUR, "", Period(at, at + HOUR), hour.net_minor, hour.vat_bp, hour.least_minor),)
        months: tuple[Package, ...] = ()
        for month in self.months_from(at):
            months = (*months, month)
            yield months
            if month.period.ends_at >= until:
                break


@dataclass
class _Reached:
    """An instant up to which all is paid, and what was bought to reach it."""

    at: datetime
    last: tuple[Package, ...] = ()
    before: "_Reached | None" = None

    def steps(self) -> list[Package]:
        found: list[Package] = []
        here: _Reached | None = self
        while here is not None:
            found[:0] = here.last
            here = here.before
        return found


def cheapest_quote(asked: Period, on_sale: OnSale) -> Quote | None:
    """Return the cheapest cover of `asked`, or None when what is on sale cannot cover it.

    An hour begun is an hour due. A package may reach beyond the asked period on either side; only the asked
    period is kept busy, its last paid hour completed. Ties go to fewer packages.
    """
    reached = _cheapest(asked, on_sale)
    if reached is None:
        return None
    steps = reached.steps()
    covered = max((step.period.ends_at for step in steps), default=asked.ends_at)
    ends_by_paid_hour = bool(steps) and steps[-1].unit is Unit.HOUR and steps[-1].net_minor > 0
    kept = Period(asked.starts_at, max(asked.ends_at, covered) if ends_by_paid_hour else asked.ends_at)
    lines = tuple(_lines(step for step in steps if not step.is_paid_apart))
    return Quote(kept, lines, tuple(step.period for step in steps if step.unit is Unit.MONTH))


def _cheapest(asked: Period, on_sale: OnSale) -> _Reached | None:
    """Search the instants reached by buying package after package, the cheapest first."""
    queue = [(0, 0, 0, _Reached(asked.starts_at))]
    known: set[datetime] = set()
    order = 0
    while queue:
        net, count, _order, here = heapq.heappop(queue)
        if here.at >= asked.ends_at:
            return here
        if here.at in known:
            continue
        known.add(here.at)
        for bought in on_sale.next_steps(here.at, asked.ends_at):
            ends_at = bought[-1].period.ends_at
            if ends_at in known:
                continue
            order += 1
            more = sum(package.net_minor for package in bought)
            paid = sum(not package.is_paid_apart for package in bought)
            heapq.heappush(queue, (net + more, count + paid, order, _Reached(ends_at, bought, here)))
    return None


def _lines(steps: Iterable[Package]) -> Iterator[Line]:
    for _alike, group in groupby(steps, key=lambda s: (s.unit, s.name, s.vat_bp, s.net_minor, s.least_minor)):
        bought = list(group)
        first, net = bought[0], sum(step.net_minor for step in bought)
        least = None if first.least_minor is None else first.least_minor * len(bought)
        yield Line(
            first.unit, first.name, len(bought), net, first.vat_bp, vat_on(net, first.vat_bp), first.label, least
        )
