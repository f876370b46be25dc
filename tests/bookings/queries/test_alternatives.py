from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from bookings.queries.alternatives import Alternative, nearest_alternatives
from bookings.wishes import BookingWish
from spaces.enums import ResourceKind
from spaces.local_time import Period
from spaces.queries import catalogue
from tests.support.booking import NOW, PARIS, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def find(wish: BookingWish, *, audience: str = "members", at: datetime = NOW) -> list[Alternative]:
    return nearest_alternatives(wish, house=catalogue(), audience=audience, at=at)


def shown(found: list[Alternative]) -> list[str]:
    return [f"{a.resource.name} {a.quote.period.starts_at.astimezone(PARIS):%d %H}" for a in found]


def test_a_half_day_is_answered_with_the_nearest_half_days_then_the_other_room(
    house: SmallHouse, alice: Person
) -> None:
    book(alice, house.small_room, AFTERNOON)
    found = find(BookingWish(AFTERNOON, resource_id=house.small_room.pk))
    assert shown(found) == ["Petite salle 10 09", "Petite salle 11 09", "Grande salle 10 14"]


def test_an_hour_is_answered_with_the_hours_next_to_it(house: SmallHouse, alice: Person) -> None:
    hour = period(THURSDAY, "10:00", "11:00")
    book(alice, house.small_room, hour)
    found = find(BookingWish(hour, resource_id=house.small_room.pk))
    assert shown(found) == ["Petite salle 10 09", "Petite salle 10 11", "Grande salle 10 10"]


def test_what_may_not_be_booked_is_not_offered(house: SmallHouse, alice: Person) -> None:
    soon = period(THURSDAY, "09:00", "13:00")
    at = soon.starts_at - timedelta(hours=48)
    found = find(BookingWish(AFTERNOON, resource_id=house.small_room.pk), at=at)
    assert all(a.quote.period.starts_at - at >= timedelta(hours=48) for a in found)


def test_an_outside_customer_is_offered_outside_prices(house: SmallHouse) -> None:
    found = find(BookingWish(AFTERNOON, resource_id=house.small_room.pk), audience="outside")
    assert found[0].quote.net_minor == 8000


def test_nothing_is_offered_where_nothing_is_sold(house: SmallHouse) -> None:
    assert find(BookingWish(AFTERNOON, resource_id=house.phone_room.pk), audience="outside") == []


def test_a_seat_is_answered_with_another_time_not_with_another_seat(house: SmallHouse) -> None:
    morning = period(THURSDAY, "09:00", "13:00")
    found = find(BookingWish(morning, space_id=house.space.pk, any_of_kind=ResourceKind.SEAT))
    assert found
    assert {a.any_of_kind for a in found} == {ResourceKind.SEAT}
    assert all(a.quote.period != morning for a in found)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_alternatives_costs_one_query(
    house: SmallHouse, alice: Person, query_count: CaptureQueriesContext, count: int
) -> None:
    for hour in range(9, 9 + count):
        book(alice, house.small_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"))
    offer = catalogue()
    with query_count as queries:
        nearest_alternatives(
            BookingWish(Period(AFTERNOON.starts_at, AFTERNOON.ends_at), resource_id=house.small_room.pk),
            house=offer,
            audience="members",
            at=NOW,
        )
    assert len(queries) == 1
