"""A limit holds when one person books from many windows at once: while one booking is being written, others wait."""

import threading
import time
from typing import Any

import pytest
from django.db import connection

from bookings.models import Booking
from bookings.operations import book, holding
from common import clock
from common.errors import Refused
from spaces.queries import forget_catalogue
from tests.support.booking import NOW, THURSDAY, period
from tests.support.booking import book as book_for
from tests.support.cast import Person, make_member
from tests.support.houses import SmallHouse, make_house, set_rule

SLOT = period(THURSDAY, "14:00", "15:00")
pytestmark = pytest.mark.race


@pytest.fixture
def house(transactional_db: None) -> SmallHouse:
    clock.set_clock(NOW)
    forget_catalogue()
    return make_house()


@pytest.fixture
def person(transactional_db: None) -> Person:
    return make_member("Alice")


@pytest.fixture
def _slow_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each booking take its time between counting and writing."""
    write = holding.hold

    def hold(*args: Any, **values: Any) -> None:
        time.sleep(0.3)
        write(*args, **values)

    monkeypatch.setattr(book, "hold", hold)


@pytest.mark.usefixtures("_slow_writing")
@pytest.mark.parametrize(
    ("rule", "code"), [("most_at_once", "too_many_at_once"), ("most_upcoming", "too_many_upcoming")]
)
def test_one_person_in_many_windows_gets_no_more_than_the_limit(
    house: SmallHouse, person: Person, rule: str, code: str
) -> None:
    set_rule(house, rule, 1)
    codes: list[str] = []
    rooms = [house.small_room, house.large_room, house.phone_room]
    start = threading.Barrier(len(rooms))

    def run(room: Any) -> None:
        start.wait()
        try:
            book_for(person, room, SLOT)
        except Refused as refusal:
            codes.append(refusal.reason.code)
        finally:
            connection.close()

    windows = [threading.Thread(target=run, args=(room,)) for room in rooms]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert codes == [code] * 2
    assert Booking.objects.count() == 1
