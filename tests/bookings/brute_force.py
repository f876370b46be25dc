"""What a wish costs, found by trying everything: written apart from the product's own search, and slow.

Time is cut into slots of the clock; each choice of named packages is tried, and what is left is filled
from its first slot on with an hour or with a run of months, each way in turn. Nothing here imports how the
product prices: it reads the same facts, and knows of the product only what they are called.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, combinations
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Sold:
    """A stretch of the day that is sold by name, from one time of the clock to another."""

    unit: str
    name: str
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class Extra:
    """Hours that open for a price, or a thing taken by number; asked for `count` times."""

    code: str
    net_minor: int
    vat_bp: int
    count: int
    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True)
class World:
    """All that a price depends on: hours, what is sold and for how much from which day on, and what is asked.

    `prices` maps a unit to its prices by first day; None: not on sale from that day.
    """

    zone: ZoneInfo
    opens: time
    closes: time
    closed_weekdays: frozenset[int]
    closed_days: frozenset[date]
    bookable_from: time | None
    bookable_until: time | None
    sold: tuple[Sold, ...]
    prices: dict[str, dict[date, int | None]]
    starts_at: datetime
    ends_at: datetime
    extras: tuple[Extra, ...] = ()
    slot: timedelta = timedelta(minutes=15)
    vat_bp: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Found:
    """The best of all ways: its price without VAT, and how many packages, hours and months it buys."""

    net_minor: int
    bought: int


def shown_at(world: World, day: date, at: time) -> datetime:
    """Return the first instant at which the clock of that day shows `at`, or jumps over it: by looking."""
    wanted = datetime.combine(day, at)
    looked = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while looked.astimezone(world.zone).replace(tzinfo=None) < wanted:
        looked += timedelta(minutes=15)
    return looked


def days_of(world: World) -> list[date]:
    """Return the local days that the asked period touches."""
    day, found = world.starts_at.astimezone(world.zone).date(), []
    while shown_at(world, day, MIDNIGHT) < world.ends_at:
        found.append(day)
        day += DAY
    return found


def slots_of(world: World) -> list[datetime]:
    """Return where each slot of the asked period begins."""
    found, at = [], world.starts_at
    while at < world.ends_at:
        found.append(at)
        at += world.slot
    return found


def price_on(world: World, unit: str, day: date) -> int | None:
    known = {first: price for first, price in world.prices.get(unit, {}).items() if first <= day}
    return known[max(known)] if known else None


def opens_on(world: World, day: date) -> bool:
    return day.weekday() not in world.closed_weekdays and day not in world.closed_days


def stretch(world: World, day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Return the instants between two times of a day; an end at midnight is that of the day."""
    return shown_at(world, day, start), shown_at(world, day + DAY if end == MIDNIGHT else day, end)


def hourly_stretches(world: World) -> list[tuple[datetime, datetime]]:
    """Return when hours are sold: where the place is open and the rule lets book, days that touch joined."""
    found: list[tuple[datetime, datetime]] = []
    for day in days_of(world):
        if not opens_on(world, day):
            continue
        opened = stretch(world, day, world.opens, world.closes)
        window = stretch(world, day, world.bookable_from or MIDNIGHT, world.bookable_until or MIDNIGHT)
        starts_at, ends_at = max(opened[0], window[0]), min(opened[1], window[1])
        if starts_at >= ends_at:
            continue
        if found and found[-1][1] == starts_at:
            found[-1] = found[-1][0], ends_at
        else:
            found.append((starts_at, ends_at))
    return found


def covered(world: World, stretches: list[tuple[datetime, datetime]]) -> frozenset[datetime]:
    """Return the slots of the asked period that lie in one of the stretches."""
    slots = slots_of(world)
    return frozenset(slot for slot in slots if any(a <= slot < b for a, b in stretches))


def extras_needed(world: World, bookable: frozenset[datetime]) -> list[tuple[Extra, frozenset[datetime]]]:
    """Return the hours opened for a price that the period uses, once for each day."""
    found = []
    for day, extra in ((day, extra) for day in days_of(world) for extra in world.extras):
        if extra.starts_at is None or extra.ends_at is None or not opens_on(world, day):
            continue
        slots = covered(world, [stretch(world, day, extra.starts_at, extra.ends_at)])
        if slots - bookable:
            found.append((extra, slots))
    return found


def month_end(world: World, starts_at: datetime, months: int) -> datetime:
    """Return the same day and time so many months later, or the last day of that month."""
    local = starts_at.astimezone(world.zone)
    year, month = local.year, local.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return shown_at(world, date(year, month, min(local.day, monthrange(year, month)[1])), local.time())


def runs_of_months(world: World, at: datetime) -> Iterator[tuple[datetime, int, int]]:
    """Yield each run of months from an instant: its end, its price, and how many."""
    net, begins, count = 0, at, 0
    while begins < world.ends_at:
        price = price_on(world, "month", begins.astimezone(world.zone).date())
        if price is None:
            return
        count, net = count + 1, net + price
        begins = month_end(world, at, count)
        yield begins, net, count


def best_of_all(world: World) -> Found | None:
    """Return the cheapest of all ways to pay for the asked period, of these the one with fewest; None: no way."""
    hourly = hourly_stretches(world)
    evenings = [
        stretch(world, day, sold.starts_at, sold.ends_at)
        for day in days_of(world)
        for sold in world.sold
        if sold.unit == "evening" and opens_on(world, day) and price_on(world, "evening", day) is not None
    ]
    bookable = covered(world, [*hourly, *evenings])
    needed = extras_needed(world, bookable)
    opened = frozenset(chain.from_iterable(slots for _extra, slots in needed))
    offers = [
        (price, covered(world, [stretch(world, day, sold.starts_at, sold.ends_at)]) & (bookable | opened))
        for day in days_of(world)
        for sold in world.sold
        if (price := price_on(world, sold.unit, day)) is not None
    ]
    useful = [(price, slots) for price, slots in offers if slots]
    ways: list[Found] = []
    for count in range(len(useful) + 1):
        for chosen in combinations(useful, count):
            paid = opened.union(*(slots for _price, slots in chosen))
            start = Found(sum(price for price, _slots in chosen), count)
            ways += _fillings(world, hourly, paid, at=world.starts_at, so_far=start)
    if not ways:
        return None
    best = min(ways)
    extra = sum(one.net_minor for one, _slots in needed)
    extra += sum(one.net_minor * one.count for one in world.extras if one.starts_at is None)
    return Found(best.net_minor + extra, best.bought)


def _fillings(
    world: World,
    hourly: list[tuple[datetime, datetime]],
    paid: frozenset[datetime],
    *,
    at: datetime,
    so_far: Found,
) -> Iterator[Found]:
    """Yield every way to fill what is not paid yet from an instant on."""
    while at < world.ends_at and at in paid:
        at += world.slot
    if at >= world.ends_at:
        yield so_far
        return
    price = price_on(world, "hour", at.astimezone(world.zone).date())
    hour_end = at + timedelta(hours=1)
    if price is not None and any(a <= at and hour_end <= b for a, b in hourly):
        more = Found(so_far.net_minor + price, so_far.bought + 1)
        yield from _fillings(world, hourly, paid, at=hour_end, so_far=more)
    for ends_at, net, count in runs_of_months(world, at):
        more = Found(so_far.net_minor + net, so_far.bought + count)
        yield from _fillings(world, hourly, paid, at=ends_at, so_far=more)
