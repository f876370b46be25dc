"""Spaces and resources through the API, for everybody to read."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from spaces.models import House
from tests.support.api import Api
from tests.support.booking import NOW
from tests.support.houses import SmallHouse, make_space

Hold = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


def test_the_spaces_are_told_with_their_hours(house: SmallHouse) -> None:
    (space,) = Api().get("spaces/").json["results"]
    assert (space["slug"], space["time_zone"], space["currency"]) == ("mutualab", "Europe/Paris", "EUR")
    assert space["opening_hours"][0] == {"weekday": 0, "opens_at": "09:00:00", "closes_at": "19:00:00"}


def test_resources_are_chosen_by_space_and_kind(house: SmallHouse) -> None:
    make_space("annexe")
    rooms = Api().get("resources/?space=mutualab&kind=room").json["results"]
    assert [room["id"] for room in rooms] == [house.small_room.pk, house.large_room.pk]
    assert rooms[0]["rules"]["notice_minutes"] == 48 * 60
    assert len(Api().get("resources/").json["results"]) == 6
    assert Api().get("resources/?space=annexe").json["results"] == []


def test_a_retired_resource_is_not_told(house: SmallHouse) -> None:
    house.small_room.retired_on = date(2026, 11, 24)
    house.small_room.save()
    rooms = Api().get("resources/?kind=room").json["results"]
    assert [room["id"] for room in rooms] == [house.large_room.pk]


def test_an_unknown_space_is_not_found(house: SmallHouse) -> None:
    refused = Api().get("resources/?space=nowhere")
    assert (refused.status, refused.code) == (404, "space_unknown")


def test_a_house_that_is_not_set_up_says_so(db: None) -> None:
    assert not House.objects.exists()
    refused = Api().get("spaces/")
    assert (refused.status, refused.code) == (503, "no_house")
