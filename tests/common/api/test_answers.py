"""ETags: what has not changed is not sent again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]


@pytest.fixture
def api(house: SmallHouse, bob: Person, clock_at: Hold) -> Api:
    clock_at(NOW)
    return api_of(bob)


@pytest.mark.parametrize(
    "path",
    ["spaces/", "resources/", "availability/?from=2026-12-10", "bookings/", "bookings/{}/", "me/", "audit/"],
)
def test_what_has_not_changed_is_answered_with_304(house: SmallHouse, api: Api, path: str) -> None:
    booking = api.post("bookings/", room_asked(house)).json["id"]
    path = path.format(booking)
    first = api.get(path)
    again = api.get(path, If_None_Match=first.headers["ETag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert api.get(path, If_None_Match=f'"other", W/{first.headers["ETag"]}').status == 304
    assert api.get(path, If_None_Match='"other"').status == 200


def test_a_booking_changes_what_is_known_of_it_and_of_its_day(house: SmallHouse, api: Api) -> None:
    day = "availability/?from=2026-12-10"
    before = api.get(day).headers["ETag"]
    booking = api.post("bookings/", room_asked(house)).json["id"]
    booked = api.get(day).headers["ETag"]
    known = api.get(f"bookings/{booking}/").headers["ETag"]
    api.post(f"bookings/{booking}/cancellation/")
    assert api.get(day, If_None_Match=booked).status == 200
    assert api.get(day, If_None_Match=before).status == 304
    assert api.get(f"bookings/{booking}/", If_None_Match=known).status == 200


def test_availability_stays_the_same_between_two_steps_of_the_clock(
    house: SmallHouse, api: Api, clock_at: Hold
) -> None:
    known = api.get("availability/?from=2026-11-26").headers["ETag"]
    clock_at(NOW + timedelta(seconds=0.001))
    other = api.get("availability/?from=2026-11-26").headers["ETag"]
    clock_at(NOW + timedelta(minutes=29))
    assert known != other
    assert api.get("availability/?from=2026-11-26", If_None_Match=other).status == 304


def test_answers_are_never_shared_between_people(api: Api) -> None:
    answer = api.get("me/")
    assert "private" in answer.headers["Cache-Control"]
    assert {"Authorization", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
