"""Find the cheapest way to pay for a period out of the packages on offer. Pure: no database, no clock."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, groupby
from typing import Any

from common.money import vat_on
from spaces.enums import Unit
from spaces.local_time import Period

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Package:
    """A named stretch on sale on one day, at a price in minor units without VAT."""

    unit: Unit
    name: str
    period: Period
    net_minor: int
    vat_bp: int


@dataclass(frozen=True)
class HourPrice:
    """What one hour costs, begun anywhere in the period, in minor units without VAT."""

    net_minor: int
    vat_bp: int


@dataclass(frozen=True)
class Line:
    """One line of a quote: how many of which package; amounts are for the whole line."""

    unit: Unit
    name: str
    quantity: int
    net_minor: int
    vat_bp: int
    vat_minor: int

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is frozen in a booking."""
        return {
            "unit": self.unit.value,
            "name": self.name,
            "quantity": self.quantity,
            "net_minor": self.net_minor,
            "vat_bp": self.vat_bp,
            "vat_minor": self.vat_minor,
        }


@dataclass(frozen=True)
class Quote:
    """What a period costs, and the period that is kept busy for it."""

    period: Period
    lines: tuple[Line, ...]

    @property
    def net_minor(self) -> int:
        return sum(line.net_minor for line in self.lines)

    @property
    def vat_minor(self) -> int:
        return sum(line.vat_minor for line in self.lines)

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.vat_minor


def cheapest_quote(asked: Period, packages: Sequence[Package], hour: HourPrice | None) -> Quote | None:
    """Return the cheapest cover of `asked`, or None when the packages on offer cannot cover it.

    An hour begun is an hour due. A named package may reach beyond the asked period on either side;
    only the asked period is kept busy, its last paid hour completed. Ties go to fewer packages.
    """
    steps = _cheapest_steps(asked, packages, hour)
    if steps is None:
        return None
    covered = max(step.period.ends_at for step in steps)
    ends_by_paid_hour = steps[-1].unit is Unit.HOUR and steps[-1].net_minor > 0
    kept = Period(asked.starts_at, max(asked.ends_at, covered) if ends_by_paid_hour else asked.ends_at)
    return Quote(period=kept, lines=tuple(_lines(steps)))


def _cheapest_steps(asked: Period, packages: Sequence[Package], hour: HourPrice | None) -> list[Package] | None:
    """Search the instants reached by buying package after package, the cheapest first."""
    order = count()
    queue: list[tuple[int, int, int, datetime, tuple[Package, ...]]] = [(0, 0, next(order), asked.starts_at, ())]
    reached: set[datetime] = set()
    while queue:
        net, bought, _, at, steps = heapq.heappop(queue)
        if at >= asked.ends_at:
            return list(steps)
        if at in reached:
            continue
        reached.add(at)
        for package in _next_packages(at, packages, hour):
            entry = (net + package.net_minor, bought + 1, next(order), package.period.ends_at, (*steps, package))
            heapq.heappush(queue, entry)
    return None


def _next_packages(at: datetime, packages: Sequence[Package], hour: HourPrice | None) -> list[Package]:
    """Return what covers the instant `at` and the time after it."""
    found = [package for package in packages if package.period.starts_at <= at < package.period.ends_at]
    if hour is not None:
        found.append(Package(Unit.HOUR, "", Period(at, at + HOUR), hour.net_minor, hour.vat_bp))
    return found


def _lines(steps: Sequence[Package]) -> list[Line]:
    lines = []
    for (unit, name, vat_bp, _), group in groupby(steps, key=lambda s: (s.unit, s.name, s.vat_bp, s.net_minor)):
        bought = list(group)
        net = sum(step.net_minor for step in bought)
        lines.append(Line(unit, name, len(bought), net, vat_bp, vat_on(net, vat_bp)))
    return lines
