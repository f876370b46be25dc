"""The calendars one follows, by the API: told without their address, which is given once."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from bookings.models import CalendarFeed
from tests.support.api import api_of
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse


@pytest.fixture(autouse=True)
def _now(clock_at: Any) -> None:
    clock_at(NOW)


def status_of(address: str) -> int:
    return Client().get(urlsplit(address).path).status_code


def test_an_address_is_given_renewed_and_ended(house: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    made = api.post("calendars/", {"resource": house.small_room.pk, "names": False})
    assert made.status == 201
    number = made.json["id"]
    assert made.headers["Location"] == f"/api/v1/calendars/{number}/"
    assert status_of(made.json["address"]) == 200
    renewed = api.post(f"calendars/{number}/renewal/")
    assert (status_of(made.json["address"]), status_of(renewed.json["address"])) == (404, 200)
    assert api.delete(f"calendars/{number}/").status == 204
    assert status_of(renewed.json["address"]) == 404
    assert api.delete(f"calendars/{number}/").code == "calendar_unknown"
    assert api.get(f"calendars/{number}/").code == "calendar_unknown"


def test_the_list_tells_no_address(house: SmallHouse, bob: Person) -> None:
    api = api_of(bob)
    api.post("calendars/", {})
    api.post("calendars/", {"space": "mutualab"})
    listed = api.get("calendars/").json["results"]
    assert [(row["resource"], row["space"], row["names"]) for row in listed] == [
        (None, None, True),
        (None, "mutualab", True),
    ]
    assert all("address" not in row for row in listed)
    assert api.get(f"calendars/{listed[0]['id']}/").json == listed[0]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"resource": 10**9}, 404, "resource_unknown"),
        ({"space": "nowhere"}, 404, "space_unknown"),
        ({"space": "mutualab"}, 403, "right_needed"),
        ({"resource": "1"}, 422, "invalid"),
        ({"space": "mutualab", "resource": 1}, 422, "resource_or_space"),
        ({"names": "perhaps"}, 422, "invalid"),
        ({"key": "mine"}, 422, "unknown_field"),
        (["mine"], 422, "invalid"),
    ],
)
def test_what_makes_no_sense_or_is_not_allowed_is_refused(
    house: SmallHouse, alice: Person, body: object, status: int, code: str
) -> None:
    refused = api_of(alice).post("calendars/", body)
    assert (refused.status, refused.code) == (status, code)
    assert not CalendarFeed.objects.exists()


def test_a_second_address_for_the_same_is_refused(house: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    first = api.post("calendars/", {})
    refused = api.post("calendars/", {})
    assert (refused.status, refused.code) == (409, "calendar_known")
    assert refused.json["reasons"][0]["facts"] == {"calendar": first.json["id"]}


def test_a_stranger_finds_no_calendar(house: SmallHouse, alice: Person, charlie: Person) -> None:
    number = api_of(alice).post("calendars/", {}).json["id"]
    stranger = api_of(charlie)
    answers = [
        stranger.get(f"calendars/{number}/"),
        stranger.post(f"calendars/{number}/renewal/"),
        stranger.delete(f"calendars/{number}/"),
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(404, "calendar_unknown")}
    assert stranger.get("calendars/").json["results"] == []
    assert CalendarFeed.objects.count() == 1


def test_a_token_that_only_reads_opens_and_ends_nothing(house: SmallHouse, alice: Person) -> None:
    number = api_of(alice).post("calendars/", {}).json["id"]
    reader = api_of(alice, scopes=("read",))
    assert reader.delete(f"calendars/{number}/").code == "scope_missing"
    assert reader.post("calendars/", {"space": "mutualab", "names": False}).code == "scope_missing"
    assert reader.post(f"calendars/{number}/renewal/").code == "scope_missing"


@pytest.mark.parametrize("number", [0, 10**9, 2**63, 10**30])
def test_a_key_that_no_calendar_has_is_not_found(house: SmallHouse, alice: Person, number: int) -> None:
    api = api_of(alice)
    answers = [
        api.get(f"calendars/{number}/"),
        api.delete(f"calendars/{number}/"),
        api.post(f"calendars/{number}/renewal/"),
    ]
    assert {answer.status for answer in answers} == {404}
