"""Circles and rights by the API: the same operations as on the pages, and names for members only."""

from collections.abc import Callable
from datetime import datetime

import pytest

from common.rights import Right
from members.models import Circle
from tests.support.api import Api, api_of
from tests.support.booking import NOW
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime], house: SmallHouse) -> None:
    clock_at(NOW)


@pytest.fixture
def tarifs(charlie: Person) -> Circle:
    return make_circle("tarifs", [Right.MANAGE_PRICES], charlie)


def test_everybody_reads_circles_and_members_read_who_is_in_them(
    tarifs: Circle, alice: Person, charlie: Person, oscar: Person
) -> None:
    for stranger in (Api(), api_of(oscar)):
        (seen,) = stranger.get("circles/").json["results"]
        assert (seen["name"], seen["people"]) == ("Tarifs", None)
        assert stranger.get(f"circles/{tarifs.pk}/").json["people"] is None
    (seen,) = api_of(alice).get("circles/").json["results"]
    assert seen["people"] == [{"member": charlie.member.pk, "name": "Charlie"}]
    assert [given["right"] for given in seen["rights"]] == ["manage_prices"]


def test_every_right_is_listed_with_its_circles(tarifs: Circle) -> None:
    lines = {line["right"]: line["circles"] for line in Api().get("rights/").json["results"]}
    assert set(lines) == set(Right.values)
    assert lines["manage_prices"] == [{"id": tarifs.pk, "name": "Tarifs", "space": None}]
    assert lines["manage_hours"] == []


def test_a_circle_is_opened_filled_and_emptied(bob: Person, alice: Person) -> None:
    api = api_of(bob)
    made = api.post("circles/", {"slug": "jardin", "name": "Jardin"})
    assert (made.status, made.json["rights"], made.json["people"]) == (201, [], [])
    path = made.headers["Location"].removeprefix("/api/v1/")
    assert api.post(f"{path}words/", {"name": "Cour", "purpose": "Les plantes."}).json["name"] == "Cour"
    gained = api.post(f"{path}rights/", {"right": "manage_prices", "space": "mutualab"})
    assert gained.json["changes"] == []
    (added,) = api.post(f"{path}people/", {"member": alice.member.pk}).json["changes"]
    assert (added["name"], added["gains"]) == ("Alice", [{"right": "manage_prices", "space": "mutualab"}])
    (given,) = api.get(path).json["rights"]
    (lost,) = api.post(f"{path}rights/{given['id']}/removal/").json["changes"]
    assert lost["loses"] == [{"right": "manage_prices", "space": "mutualab"}]
    assert api.post(f"{path}people/{alice.member.pk}/removal/").json["circle"]["people"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("circles/", {"slug": "x y", "name": "Jardin"}, 422, "slug_invalid"),
        ("circles/", {"slug": "reservations", "name": "Autre"}, 409, "circle_exists"),
        ("circles/99999/people/", {"member": 1}, 404, "circle_unknown"),
        ("circles/{circle}/people/", {"member": 99999}, 404, "member_unknown"),
        ("circles/{circle}/rights/", {"right": "manage_circles", "space": "mutualab"}, 422, "right_of_whole_house"),
        ("circles/{circle}/rights/", {"right": "manage_rules", "space": "nowhere"}, 404, "space_unknown"),
        ("circles/{circle}/rights/", {"right": "everything"}, 422, "invalid_choice"),
        ("circles/{circle}/rights/99999/removal/", {}, 404, "right_not_given"),
        ("circles/{circle}/people/{bob}/removal/", {}, 409, "last_keeper"),
        ("circles/{circle}/words/", {"name": ""}, 422, "blank"),
        ("circles/{circle}/words/", {"name": "x", "slug": "x"}, 422, "unknown_field"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(
    bob: Person, path: str, body: dict[str, object], status: int, code: str
) -> None:
    circle = Circle.objects.get(slug="reservations")
    answer = api_of(bob).post(path.format(circle=circle.pk, bob=bob.member.pk), body)
    assert (answer.status, answer.code) == (status, code)


def test_a_plain_member_changes_nothing(tarifs: Circle, alice: Person) -> None:
    api = api_of(alice)
    for path, body in [
        ("circles/", {"slug": "a", "name": "A"}),
        (f"circles/{tarifs.pk}/words/", {"name": "A"}),
        (f"circles/{tarifs.pk}/people/", {"member": alice.member.pk}),
        (f"circles/{tarifs.pk}/rights/", {"right": "manage_circles"}),
    ]:
        answer = api.post(path, body)
        assert (answer.status, answer.code, answer.json["reasons"][0]["facts"]["right"]) == (
            403,
            "right_needed",
            "manage_circles",
        )
