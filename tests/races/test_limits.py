"""A limit holds when one person books from many windows at once: real processes, both engines."""

from itertools import cycle, islice

import pytest

from bookings.models import Booking
from common import clock
from members.operations import create_token
from spaces.queries import forget_catalogue
from tests.races.contest import Call, all_at_once, times
from tests.races.test_races import StartServer
from tests.support.booking import NOW, THURSDAY, actor_of, period
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, make_house, set_rule

WINDOWS = 24
pytestmark = pytest.mark.race


@pytest.fixture
def house(transactional_db: None) -> SmallHouse:
    clock.set_clock(NOW)
    forget_catalogue()
    return make_house()


@pytest.fixture
def person(transactional_db: None) -> Person:
    return make_member("Alice")


@pytest.mark.parametrize(
    ("rule", "code"), [("most_at_once", "too_many_at_once"), ("most_upcoming", "too_many_upcoming")]
)
def test_one_person_in_many_windows_gets_no_more_than_the_limit(
    house: SmallHouse, person: Person, running_server: StartServer, rule: str, code: str
) -> None:
    set_rule(house, rule, 1)
    key = create_token(
        actor=actor_of(person), at=NOW, account=person.account, name="race", scopes=["read", "book"], expires_at=None
    ).key
    server = running_server(workers=2)
    rooms = islice(cycle([house.small_room.pk, house.large_room.pk, house.phone_room.pk]), WINDOWS)
    slot = times(period(THURSDAY, "14:00", "15:00"))
    calls = [Call("bookings/", {"resource": room, **slot}, key, f"window-{n}") for n, room in enumerate(rooms)]

    answers = all_at_once(server.url, calls)
    assert sorted({answer.body["code"] for answer in answers if answer.status != 201}) in ([code], [code, "slot_taken"])
    assert [answer.status for answer in answers].count(201) == Booking.objects.count() == 1
