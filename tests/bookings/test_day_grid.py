"""The bars of a day: what is free, taken, mine, closed or past, and what a click asks for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.day_grid import Look, Mine, Stretch, bar, free_count, free_hours, grouped
from bookings.day_plan import DayPlan, Layout, layout_of
from spaces.catalogue import OpeningWeekFacts, PackagePeriod, PriceFacts, ResourceOffer, RuleFacts, SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period
from tests.support.booking import PARIS, THURSDAY, period

SINCE = date(2026, 1, 1)
BEFORE = datetime(2026, 12, 1, tzinfo=PARIS)
ROOM = ResourceOffer(1, 1, "room", "Petite salle", ResourceKind.ROOM, 6)
SEATS = [ResourceOffer(n, 1, f"seat-{n}", "Place", ResourceKind.SEAT, 1) for n in (2, 3)]
BOOTH = ResourceOffer(4, 1, "booth", "Cabine", ResourceKind.PHONE_ROOM, 1)
SOLD = [
    (ResourceKind.ROOM, (Unit.HOUR, Unit.HALF_DAY, Unit.DAY)),
    (ResourceKind.SEAT, (Unit.HALF_DAY, Unit.DAY)),
    (ResourceKind.PHONE_ROOM, (Unit.HOUR,)),
]


def space_with(*resources: ResourceOffer, zone: str = "Europe/Paris", closes: int = 19) -> SpaceOffer:
    named = [(Unit.HALF_DAY, "morning", 9, 13), (Unit.HALF_DAY, "afternoon", 14, 18), (Unit.DAY, "day", 9, 18)]
    return SpaceOffer(
        id=1,
        slug="house",
        name="House",
        description="",
        address="",
        how_to_come="",
        country="FR",
        subdivision="",
        zone=ZoneInfo(zone),
        is_closed_on_public_holidays=True,
        currency="EUR",
        resources=resources,
        weeks=(OpeningWeekFacts(SINCE, tuple((day, time(9), time(closes)) for day in range(5))),),
        periods=tuple(
            PackagePeriod("", None, unit, name, time(start), time(end), SINCE, None) for unit, name, start, end in named
        ),
        prices=tuple(
            PriceFacts(kind.value, None, unit, "members", 1000, 2000, SINCE) for kind, units in SOLD for unit in units
        ),
        rules=(RuleFacts("room", None, "bookable_until", "18:00", SINCE),),
    )


def at(starts: str, ends: str) -> Period:
    return period(THURSDAY, starts, ends)


def drawn(
    resource: ResourceOffer,
    *busy: Sequence[Period],
    mine: Sequence[Mine] = (),
    now: datetime = BEFORE,
    others: Sequence[ResourceOffer] = (),
) -> list[Stretch]:
    """Return the first row's bar on Thursday, with one list of busy times for each resource of the row."""
    space = space_with(resource, *others)
    layout = layout_of(space, THURSDAY, "members")
    assert layout.axis
    return bar(space, layout.plans[layout.rows[0].key], axis=layout.axis, busy=busy or [()], mine=mine, at=now)


def said(stretches: Sequence[Stretch]) -> list[str]:
    """Return the stretches as « 9-13 free: 9-13 »."""
    return [f"{_hours(one.period)} {one.look}" + (f": {_hours(one.opens)}" if one.opens else "") for one in stretches]


def _hours(when: Period) -> str:
    return "-".join(
        f"{end.astimezone(PARIS):%H:%M}".replace(":00", "").lstrip("0") for end in (when.starts_at, when.ends_at)
    )


def test_a_free_day_is_cut_at_its_named_periods() -> None:
    assert said(drawn(ROOM)) == ["9-13 free: 9-13", "13-14 free: 13-14", "14-18 free: 14-18"]


def test_hours_in_which_others_are_open_are_closed() -> None:
    assert said(drawn(ROOM, others=[BOOTH]))[-1] == "18-19 closed"


def test_what_is_left_of_a_named_period_is_offered_by_the_hour() -> None:
    assert said(drawn(ROOM, [at("10:00", "11:00")]))[:4] == [
        "9-10 free: 9-10",
        "10-11 taken",
        "11-12 free: 11-12",
        "12-13 free: 12-13",
    ]


def test_less_than_an_hour_joins_the_hour_beside_it() -> None:
    assert said(drawn(ROOM, [at("10:30", "12:30")]))[:3] == ["9-10:30 free: 9-10", "10:30-12:30 taken", "12:30-13 free"]


def test_where_no_hours_are_sold_the_rest_of_the_period_is_asked_for() -> None:
    seat = SEATS[0]
    assert said(drawn(seat, [at("09:00", "10:00")])) == [
        "9-10 taken",
        "10-13 free: 10-13",
        "13-14 free",
        "14-18 free: 14-18",
        "18-19 free",
    ]
    assert "13-14 free: 9-18" in said(drawn(seat))


