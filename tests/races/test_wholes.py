"""A whole and its parts are never sold twice, and a free use never keeps anybody from booking: real processes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle, islice

import pytest

from bookings.models import Booking, Occupancy
from bookings.operations import compose_resource
from common import clock
from spaces.enums import ResourceKind
from spaces.models import Price, Resource
from spaces.queries import forget_catalogue
from tests.races.contest import Call, all_at_once, times
from tests.races.test_races import CROWD, assert_no_overlap, house, judge, keys, people, working_days
from tests.support.booking import NOW, PARIS, SEED, book, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse, make_resource, set_rule
from tests.support.servers import Server

__all__ = ["house", "keys", "people"]
StartServer = Callable[..., Server]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)
pytestmark = pytest.mark.race


@pytest.fixture
def hall(house: SmallHouse) -> Resource:
    made = make_resource(house.space, ResourceKind.EVENT_SPACE, "espace", name="Espace modulable")
    Price.objects.create(
        space=house.space, resource=made, unit="half_day", audience=house.members, net_minor=25200, valid_from=SINCE
    )
    forget_catalogue()
    compose_resource(
        resource_id=made.pk, part_ids=[house.small_room.pk, house.large_room.pk], actor=SEED, at=clock.now()
    )
    return made


def test_a_whole_and_its_parts_never_overlap(
    house: SmallHouse,
    hall: Resource,
    keys: list[str],
    running_server: StartServer,
    figure: Callable[[str], None],
) -> None:
    server, wholes = running_server(workers=2), 0
    for day in working_days(2):
        wanted = times(period(day, "14:00", "18:00"))
        resources = cycle([hall.pk, house.small_room.pk, house.large_room.pk])
        calls = [
            Call("bookings/", {"resource": resource, **wanted}, key)
            for resource, key in islice(zip(resources, cycle(keys), strict=False), CROWD)
        ]
        winners, _losers = judge(all_at_once(server.url, calls))
        won = {answer.body["resource"]["id"] for answer in winners}
        assert won in ({hall.pk}, {house.small_room.pk, house.large_room.pk})
        wholes += hall.pk in won
    assert_no_overlap()
    figure(f"whole against parts: 2 workers, 2 slots, {CROWD} requests for each, {wholes} times the whole")


def test_a_free_use_gives_way_to_whoever_books(
    house: SmallHouse,
    people: list[Person],
    keys: list[str],
    running_server: StartServer,
) -> None:
    set_rule(house, "free_when_full_of", "phone_room", resource=house.large_room)
    set_rule(house, "notice_minutes", 0, kind="room")
    book(people[0], house.phone_room, period(NOON.date(), "12:00", "14:00"), at=NOW)
    clock.set_clock(NOON)
    server = running_server(workers=2)
    soon = times(period((NOON + timedelta(hours=1)).date(), "13:00", "14:00"))
    uses = [Call("free-uses/", {"resource": house.large_room.pk}, key) for key in islice(cycle(keys), 20)]
    books = [Call("bookings/", {"resource": house.large_room.pk, **soon}, key) for key in islice(cycle(keys), 20)]
    answers = all_at_once(server.url, [*uses, *books])
    assert {answer.body.get("code", "ok") for answer in answers} <= {"ok", "slot_taken", "already_using"}
    assert sum(answer.status == 201 for answer in answers[20:]) == 1
    using = Booking.objects.get(is_yielding=True)
    booked = Booking.objects.get(is_yielding=False, resource=house.large_room)
    assert using.ends_at <= booked.starts_at
    held = Occupancy.objects.filter(resource=house.large_room).still_held(clock.now())
    assert not held.filter(booking=using, ends_at__gt=booked.starts_at).exists()
    assert_no_overlap()
