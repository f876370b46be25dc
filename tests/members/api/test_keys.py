"""The register of keys by the API: all of it for who manages access, one's own for everybody."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.support.access import WayIn, make_way_in
from tests.support.api import api_of
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

KEYS = "spaces/mutualab/keys/"


@pytest.fixture
def way(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> WayIn:
    clock_at(NOW)
    return make_way_in(house.space)


def test_a_key_is_entered_handed_over_and_taken_back(way: WayIn, bob: Person, alice: Person) -> None:
    api = api_of(bob)
    made = api.post(KEYS, {"number": "14", "opens": "La cave"})
    assert (made.status, made.json["last_move"]) == (201, None)
    key = f"{KEYS}{made.json['id']}/"
    asked = {"member": alice.member.pk, "training": {"by": "Karim", "on": "2026-11-20"}}
    move = api.post(f"{key}handover/", asked).json["last_move"]
    assert (move["kind"], move["holder"], move["by"], move["trained_by"]) == ("handed", "Alice", "Bob", "Karim")
    (mine,) = api_of(alice).get(KEYS).json["results"]
    assert mine["number"] == "14"
    assert len(api.get(KEYS).json["results"]) == 3
    assert api.post(f"{key}return/", {"lost": True}).json["last_move"]["kind"] == "lost"
    assert api_of(alice).get(KEYS).json["results"] == []


def test_a_stranger_sees_no_key_of_others(way: WayIn, charlie: Person, oscar: Person) -> None:
    for stranger in (charlie, oscar):
        assert api_of(stranger).get(KEYS).json["results"] == []
        assert api_of(stranger).post(f"{KEYS}{way.key.pk}/handover/", {"name": "Zoé"}).code == "right_needed"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("", {"number": "12"}, 409, "key_exists"),
        ("", {"number": "x" * 31}, 422, "text_too_long"),
        ("99999/handover/", {"name": "Zoé"}, 404, "key_unknown"),
        ("{key}/handover/", {}, 422, "holder_needed"),
        ("{key}/handover/", {"name": "Zoé", "member": 1}, 422, "holder_needed"),
        ("{key}/handover/", {"member": 99999}, 404, "member_unknown"),
        ("{key}/handover/", {"name": "Zoé", "training": {"by": "Karim", "on": "2027-01-01"}}, 422, "training_invalid"),
        ("{key}/handover/", {"name": "Zoé", "training": {"by": "Karim"}}, 422, "required"),
        ("{key}/return/", {}, 409, "key_not_held"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(
    way: WayIn, bob: Person, path: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = api_of(bob).post(KEYS + path.format(key=way.key.pk), body)
    assert (answer.status, answer.code) == (status, code)
