from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.free_time import clipped, without
from spaces.local_time import Period

START = datetime(2026, 12, 10, tzinfo=UTC)


def hours(start: int, end: int) -> Period:
    return Period(START + timedelta(hours=start), START + timedelta(hours=end))


periods = st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: hours(pair[0], pair[0] + pair[1]))


def test_what_is_busy_cuts_what_is_free() -> None:
    assert without([hours(9, 19)], [hours(10, 12), hours(12, 13)]) == [hours(9, 10), hours(13, 19)]


def test_what_is_busy_all_along_leaves_nothing() -> None:
    assert without([hours(9, 13)], [hours(8, 14)]) == []


@given(st.lists(periods, max_size=8))
def test_every_hour_is_either_free_or_busy(busy: list[Period]) -> None:
    left = without([hours(9, 30)], busy)
    for number in range(9, 30):
        hour = hours(number, number + 1)
        assert any(p.contains(hour) for p in left) is not any(p.overlaps(hour) for p in busy)


def test_clipping_keeps_the_part_between_two_instants() -> None:
    assert clipped([hours(1, 5), hours(8, 9)], hours(3, 4).starts_at, hours(3, 4).ends_at) == [hours(3, 4)]
