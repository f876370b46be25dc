"""How to get in: written by who may, on record without the code itself, held fast by a decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from common.errors import Refused
from common.governance import Authority
from common.models import AuditEntry, GovernedField
from common.rights import Right
from spaces.details import Holder, StepDetails
from spaces.models.access import AccessCodeValue, AccessPicture, AccessStep
from spaces.operations import access, keys
from spaces.pictures import read_picture
from spaces.queries import catalogue
from spaces.queries.access import codes_of, minutes_before, steps_of, values_in_force
from spaces.sealing import unseal
from tests.spaces.operations.settings import holder
from tests.support.access import DOOR_CODE, make_way_in, photo
from tests.support.booking import NOW, SEED
from tests.support.database import contents
from tests.support.houses import SmallHouse

STEP = StepDetails({"fr": "Sonner."})


def test_steps_are_read_in_the_language_of_the_reader_else_of_the_house(house: SmallHouse) -> None:
    make_way_in(house.space)
    access.add_access_step(
        space_id=house.space.pk, details=StepDetails({"fr": "Monter.", "en": " "}, 1), actor=SEED, at=NOW
    )
    assert [step.text for step in steps_of(house.space.pk, languages=["en", "fr"])] == [
        "Ring left of the café.",
        "Monter.",
    ]
    assert [step.text for step in steps_of(house.space.pk, languages=["fr"])] == ["Sonner à gauche du café.", "Monter."]


def test_a_step_is_written_anew_and_its_picture_changed_and_dropped(house: SmallHouse) -> None:
    way = make_way_in(house.space)
    change: dict[str, Any] = {
        "space_id": house.space.pk,
        "step_id": way.step.pk,
        "details": STEP,
        "actor": SEED,
        "at": NOW,
    }
    access.change_access_step(**change)
    assert AccessPicture.objects.get() == way.picture
    access.change_access_step(**change, picture=read_picture(photo((20, 20))))
    assert AccessPicture.objects.get().width == 20
    access.change_access_step(**change, keeps_picture=False)
    assert not AccessPicture.objects.exists()
    access.remove_access_step(space_id=house.space.pk, step_id=way.step.pk, actor=SEED, at=NOW)
    assert not AccessStep.objects.exists()
    assert AuditEntry.objects.filter(action__startswith="access.step").count() == 5


def test_the_code_itself_stands_nowhere_in_the_database(house: SmallHouse) -> None:
    way = make_way_in(house.space)
    later = NOW + timedelta(days=1)
    access.rotate_access_code(space_id=house.space.pk, code_id=way.code.pk, value="9999Z", actor=SEED, at=later)
    kept = str(contents())
    assert DOOR_CODE not in kept
    assert "9999Z" not in kept
    assert AuditEntry.objects.get(action="access.code_rotated").changes["code"] == ["Porte", "Porte"]


def test_a_code_changes_from_the_moment_said(house: SmallHouse) -> None:
    way = make_way_in(house.space)
    change = NOW + timedelta(days=7)
    access.rotate_access_code(
        space_id=house.space.pk, code_id=way.code.pk, value="new", valid_from=change, actor=SEED, at=NOW
    )
    for at, value in [(NOW, DOOR_CODE), (change - timedelta(seconds=1), DOOR_CODE), (change, "new")]:
        (found,) = values_in_force(codes_of(house.space.pk), at)
        assert unseal(found.sealed) == value
    assert AccessCodeValue.objects.count() == 2


def test_a_code_in_use_no_more_is_not_shown_and_its_name_is_free(house: SmallHouse) -> None:
    way = make_way_in(house.space)
    access.retire_access_code(space_id=house.space.pk, code_id=way.code.pk, actor=SEED, at=NOW)
    assert not codes_of(house.space.pk).exists()
    access.add_access_code(space_id=house.space.pk, name="Porte", value="1", actor=SEED, at=NOW)


def test_a_house_that_tells_no_way_in_shows_nothing(house: SmallHouse) -> None:
    assert catalogue().spaces[0].access_minutes is None
    way = make_way_in(house.space)
    assert catalogue().spaces[0].access_minutes == 15
    access.set_access_window(space_id=house.space.pk, minutes=30, actor=SEED, at=NOW)
    assert (catalogue().spaces[0].access_minutes, minutes_before(house.space.pk)) == (30, 30)
    access.remove_access_step(space_id=house.space.pk, step_id=way.step.pk, actor=SEED, at=NOW)
    access.retire_access_code(space_id=house.space.pk, code_id=way.code.pk, actor=SEED, at=NOW)
    assert catalogue().spaces[0].access_minutes is None


def test_what_makes_no_sense_is_refused_and_never_echoes_a_code(house: SmallHouse) -> None:
    way = make_way_in(house.space)
    where: dict[str, Any] = {"space_id": house.space.pk, "actor": SEED, "at": NOW}
    attempts: list[tuple[str, Callable[[], object]]] = [
        ("step_empty", lambda: access.add_access_step(details=StepDetails({"fr": " "}), **where)),
        ("step_too_long", lambda: access.add_access_step(details=StepDetails({"fr": "x" * 1001}), **where)),
        ("language_unknown", lambda: access.add_access_step(details=StepDetails({"nl": "x"}), **where)),
        ("step_unknown", lambda: access.remove_access_step(step_id=999, **where)),
        ("window_invalid", lambda: access.set_access_window(minutes=-1, **where)),
        ("window_invalid", lambda: access.set_access_window(minutes=1441, **where)),
        ("name_needed", lambda: access.add_access_code(name=" ", value="1", **where)),
        ("code_exists", lambda: access.add_access_code(name="porte ", value="1", **where)),
        ("code_needed", lambda: access.add_access_code(name="Wi-Fi", value=" ", **where)),
        ("code_too_long", lambda: access.add_access_code(name="Wi-Fi", value="7" * 101, **where)),
        ("code_too_long", lambda: access.add_access_code(name="Wi-Fi", value="a\x00b", **where)),
        ("code_unknown", lambda: access.rotate_access_code(code_id=999, value="1", **where)),
        ("rotation_taken", lambda: access.rotate_access_code(code_id=way.code.pk, value="1", **where)),
        ("rotation_past", lambda: _rotate(way.code.pk, -timedelta(seconds=1), where)),
        ("rotation_too_far", lambda: _rotate(way.code.pk, timedelta(days=400), where)),
        ("space_unknown", lambda: access.set_access_window(minutes=5, **{**where, "space_id": 999})),
    ]
    for code, attempt in attempts:
        with pytest.raises(Refused, match=code) as refused:
            attempt()
        assert "777" not in str(refused.value.reason.facts)


def test_there_is_an_end_to_steps(house: SmallHouse) -> None:
    for _ in range(20):
        access.add_access_step(space_id=house.space.pk, details=STEP, actor=SEED, at=NOW)
    with pytest.raises(Refused, match="too_many_steps"):
        access.add_access_step(space_id=house.space.pk, details=STEP, actor=SEED, at=NOW)


def every_change(house: SmallHouse) -> dict[str, tuple[str, Callable[..., object], dict[str, Any]]]:
    """Return each change: the field a decision may govern, the operation, and what it is asked."""
    way = make_way_in(house.space)
    lea = Holder("Léa", "member:1")
    keys.hand_key(space_id=house.space.pk, key_id=way.other_key.pk, holder=lea, actor=SEED, at=NOW)
    return {
        "add_access_step": ("access", access.add_access_step, {"details": STEP}),
        "change_access_step": ("access", access.change_access_step, {"step_id": way.step.pk, "details": STEP}),
        "remove_access_step": ("access", access.remove_access_step, {"step_id": way.step.pk}),
        "set_access_window": ("access_window", access.set_access_window, {"minutes": 5}),
        "add_access_code": ("access", access.add_access_code, {"name": "Wi-Fi", "value": "1"}),
        "rotate_access_code": ("access", access.rotate_access_code, {"code_id": way.code.pk, "value": "1"}),
        "retire_access_code": ("access", access.retire_access_code, {"code_id": way.code.pk}),
        "add_key": ("keys", keys.add_key, {"number": "14"}),
        "hand_key": ("keys", keys.hand_key, {"key_id": way.key.pk, "holder": lea}),
        "take_back_key": ("keys", keys.take_back_key, {"key_id": way.other_key.pk}),
    }


CHANGES = [
    "add_access_step",
    "change_access_step",
    "remove_access_step",
    "set_access_window",
    "add_access_code",
    "rotate_access_code",
    "retire_access_code",
    "add_key",
    "hand_key",
    "take_back_key",
]
LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_needs_its_right_here_and_no_other(name: str, house: SmallHouse) -> None:
    _field, operation, values = every_change(house)[name]
    asked = {"space_id": house.space.pk, "at": LATER, **values}
    before = AuditEntry.objects.count()
    elsewhere = holder(Right.MANAGE_ACCESS, space_id=house.space.pk + 1)
    for stranger in (holder(*(set(Right) - {Right.MANAGE_ACCESS})), elsewhere):
        with pytest.raises(Refused, match="right_needed"):
            operation(actor=stranger, **asked)
    assert AuditEntry.objects.count() == before
    operation(actor=holder(Right.MANAGE_ACCESS, space_id=house.space.pk), **asked)
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_decision_governs_changes_by_a_decision(name: str, house: SmallHouse) -> None:
    field, operation, values = every_change(house)[name]
    asked = {"space_id": house.space.pk, "at": LATER, "actor": SEED, **values}
    GovernedField.objects.create(subject=f"space:{house.space.pk}", field=field, decision="2026-014")
    with pytest.raises(Refused, match="governed_by_decision"):
        operation(**asked)
    operation(**asked, authority=Authority("2026-015"))
    assert AuditEntry.objects.latest("id").authority == "2026-015"


def _rotate(code_id: int, shift: timedelta, where: dict[str, Any]) -> object:
    return access.rotate_access_code(code_id=code_id, value="1", valid_from=NOW + shift, **where)
