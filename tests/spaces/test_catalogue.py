from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue import (
    ExceptionFacts,
    HouseOffer,
    OpeningWeekFacts,
    PackagePeriod,
    PriceFacts,
    ResourceOffer,
    RuleFacts,
    SpaceOffer,
)
from spaces.enums import ResourceKind, Unit
from spaces.local_time import DAY, Period, instant

PARIS = ZoneInfo("Europe/Paris")
SINCE = date(2026, 1, 1)
MONDAY = date(2027, 6, 7)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
MIDNIGHT = time(0)
ROOM = ResourceOffer(id=1, space_id=1, slug="petite", name="Petite", kind=ResourceKind.ROOM, capacity=6)
OTHER_ROOM = replace(ROOM, id=2, slug="grande", name="Grande")
WEEKDAYS = OpeningWeekFacts(SINCE, tuple((day, time(9), time(19)) for day in range(5)))
ALL_NIGHT = OpeningWeekFacts(SINCE, tuple((day, MIDNIGHT, MIDNIGHT) for day in range(7)))
SPACE = SpaceOffer(
    id=1,
    slug="lieu",
    name="Lieu",
    description="",
    address="",
    how_to_come="",
    country="FR",
    subdivision="",
    zone=PARIS,
    is_closed_on_public_holidays=True,
    currency="EUR",
    resources=(ROOM, OTHER_ROOM),
    weeks=(WEEKDAYS,),
)


def space(**values: object) -> SpaceOffer:
    return replace(SPACE, **values)  # type: ignore[arg-type]


def price(net_minor: int | None, *, valid_from: date = SINCE, **values: object) -> PriceFacts:
    base = PriceFacts("room", None, Unit.DAY, "members", net_minor, 2000, valid_from)
    return replace(base, **values)  # type: ignore[arg-type]


def period(unit: Unit = Unit.HALF_DAY, start: int = 9, end: int = 13, **values: object) -> PackagePeriod:
    base = PackagePeriod("", None, unit, "morning", time(start), time(end % 24), SINCE, None)
    return replace(base, **values)  # type: ignore[arg-type]


def test_a_working_day_is_open_and_a_sunday_is_not() -> None:
    assert SPACE.hours_on(MONDAY) == [(time(9), time(19))]
    assert SPACE.hours_on(MONDAY - DAY) == []


def test_new_hours_hold_from_their_date_on() -> None:
    longer = OpeningWeekFacts(MONDAY, ((0, time(8), time(20)), (1, time(8), time(20))))
    changed = space(weeks=(longer, WEEKDAYS))

    assert changed.hours_on(MONDAY - 7 * DAY) == [(time(9), time(19))]
    assert changed.hours_on(MONDAY) == [(time(8), time(20))]
    assert changed.hours_on(MONDAY + 2 * DAY) == []


def test_before_the_first_hours_nothing_is_open() -> None:
    assert SPACE.hours_on(date(2025, 6, 2)) == []


def test_hours_come_in_order_whatever_the_order_of_their_rows() -> None:
    week = OpeningWeekFacts(SINCE, ((0, time(14), time(18)), (0, time(9), time(12))))

    assert space(weeks=(week,)).hours_on(MONDAY) == [(time(9), time(12)), (time(14), time(18))]


def test_a_public_holiday_closes_and_is_named_in_both_languages() -> None:
    labour_day = date(2028, 5, 1)

    assert SPACE.hours_on(labour_day) == []
    assert SPACE.closed_because(labour_day) == "Fête du Travail"
    assert SPACE.public_holiday(labour_day, "en") == "Labor Day"


def test_a_house_may_open_on_public_holidays() -> None:
    assert space(is_closed_on_public_holidays=False).hours_on(date(2028, 5, 1)) == [(time(9), time(19))]


def test_a_subdivision_has_its_own_holidays() -> None:
    good_friday = date(2027, 3, 26)

    assert SPACE.public_holiday(good_friday) == ""
    assert space(subdivision="57").public_holiday(good_friday) != ""


