"""The way in by the API: the same operations as on the pages, codes by a showing alone, each on record."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from spaces.models.access import AccessPicture, CodeShowing
from tests.support.access import DOOR_CODE, WayIn, make_way_in, photo
from tests.support.api import Api, api_of
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.database import contents
from tests.support.houses import SmallHouse

ClockAt = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
ACCESS, SHOWINGS = "spaces/mutualab/access/", "spaces/mutualab/access/showings/"


@pytest.fixture
def way(house: SmallHouse, clock_at: ClockAt) -> WayIn:
    clock_at(NOW)
    return make_way_in(house.space)


@pytest.fixture
def mine(way: WayIn, house: SmallHouse, alice: Person) -> Api:
    book(alice, house.small_room, AFTERNOON)
    return api_of(alice)


def test_who_has_a_booking_reads_steps_and_names_of_codes_but_no_code(mine: Api) -> None:
    answer = mine.get(ACCESS)
    assert DOOR_CODE not in answer.body.decode()
    assert [step["text"] for step in answer.json["steps"]] == ["Sonner à gauche du café."]
    assert [code["name"] for code in answer.json["codes"]] == ["Porte"]
    (reason,) = answer.json["reasons"]
    assert (reason["kind"], reason["codes_from"]) == ("booking", "2026-12-10T13:45:00+01:00")
    assert answer.json["can_be_shown"] is False
    english = mine.get(ACCESS, Accept_Language="en")
    assert [step["text"] for step in english.json["steps"]] == ["Ring left of the café."]


def test_a_code_is_shown_in_its_time_and_kept_in_no_answer(mine: Api, way: WayIn, clock_at: ClockAt) -> None:
    assert mine.post(SHOWINGS).code == "access_too_early"
    clock_at(AFTERNOON.starts_at - timedelta(minutes=10))
    assert mine.get(ACCESS).json["can_be_shown"] is True
    shown = mine.post(SHOWINGS, {}, Idempotency_Key="again")
    assert shown.json["codes"] == [{"id": way.code.pk, "name": "Porte", "value": DOOR_CODE}]
    assert shown.headers["Cache-Control"] == "no-store"
    assert mine.post(SHOWINGS, {"code": way.code.pk}).status == 200
    assert CodeShowing.objects.count() == 2
    assert DOOR_CODE not in str(contents())


def test_strangers_are_told_nothing(way: WayIn, charlie: Person, oscar: Person) -> None:
    for stranger in (api_of(charlie), api_of(oscar)):
        for answer in (
            stranger.get(ACCESS),
            stranger.post(SHOWINGS),
            stranger.get(f"{ACCESS}pictures/{way.picture.pk}/"),
        ):
            assert (answer.status, answer.code) == (403, "access_without_reason")
        assert stranger.get(SHOWINGS).code == "right_needed"
    assert Api().get(ACCESS).status == 401


def test_the_log_says_who_saw_what_and_why(mine: Api, bob: Person, clock_at: ClockAt) -> None:
    clock_at(AFTERNOON.starts_at)
    mine.post(SHOWINGS)
    (line,) = api_of(bob).get(SHOWINGS).json["results"]
    assert (line["person"], line["code"]["name"], line["reason"]) == ("Alice", "Porte", "booking")
    assert line["subject"].startswith("booking:")


def test_steps_pictures_codes_and_the_window_are_changed(way: WayIn, bob: Person) -> None:
    api = api_of(bob)
    picture = b64encode(photo((3000, 1000))).decode()
    made = api.post(f"{ACCESS}steps/", {"texts": {"fr": "Monter."}, "position": 2, "picture": picture})
    step = made.json["steps"][-1]
    found = api.get(f"{ACCESS}pictures/{step['picture']}/").json
    assert (found["width"], found["jpeg"][:4]) == (1600, "/9j/")
    path = f"{ACCESS}steps/{step['id']}/"
    changed = api.post(path, {"texts": {"fr": "Descendre."}, "position": 9, "drop_picture": True}).json["steps"][-1]
    assert (changed["text"], changed["picture"]) == ("Descendre.", None)
    api.post(f"{path}removal/")
    assert AccessPicture.objects.count() == 1
    assert [code["name"] for code in api.post(f"{ACCESS}codes/", {"name": "Wi-Fi", "value": "x"}).json["codes"]] == [
        "Porte",
        "Wi-Fi",
    ]
    code = f"{ACCESS}codes/{way.code.pk}/"
    assert api.post(f"{code}rotation/", {"value": "1", "valid_from": "2026-11-25T09:00:00+01:00"}).status == 200
    assert [code["name"] for code in api.post(f"{code}removal/").json["codes"]] == ["Wi-Fi"]
    assert api.post(f"{ACCESS}window/", {"minutes": 45}).json["minutes_before"] == 45


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("window/", {"minutes": 2000}, 422, "window_invalid"),
        ("window/", {"minutes": "x"}, 422, "invalid"),
        ("steps/", {"texts": {"fr": ""}}, 422, "step_empty"),
        ("steps/", {"texts": {"nl": "x"}}, 422, "language_unknown"),
        ("steps/", {"texts": {"fr": "x"}, "picture": "%%%"}, 422, "picture_unreadable"),
        ("steps/", {"texts": {"fr": "x"}, "picture": "bm90IGEgcGljdHVyZQ=="}, 422, "picture_unreadable"),
        ("steps/99999/", {"texts": {"fr": "x"}}, 404, "step_unknown"),
        ("codes/", {"name": "Porte", "value": "1"}, 409, "code_exists"),
        ("codes/", {"name": "Wi-Fi", "value": ""}, 422, "blank"),
        ("codes/99999/rotation/", {"value": "1"}, 404, "code_unknown"),
        ("codes/{code}/rotation/", {"value": "1", "valid_from": "2020-01-01T00:00:00Z"}, 422, "rotation_past"),
        ("codes/{code}/rotation/", {"value": "1", "valid_from": "2026-11-25T09:00:00"}, 422, "naive_time"),
        ("showings/", {"code": 99999}, 404, "code_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(
    way: WayIn, bob: Person, path: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = api_of(bob).post(ACCESS + path.format(code=way.code.pk), body)
    assert (answer.status, answer.code) == (status, code)


def test_a_space_that_is_not_there_is_said_to_be_so(way: WayIn, bob: Person) -> None:
    assert api_of(bob).get("spaces/nowhere/access/").code == "space_unknown"
    assert api_of(bob).post("spaces/nowhere/access/showings/").code == "space_unknown"
