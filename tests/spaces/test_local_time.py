from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.local_time import DAY, Period, days_between, end_instant, instant, local_day, readings

PARIS = ZoneInfo("Europe/Paris")
# Clocks that change at 2, at midnight, by half an hour, by a whole day, and never.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Paris",
        "Europe/London",
        "America/Sao_Paulo",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Tokyo",
        "America/Lima",
    )
]
SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)

zones = st.sampled_from(ZONES)
instants = st.integers(0, 10**9).map(lambda s: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
dates = st.dates(date(2005, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [SPRING, AUTUMN, date(2018, 11, 4), date(2011, 12, 29), date(2011, 12, 30), date(2026, 10, 4)]
)
times = st.times().map(lambda t: t.replace(microsecond=0)) | st.sampled_from([time(0), time(0, 30), time(2, 30)])


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_nine_in_the_morning_stays_nine_across_both_clock_changes() -> None:
    assert instant(SPRING - DAY, time(9), PARIS) == utc(2027, 3, 27, 8)
    assert instant(SPRING, time(9), PARIS) == utc(2027, 3, 28, 7)
    assert instant(AUTUMN - DAY, time(9), PARIS) == utc(2027, 10, 30, 7)
    assert instant(AUTUMN, time(9), PARIS) == utc(2027, 10, 31, 8)


def test_a_skipped_time_is_the_instant_of_the_jump() -> None:
    jump = utc(2027, 3, 28, 1)

    assert instant(SPRING, time(2), PARIS) == jump
    assert instant(SPRING, time(2, 30), PARIS) == jump
    assert instant(SPRING, time(2, 59, 59), PARIS) == jump
    assert instant(SPRING, time(3), PARIS) == jump


def test_a_doubled_time_is_its_first_pass() -> None:
    assert instant(AUTUMN, time(2, 30), PARIS) == utc(2027, 10, 31, 0, 30)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (SPRING, []),
        (AUTUMN, [utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)]),
        (date(2027, 6, 1), [utc(2027, 6, 1, 0, 30)]),
    ],
)
def test_half_past_two_is_read_never_twice_or_once(on: date, expected: list[datetime]) -> None:
    assert readings(on, time(2, 30), PARIS) == expected


@pytest.mark.parametrize(("on", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2027, 6, 1), 24)])
def test_a_local_day_has_23_24_or_25_hours(on: date, hours: int) -> None:
    assert local_day(on, PARIS).duration == timedelta(hours=hours)


def test_midnight_as_an_end_is_the_end_of_that_day() -> None:
    assert end_instant(date(2027, 6, 1), time(0), PARIS) == instant(date(2027, 6, 2), time(0), PARIS)
    assert end_instant(date(2027, 6, 1), time(18), PARIS) == instant(date(2027, 6, 1), time(18), PARIS)


def test_a_period_that_ends_at_midnight_touches_one_day() -> None:
    night = Period(instant(SPRING, time(22), PARIS), instant(SPRING + DAY, time(0), PARIS))

    assert list(days_between(night.starts_at, night.ends_at, PARIS)) == [SPRING]
    assert list(days_between(night.starts_at, night.ends_at + timedelta(seconds=1), PARIS)) == [SPRING, SPRING + DAY]


def test_periods_that_touch_do_not_overlap() -> None:
    morning = Period(utc(2027, 6, 1, 8), utc(2027, 6, 1, 10))
    noon = Period(utc(2027, 6, 1, 10), utc(2027, 6, 1, 12))

    assert not morning.overlaps(noon)
    assert not noon.overlaps(morning)
    assert morning.overlaps(Period(utc(2027, 6, 1, 9, 59), utc(2027, 6, 1, 12)))
    assert Period(morning.starts_at, noon.ends_at).contains(noon)
    assert not morning.contains(noon)


@given(on=dates, earlier=times, later=times, zone=zones)
def test_a_later_time_of_a_day_is_never_an_earlier_instant(
    on: date, earlier: time, later: time, zone: ZoneInfo
) -> None:
    earlier, later = sorted((earlier, later))

    assert instant(on, earlier, zone) <= instant(on, later, zone) <= instant(on + DAY, time(0), zone)


@given(on=dates, at=times, zone=zones)
def test_an_instant_is_the_first_reading_where_there_is_one(on: date, at: time, zone: ZoneInfo) -> None:
    found = readings(on, at, zone)

    assert len(found) <= 2
    assert found == sorted(found)
    if found:
        assert instant(on, at, zone) == found[0]
    else:
        assert instant(on, at, zone).astimezone(zone).replace(tzinfo=None) > datetime.combine(on, at)


@given(starts_at=instants, minutes=st.integers(1, 6000), zone=zones)
def test_the_days_a_period_touches_cover_it_without_gaps(starts_at: datetime, minutes: int, zone: ZoneInfo) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)

    days = [local_day(on, zone) for on in days_between(starts_at, ends_at, zone)]

    assert days[0].starts_at <= starts_at
    assert days[-1].ends_at >= ends_at
    assert days[-1].starts_at < ends_at
    assert all(one.ends_at == following.starts_at for one, following in pairwise(days))