@pytest.mark.parametrize("country", ["FR", "GB", "CH", "JP", "IS", "CL", "KR"])
@pytest.mark.parametrize("language", ["fr", "en", "en-gb"])
def test_every_country_names_its_new_year_whatever_the_reader_speaks(country: str, language: str) -> None:
    assert space(country=country).public_holiday(date(2027, 1, 1), language)


def test_an_exception_closes_or_opens_before_any_other_rule() -> None:
    labour_day = date(2028, 5, 1)
    closed = ExceptionFacts(MONDAY, MONDAY + DAY, None, None, "Travaux")
    opened = ExceptionFacts(labour_day, labour_day, time(10), time(12), "Portes ouvertes")
    changed = space(exceptions=(closed, opened))

    assert changed.hours_on(MONDAY) == []
    assert changed.closed_because(MONDAY + DAY) == "Travaux"
    assert changed.hours_on(labour_day) == [(time(10), time(12))]
    assert changed.closed_because(labour_day) == ""
    assert changed.hours_on(MONDAY + 2 * DAY) == [(time(9), time(19))]


def test_nights_are_joined_across_midnight() -> None:
    open_all_night = space(weeks=(ALL_NIGHT,), is_closed_on_public_holidays=False)
    starts_at = instant(SPRING - DAY, time(22), PARIS)

    assert open_all_night.open_periods(starts_at, starts_at + timedelta(hours=9)) == [
        Period(instant(SPRING - DAY, MIDNIGHT, PARIS), instant(SPRING + DAY, MIDNIGHT, PARIS))
    ]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 3), (MONDAY, 4), (AUTUMN, 5)])
def test_a_night_from_one_to_five_is_an_hour_off_at_the_clock_changes(day: date, hours: int) -> None:
    nights = OpeningWeekFacts(SINCE, tuple((weekday, time(1), time(5)) for weekday in range(7)))
    (stretch,) = space(weeks=(nights,)).open_periods(instant(day, time(1), PARIS), instant(day, time(5), PARIS))

    assert stretch.duration == timedelta(hours=hours)


def test_hours_that_the_clock_jumps_over_are_no_opening() -> None:
    skipped = OpeningWeekFacts(SINCE, ((6, time(2), time(3)), (6, time(9), time(10))))
    (stretch,) = space(weeks=(skipped,)).open_periods(instant(SPRING, time(0), PARIS), instant(SPRING, time(9), PARIS))

    assert stretch.starts_at == instant(SPRING, time(9), PARIS)


slots = st.lists(st.tuples(st.integers(0, 6), st.times(), st.times() | st.just(MIDNIGHT)), max_size=8).map(
    lambda found: tuple((day, a, b) for day, a, b in found if b == MIDNIGHT or a < b)
)


@given(slots=slots, day=st.dates(date(2026, 1, 1), date(2030, 1, 1)) | st.sampled_from([SPRING, AUTUMN]))
def test_open_periods_are_in_order_apart_and_forward(slots: tuple[tuple[int, time, time], ...], day: date) -> None:
    offer = space(weeks=(OpeningWeekFacts(SINCE, slots),), is_closed_on_public_holidays=False)

    found = offer.open_periods(instant(day - DAY, MIDNIGHT, PARIS), instant(day + DAY, time(12), PARIS))

    assert all(stretch.starts_at < stretch.ends_at for stretch in found)
    assert all(one.ends_at < two.starts_at for one, two in pairwise(found))


def test_the_rule_of_the_resource_comes_before_its_kinds_before_the_spaces() -> None:
    rules = (
        RuleFacts("", None, "notice_minutes", 10, SINCE),
        RuleFacts("", None, "step_minutes", 15, SINCE),
        RuleFacts("room", None, "notice_minutes", 20, SINCE),
        RuleFacts("", 1, "notice_minutes", 30, SINCE),
        RuleFacts("seat", None, "notice_minutes", 40, SINCE),
    )
    offer = space(rules=rules)

    assert offer.rules_for(ROOM, MONDAY).notice_minutes == 30
    assert offer.rules_for(OTHER_ROOM, MONDAY).notice_minutes == 20
    assert offer.rules_for(OTHER_ROOM, MONDAY).step_minutes == 15
    assert offer.rules_for(OTHER_ROOM, SINCE - DAY).step_minutes == 30


