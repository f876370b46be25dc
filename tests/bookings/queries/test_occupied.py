from datetime import UTC, datetime

import pytest
from django.test.utils import CaptureQueriesContext

from bookings.queries.occupied import Watch, busy_periods, busy_resources, candidates_for
from bookings.wishes import BookingWish
from common.errors import Refused
from spaces.enums import ResourceKind
from spaces.local_time import Period
from spaces.models import Price, Resource
from spaces.queries import catalogue, forget_catalogue
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse

MORNING = period(THURSDAY, "09:00", "13:00")


def watch(*resources: Resource) -> Watch:
    space = catalogue().spaces[0]
    ids = {resource.pk for resource in resources}
    return Watch.over((space, offer) for offer in space.resources if offer.id in ids)


def wish_for(house: SmallHouse, kind: ResourceKind) -> BookingWish:
    return BookingWish(MORNING, space_id=house.space.pk, any_of_kind=kind)


def test_any_seat_means_every_seat(house: SmallHouse) -> None:
    found = candidates_for(wish_for(house, ResourceKind.SEAT), catalogue())
    assert [resource.id for resource in found.resources] == [seat.pk for seat in house.seats]


def test_a_seat_with_a_price_of_its_own_is_asked_for_by_name(house: SmallHouse) -> None:
    Price.objects.create(
        space=house.space,
        resource=house.seats[0],
        unit="day",
        audience=house.members,
        net_minor=9000,
        valid_from=SINCE,
    )
    forget_catalogue()
    found = candidates_for(wish_for(house, ResourceKind.SEAT), catalogue())
    assert [resource.id for resource in found.resources] == [seat.pk for seat in house.seats[1:]]


@pytest.mark.parametrize("kind", [ResourceKind.ROOM, ResourceKind.EVENT_SPACE])
def test_rooms_that_differ_and_kinds_that_are_not_there_are_refused(house: SmallHouse, kind: ResourceKind) -> None:
    with pytest.raises(Refused, match="kind_not_offered"):
        candidates_for(wish_for(house, kind), catalogue())


def test_what_is_retired_by_then_is_no_candidate(house: SmallHouse) -> None:
    house.seats[0].retired_on = THURSDAY
    house.seats[0].save()
    found = candidates_for(wish_for(house, ResourceKind.SEAT), catalogue())
    assert len(found.resources) == len(house.seats) - 1


def test_an_unknown_space_is_refused(house: SmallHouse) -> None:
    with pytest.raises(Refused, match="space_unknown"):
        candidates_for(BookingWish(MORNING, space_id=99, any_of_kind=ResourceKind.SEAT), catalogue())


@pytest.mark.parametrize("count", [1, 3])
def test_busy_times_cost_one_query_whatever_their_number(
    house: SmallHouse, alice: Person, query_count: CaptureQueriesContext, count: int
) -> None:
    for hour in range(9, 9 + count):
        book(alice, house.small_room, period(THURSDAY, f"{hour:02}:00", f"{hour + 1:02}:00"), at=NOW)
    rooms = watch(house.small_room, house.large_room)
    with query_count as queries:
        found = busy_periods(rooms, MORNING, NOW)
    assert len(queries) == 1
    assert len(found[house.small_room.pk]) == count
    assert house.large_room.pk not in found


def test_a_resource_is_busy_only_for_what_overlaps(house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, MORNING, at=NOW)
    room = watch(house.small_room)
    assert busy_resources(room, MORNING, NOW) == {house.small_room.pk}
    assert busy_resources(room, MORNING, NOW, except_booking=booking.pk) == set()
    later = Period(MORNING.ends_at, datetime(2026, 12, 10, 15, tzinfo=UTC))
    assert busy_resources(room, later, NOW) == set()