def test_the_seats_are_taken_where_all_of_them_are() -> None:
    stretches = drawn(SEATS[0], [at("09:00", "13:00")], [at("09:00", "18:00")], others=SEATS[1:])
    assert said(stretches)[0] == "9-13 taken"
    assert [one.free for one in stretches if one.look is Look.FREE] == [1, 1, 2]


def test_mine_shows_even_where_others_are_free() -> None:
    mine = [Mine(at("09:00", "13:00"), 7)]
    stretches = drawn(SEATS[0], [at("09:00", "13:00")], [], mine=mine, others=SEATS[1:])
    assert (stretches[0].look, stretches[0].booking_id) == (Look.MINE, 7)


def test_what_is_over_is_past_and_the_running_hour_too() -> None:
    now = at("10:15", "11:00").starts_at
    assert said(drawn(ROOM, now=now))[:3] == [
        "9-10:30 past",
        "10:30-11:30 free: 10:30-11:30",
        "11:30-13 free: 11:30-12:30",
    ]


def test_hours_too_small_to_hit_are_joined() -> None:
    stretches = drawn(BOOTH, [at("12:00", "13:00")])
    assert grouped(stretches, 1) == stretches
    assert said(grouped(stretches, 2))[:3] == ["9-11 free: 9-10", "11-12 free: 11-12", "12-13 taken"]
    assert said(grouped(stretches, 5))[:3] == ["9-12 free: 9-10", "12-13 taken", "13-18 free: 13-14"]


def test_free_hours_are_all_that_can_still_be_had() -> None:
    space = space_with(BOOTH)
    layout = layout_of(space, THURSDAY, "members")
    plan = layout.plans[layout.rows[0].key]
    hours = free_hours(space, plan, busy=[[at("09:00", "17:30")]], at=BEFORE)
    assert [_hours(hour) for hour, _ in hours] == ["18-19"]


def test_the_seats_that_are_alike_are_one_row() -> None:
    space = space_with(ROOM, *SEATS, BOOTH)
    rows = layout_of(space, THURSDAY, "members").rows
    assert [len(row.resources) for row in rows] == [1, 2, 1]
    assert [row.any_of_kind for row in rows] == [None, ResourceKind.SEAT, None]


def test_only_what_is_sold_to_the_audience_is_shown() -> None:
    assert layout_of(space_with(ROOM), THURSDAY, "outside").rows == ()


def test_a_closed_day_has_no_axis() -> None:
    assert layout_of(space_with(ROOM), date(2026, 12, 12), "members").axis is None
    assert layout_of(space_with(ROOM), date(2026, 12, 25), "members").axis is None


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_the_axis_begins_and_ends_on_the_hour_of_the_local_clock(zone: str) -> None:
    space = space_with(BOOTH, zone=zone)
    axis = layout_of(space, THURSDAY, "members").axis
    assert axis is not None
    assert [space.local(end).minute for end in (axis.starts_at, axis.ends_at)] == [0, 0]


edges = st.lists(st.integers(0, 40), max_size=8, unique=True).map(sorted)


def _periods(quarters: list[int]) -> list[Period]:
    """Return busy times that do not overlap, since the database holds no others."""
    nine = at("09:00", "10:00").starts_at
    ends = [nine + quarter * timedelta(minutes=15) for quarter in quarters]
    return [Period(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]


@given(first=edges, second=edges, now=st.integers(-4, 44), kind=st.sampled_from([ROOM, BOOTH, SEATS[0]]))
def test_a_bar_has_no_gaps_and_opens_only_what_is_free(
    first: list[int], second: list[int], now: int, kind: ResourceOffer
) -> None:
    busy = [_periods(first)] + ([_periods(second)] if kind is SEATS[0] else [])
    instant = at("09:00", "10:00").starts_at + now * timedelta(minutes=15)
    others = SEATS[1:] if kind is SEATS[0] else []
    space = space_with(kind, *others)
    layout: Layout = layout_of(space, THURSDAY, "members")
    plan: DayPlan = layout.plans[layout.rows[0].key]
    assert layout.axis
    stretches = bar(space, plan, axis=layout.axis, busy=busy, at=instant)
    assert stretches[0].period.starts_at == layout.axis.starts_at
    assert stretches[-1].period.ends_at == layout.axis.ends_at
    assert all(one.period.ends_at == two.period.starts_at for one, two in pairwise(stretches))
    for stretch in stretches:
        assert (stretch.look is Look.FREE) == (stretch.free > 0)
        if stretch.opens is not None:
            assert stretch.look is Look.FREE
            assert stretch.free == free_count(busy, stretch.opens) > 0
            assert stretch.opens.starts_at >= instant
            assert any(window.contains(stretch.opens) for window in plan.windows)


def test_two_seats_of_mine_at_a_time_are_drawn_once() -> None:
    mine = [Mine(at("10:00", "12:00"), 8), Mine(at("09:00", "13:00"), 7)]
    stretches = drawn(SEATS[0], [at("09:00", "13:00")], [at("10:00", "12:00")], mine=mine, others=SEATS[1:])
    assert [one.booking_id for one in stretches if one.look is Look.MINE] == [7]
