from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bookings.pricing import HourPrice, OnSale, Package, cheapest_quote
from spaces.enums import Unit
from spaces.local_time import Period

DAY = datetime(2026, 12, 10, tzinfo=UTC)
HOUR = HourPrice(1750, 2000)


def hours(start: float, end: float) -> Period:
    return Period(DAY + timedelta(hours=start), DAY + timedelta(hours=end))


MORNING = Package(Unit.HALF_DAY, "morning", hours(9, 13), 5600, 2000)
AFTERNOON = Package(Unit.HALF_DAY, "afternoon", hours(14, 18), 5600, 2000)
WHOLE_DAY = Package(Unit.DAY, "day", hours(9, 18), 10500, 2000)
ROOM = [MORNING, AFTERNOON, WHOLE_DAY]


def on_sale(packages: Sequence[Package], hour: HourPrice | None) -> OnSale:
    return OnSale(packages, lambda at: hour)


ROOM_BY_HOUR = on_sale(ROOM, HOUR)


def test_two_hours_cost_two_hours() -> None:
    quote = cheapest_quote(hours(10, 12), ROOM_BY_HOUR)
    assert quote is not None
    assert [(line.unit, line.quantity, line.net_minor, line.vat_minor) for line in quote.lines] == [
        (Unit.HOUR, 2, 3500, 700)
    ]


def test_four_hours_of_the_morning_cost_the_half_day() -> None:
    quote = cheapest_quote(hours(9, 13), ROOM_BY_HOUR)
    assert quote is not None
    assert (quote.net_minor, quote.vat_minor, quote.gross_minor) == (5600, 1120, 6720)


def test_seven_hours_never_cost_more_than_the_day() -> None:
    quote = cheapest_quote(hours(10, 17), ROOM_BY_HOUR)
    assert quote is not None
    assert quote.net_minor == 10500
    assert quote.period == hours(10, 17), "only what was asked is kept busy"


def test_an_hour_begun_is_an_hour_due_and_an_hour_kept() -> None:
    quote = cheapest_quote(hours(10, 11.5), ROOM_BY_HOUR)
    assert quote is not None
    assert quote.net_minor == 3500
    assert quote.period == hours(10, 12)


def test_an_hour_begun_that_is_free_keeps_only_what_was_asked() -> None:
    quote = cheapest_quote(hours(10, 10.5), on_sale([], HourPrice(0, 0)))
    assert quote is not None
    assert quote.period == hours(10, 10.5)


def test_a_tie_goes_to_fewer_packages() -> None:
    quote = cheapest_quote(hours(9, 13), on_sale([Package(Unit.HALF_DAY, "morning", hours(9, 13), 7000, 0)], HOUR))
    assert quote is not None
    assert [line.unit for line in quote.lines] == [Unit.HALF_DAY]


def test_what_no_package_covers_is_not_on_offer() -> None:
    assert cheapest_quote(hours(12, 15), on_sale([MORNING, AFTERNOON], None)) is None


@st.composite
def offers(draw: st.DrawFn) -> list[Package]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(6, 18))
        end = draw(st.integers(start + 1, 22))
        found.append(Package(Unit.HALF_DAY, f"p{number}", hours(start, end), draw(st.integers(0, 9000)), 2000))
    return found


def brute_force(asked: Period, packages: list[Package], hour: HourPrice | None) -> int | None:
    """Try every choice of packages and fill the rest with hours begun; only whole hours are asked."""
    best: int | None = None
    for chosen in product((False, True), repeat=len(packages)):
        taken = [package for package, is_in in zip(packages, chosen, strict=True) if is_in]
        cost = sum(package.net_minor for package in taken)
        at = asked.starts_at
        while at < asked.ends_at:
            if not any(p.period.starts_at <= at < p.period.ends_at for p in taken):
                if hour is None:
                    break
                cost += hour.net_minor
            at += timedelta(hours=1)
        else:
            best = cost if best is None else min(best, cost)
    return best


@given(offers(), st.integers(8, 18), st.integers(1, 6), st.one_of(st.none(), st.integers(0, 3000)))
def test_the_quote_is_what_trying_everything_finds(
    packages: list[Package], start: int, length: int, hour_net: int | None
) -> None:
    asked = hours(start, start + length)
    hour = HourPrice(hour_net, 2000) if hour_net is not None else None
    quote = cheapest_quote(asked, on_sale(packages, hour))
    assert (quote.net_minor if quote else None) == brute_force(asked, packages, hour)


def test_a_year_by_the_hour_is_priced_in_one_search() -> None:
    asked = Period(DAY, DAY + timedelta(days=365))
    looked: list[datetime] = []

    def hour_at(at: datetime) -> HourPrice:
        looked.append(at)
        return HourPrice(10, 2000)

    quote = cheapest_quote(asked, OnSale(ROOM, hour_at))
    assert quote is not None
    assert quote.net_minor == 365 * 24 * 10
    assert len(looked) <= 365 * 24, "no instant is looked at twice"
