"""Random price lists, hours and wishes for the brute force, and the same as the product reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bookings.quoting import BookingCase
from spaces.catalogue import (
    ExceptionFacts,
    OpeningWeekFacts,
    PackagePeriod,
    PriceFacts,
    ResourceOffer,
    RuleFacts,
    SpaceOffer,
)
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period
from spaces.supplements import SupplementFacts
from tests.bookings.brute_force import Extra, Sold, World, shown_at

SINCE = date(2020, 1, 1)
MIDNIGHT = time(0)
ZONES = ("Europe/Paris", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC", "Australia/Lord_Howe")
CLOCK_CHANGES = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 9, 27),
)
MONTH_ENDS = (date(2027, 1, 31), date(2028, 1, 30), date(2026, 12, 31), date(2026, 5, 31))
HALF_HOURS = [time(n // 2, n % 2 * 30) for n in range(48)]
UNITS = ("half_day", "day", "evening")
AUDIENCES = ("members", "outside", "associations")


def a_day(draw: Random) -> date:
    """Return a day: often one on which a clock changes, or a month ends."""
    kind = draw.random()
    if kind < 0.35:
        return draw.choice(CLOCK_CHANGES) - timedelta(days=draw.randint(0, 1))
    return draw.choice(MONTH_ENDS) if kind < 0.5 else date(2026, 1, 1) + timedelta(days=draw.randint(0, 700))


def a_world(draw: Random) -> World:
    """Return hours of one or two days, with everything on sale that there can be."""
    first, zone = a_day(draw), ZoneInfo(draw.choice(ZONES))
    opens, closes = _two_times(draw) if draw.random() < 0.75 else (MIDNIGHT, MIDNIGHT)
    base = _base(draw, zone, first, opens=opens, closes=closes)
    sold = tuple(
        Sold(draw.choice(UNITS), f"n{number}", *_two_times(draw)) for number in range(draw.choice((0, 1, 2, 2, 3, 4)))
    )
    prices = {unit: _prices(draw, first) for unit in ("hour", *UNITS) if draw.random() < 0.8}
    if draw.random() < 0.3:
        prices["month"] = _prices(draw, first, most=20_000)
    begins = shown_at(base, first, draw.choice(HALF_HOURS)) + draw.choice((0, 0, 15, 45)) * timedelta(minutes=1)
    length = draw.choice((30, 45, 60, 90, 120, 240, 300, 480, 540, 720, 1440, 1800)) * timedelta(minutes=1)
    extras = tuple(_extras(draw, opens, closes)) if draw.random() < 0.5 else ()
    return replace(base, sold=sold, prices=prices, starts_at=begins, ends_at=begins + length, extras=extras)


def a_long_world(draw: Random) -> World:
    """Return weeks or months, with months on sale and some named days of a place that closes, or never does."""
    first, zone = a_day(draw), ZoneInfo(draw.choice(ZONES))
    opens, closes = (time(9), time(19)) if draw.random() < 0.5 else (MIDNIGHT, MIDNIGHT)
    base = _base(draw, zone, first, opens=opens, closes=closes, slot=timedelta(minutes=30))
    base = replace(base, closed_weekdays=frozenset(draw.sample(range(7), draw.choice((0, 2, 5)))))
    begins = shown_at(base, first, draw.choice(HALF_HOURS))
    length = timedelta(
        days=draw.choice((1, 2, 3, 27, 28, 30, 31, 32, 59, 61, 90, 92)), hours=draw.choice((0, 0, 1, 12))
    )
    is_short = length < timedelta(days=4)
    sold = (Sold("day", "day", *draw.choice(((MIDNIGHT, MIDNIGHT), (time(9), time(18))))),) if is_short else ()
    prices = {"month": _prices(draw, first, most=20_000), "day": _prices(draw, first)}
    return replace(base, sold=sold, prices=prices, starts_at=begins, ends_at=begins + length)


def case_of(world: World, draw: Random) -> BookingCase:
    """Return the same wish as the product reads it: prices of a kind or of the resource, in a house with others."""
    resource = ResourceOffer(1, 1, "salle", "Salle", ResourceKind.ROOM, 8)
    space = SpaceOffer(
        id=1,
        slug="ici",
        name="Ici",
        description="",
        address="",
        how_to_come="",
        country="FR",
        subdivision="",
        zone=world.zone,
        is_closed_on_public_holidays=False,
        currency="EUR",
        resources=(resource,),
        weeks=(_week(world),),
        exceptions=tuple(ExceptionFacts(day, day, None, None, "fermé") for day in world.closed_days),
        periods=tuple(_period(sold) for sold in world.sold),
        prices=tuple(_price_rows(world, draw)),
        rules=tuple(_rules(world)),
        supplements=tuple(_supplement(extra) for extra in world.extras),
    )
    asked = tuple((extra.code, extra.count) for extra in world.extras if extra.count)
    period = Period(world.starts_at, world.ends_at)
    return BookingCase(space, resource, period, "members", datetime(2020, 1, 1, tzinfo=UTC), supplements=asked)


def _base(
    draw: Random, zone: ZoneInfo, first: date, *, opens: time, closes: time, slot: timedelta = timedelta(minutes=15)
) -> World:
    has_rule = draw.random() < 0.4
    bookable_from, bookable_until = _two_times(draw) if has_rule else (None, None)
    return World(
        zone=zone,
        opens=opens,
        closes=closes,
        closed_weekdays=frozenset(draw.sample(range(7), draw.choice((0, 0, 1, 3)))),
        closed_days=frozenset({first + timedelta(days=1)} if draw.random() < 0.15 else ()),
        bookable_from=bookable_from if draw.random() < 0.8 else None,
        bookable_until=bookable_until if draw.random() < 0.8 else None,
        sold=(),
        prices={},
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=datetime(2026, 1, 1, tzinfo=UTC),
        slot=slot,
    )


def _two_times(draw: Random) -> tuple[time, time]:
    start, end = sorted(draw.sample(range(49), 2))
    return HALF_HOURS[start % 48] if start < 48 else MIDNIGHT, HALF_HOURS[end] if end < 48 else MIDNIGHT


def _prices(draw: Random, first: date, most: int = 3_000) -> dict[date, int | None]:
    """Return a price since long ago and sometimes another from a day near; zero now and then, or off sale."""
    amounts: list[int | None] = [draw.choice((0, 500, 500, 700, 1_000, draw.randint(0, most))) for _ in range(2)]
    if draw.random() < 0.1:
        amounts[draw.randint(0, 1)] = None
    found = {SINCE: amounts[0]}
    if draw.random() < 0.4:
        found[first + timedelta(days=draw.randint(0, 2))] = amounts[1]
    return found


def _extras(draw: Random, opens: time, closes: time) -> list[Extra]:
    found = [Extra("projector", draw.randint(0, 2_000), 2_000, draw.randint(0, 3))]
    if opens >= time(1):
        before = time(opens.hour - 1, opens.minute)
        found.append(Extra("early", draw.choice((0, 4_000)), 2_000, draw.randint(0, 1), before, opens))
    if MIDNIGHT < closes <= time(22):
        after = time(closes.hour + 1, closes.minute)
        found.append(Extra("late", 6_000, 2_000, draw.randint(0, 1), closes, after))
    return [extra for extra in found if extra.count]


def _week(world: World) -> OpeningWeekFacts:
    days = [weekday for weekday in range(7) if weekday not in world.closed_weekdays]
    return OpeningWeekFacts(SINCE, tuple((weekday, world.opens, world.closes) for weekday in days))


def _period(sold: Sold) -> PackagePeriod:
    return PackagePeriod("", None, Unit(sold.unit), sold.name, sold.starts_at, sold.ends_at, SINCE, None, sold.name)


def _price_rows(world: World, draw: Random) -> list[PriceFacts]:
    """Return the prices for the kind, or for the resource with others for its kind that must not count."""
    found = []
    for unit, dated in world.prices.items():
        is_own = draw.random() < 0.5
        kind, resource_id = ("", 1) if is_own else ("room", None)
        if is_own and draw.random() < 0.5:
            found.append(PriceFacts("room", None, Unit(unit), "members", 1, 2_000, SINCE))
        found += [
            PriceFacts(kind, resource_id, Unit(unit), "members", net, 2_000, first) for first, net in dated.items()
        ]
        if unit != "evening":
            found.append(PriceFacts("room", None, Unit(unit), draw.choice(AUDIENCES[1:]), 3, 2_000, SINCE))
    return found


def _rules(world: World) -> list[RuleFacts]:
    times = {"bookable_from": world.bookable_from, "bookable_until": world.bookable_until}
    return [RuleFacts("room", None, name, f"{at:%H:%M}", SINCE) for name, at in times.items() if at is not None]


def _supplement(extra: Extra) -> SupplementFacts:
    return SupplementFacts(
        kind="",
        resource_id=None,
        code=extra.code,
        name=extra.code,
        audience="members",
        net_minor=extra.net_minor,
        vat_bp=extra.vat_bp,
        valid_from=SINCE,
        starts_at=extra.starts_at,
        ends_at=extra.ends_at,
        most=1 if extra.starts_at else 9,
    )