def test_a_rule_changes_on_its_date() -> None:
    rules = (
        RuleFacts("", None, "notice_minutes", 10, SINCE),
        RuleFacts("", None, "notice_minutes", 0, MONDAY),
    )

    assert space(rules=rules).rules_for(ROOM, MONDAY - DAY).notice_minutes == 10
    assert space(rules=rules).rules_for(ROOM, MONDAY).notice_minutes == 0


def test_the_price_of_the_resource_comes_before_its_kinds() -> None:
    offer = space(prices=(price(100), price(200, kind="", resource_id=1), price(70, audience="outside")))

    assert offer.prices_for(ROOM, "members", MONDAY)[Unit.DAY].net_minor == 200
    assert offer.prices_for(OTHER_ROOM, "members", MONDAY)[Unit.DAY].net_minor == 100
    assert offer.prices_for(OTHER_ROOM, "outside", MONDAY)[Unit.DAY].net_minor == 70
    assert offer.prices_for(ROOM, "somebody-else", MONDAY) == {}


def test_no_amount_takes_a_unit_off_the_list_from_its_date() -> None:
    offer = space(prices=(price(100), price(None, valid_from=MONDAY)))

    assert offer.prices_for(ROOM, "members", MONDAY - DAY)[Unit.DAY].net_minor == 100
    assert offer.prices_for(ROOM, "members", MONDAY) == {}


def test_a_resource_without_a_price_is_not_on_offer_though_its_kind_is() -> None:
    offer = space(prices=(price(100), price(None, kind="", resource_id=1)))

    assert offer.prices_for(ROOM, "members", MONDAY) == {}
    assert Unit.DAY in offer.prices_for(OTHER_ROOM, "members", MONDAY)


def test_a_free_price_is_on_offer() -> None:
    assert space(prices=(price(0),)).prices_for(ROOM, "members", MONDAY)[Unit.DAY].net_minor == 0


def test_the_nearest_scope_says_all_the_named_periods() -> None:
    everywhere, rooms, mine = (
        period(),
        period(Unit.DAY, 9, 18, kind="room"),
        period(Unit.EVENING, 18, 22, resource_id=1),
    )
    offer = space(periods=(everywhere, rooms, mine))

    assert offer.periods_for(ROOM, MONDAY) == [mine]
    assert offer.periods_for(OTHER_ROOM, MONDAY) == [rooms]
    assert offer.periods_for(replace(ROOM, id=9, kind=ResourceKind.SEAT), MONDAY) == [everywhere]


def test_named_periods_come_in_order_and_only_while_they_are_valid() -> None:
    day, morning, afternoon = period(Unit.DAY, 9, 18), period(), period(Unit.HALF_DAY, 14, 18, valid_until=MONDAY)
    offer = space(periods=(afternoon, day, morning))

    assert offer.periods_for(ROOM, MONDAY) == [morning, day, afternoon]
    assert offer.periods_for(ROOM, MONDAY + DAY) == [morning, day]
    assert offer.periods_for(ROOM, SINCE - DAY) == []


def test_a_named_period_until_midnight_lasts_to_the_end_of_the_day() -> None:
    evening = period(Unit.EVENING, 18, 24)

    assert evening.on(MONDAY, PARIS).duration == timedelta(hours=6)
    assert evening.on(SPRING, PARIS).ends_at == instant(SPRING + DAY, MIDNIGHT, PARIS)


def test_the_house_finds_its_spaces_and_resources() -> None:
    house = HouseOffer("v", "Maison", "EUR", "fr", "", "", is_demo=True, spaces=(SPACE,))

    assert house.space("lieu") is SPACE
    assert house.space("ailleurs") is None
    assert house.space_of(1) is SPACE
    assert house.resource(2) == OTHER_ROOM
    assert house.resource(3) is None
    assert SPACE.local(datetime(2027, 6, 7, 7, 0, tzinfo=UTC)).hour == 9
