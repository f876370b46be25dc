"""Pages by place: each row once, whatever happens in between."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime

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


def _pages(api: Api, path: str) -> list[list[int]]:
    pages = []
    following: str | None = path
    while following:
        page = api.get(following.partition("/api/v1/")[2] or following).json
        pages.append([row["id"] for row in page["results"]])
        following = page["next"]
    return pages


def test_bookings_come_in_order_of_their_start_each_once(house: SmallHouse, api: Api) -> None:
    made = {}
    for day in (14, 10, 11):
        for resource in (house.large_room, house.small_room):
            asked = room_asked(house, f"2026-12-{day}T14:00:00+01:00", f"2026-12-{day}T18:00:00+01:00")
            made[day, resource.pk] = api.post("bookings/", {**asked, "resource": resource.pk}).json["id"]
    in_order = [made[key] for key in sorted(made, key=lambda key: (key[0], made[key]))]
    assert _pages(api, "bookings/?limit=4") == [in_order[:4], in_order[4:]]
    assert _pages(api, "bookings/?limit=6") == [in_order]
    assert _pages(api, "bookings/?limit=1") == [[one] for one in in_order]


def test_a_row_added_in_between_shifts_nothing(house: SmallHouse, api: Api) -> None:
    for day in (10, 11):
        api.post("bookings/", room_asked(house, f"2026-12-{day}T14:00:00+01:00", f"2026-12-{day}T18:00:00+01:00"))
    first = api.get("bookings/?limit=1").json
    api.post("bookings/", room_asked(house, "2026-12-09T14:00:00+01:00", "2026-12-09T18:00:00+01:00"))
    second = api.get(first["next"].partition("/api/v1/")[2]).json
    assert [row["starts_at"] for row in second["results"]] == ["2026-12-11T14:00:00+01:00"]


def test_the_trail_comes_newest_first(house: SmallHouse, api: Api) -> None:
    for day in (10, 11):
        api.post("bookings/", room_asked(house, f"2026-12-{day}T14:00:00+01:00", f"2026-12-{day}T18:00:00+01:00"))
    rows = [row for page in _pages(api, "audit/?limit=1") for row in page]
    assert rows == sorted(rows, reverse=True)
    assert len(rows) == 3


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "[1]",
        "[]",
        "null",
        '["a", "b"]',
        '[1, "now"]',
        '[1, "2026-12-10T09:00"]',
        '[1, "9999-12-31T23:59-14:00"]',
    ],
)
def test_a_cursor_of_ones_own_making_is_refused(api: Api, place: str) -> None:
    cursor = urlsafe_b64encode(place.encode()).decode() or "%"
    refused = api.get(f"bookings/?cursor={cursor}")
    assert (refused.status, refused.code) == (422, "cursor_invalid")
