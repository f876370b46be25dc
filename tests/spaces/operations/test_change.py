from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from common.errors import Refused
from common.governance import Authority
from common.models import AuditEntry, GovernedField
from common.rights import Right
from spaces import operations
from spaces.catalogue import OpeningWeekFacts, RuleFacts
from spaces.details import HouseDetails, ResourceDetails, ResourceWords, SpaceDetails
from spaces.models import House, OpeningException, OpeningWeek, Rule
from spaces.operations.rooms import RoomPlan
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, early, holder, last_entry, period, price
from tests.support.houses import SmallHouse

DECISION = Authority("2026-014")
Call = Callable[..., Any]
pytestmark = pytest.mark.django_db


def every_change(house: SmallHouse) -> Mapping[str, tuple[Right, str, str, Call, dict[str, Any]]]:
    """Return each operation with its right, the governed subject and field, and its own arguments."""
    space, room = house.space.pk, house.small_room.pk
    subject, spot = f"space:{space}", f"resource:{room}"
    week = OpeningWeekFacts(MONDAY, ((0, time(8), time(20)),))
    rule = RuleFacts("room", None, "notice_minutes", 60, MONDAY)
    details = ResourceDetails(slug="cabine-9", name="Cabine 9", kind="phone_room")
    days = (MONDAY, MONDAY)
    closed = OpeningException.objects.create(space=house.space, starts_on=MONDAY, ends_on=MONDAY)
    undo = replace(rule, name="undo_minutes")
    Rule.objects.create(space=house.space, kind="room", name=undo.name, value=30, valid_from=undo.valid_from)
    planned = OpeningWeek.objects.create(space=house.space, valid_from=MONDAY + timedelta(days=7))
    return {
        "add_space": (
            Right.MANAGE_RESOURCES,
            "house",
            "spaces",
            operations.add_space,
            {"details": SpaceDetails(slug="annexe", name="Annexe")},
        ),
        "add_audience": (
            Right.MANAGE_PRICES,
            "house",
            "audiences",
            operations.add_audience,
            {"code": "nomade", "name": "Nomades"},
        ),
        "add_zone": (
            Right.MANAGE_RESOURCES,
            subject,
            "zones",
            operations.add_zone,
            {"space_id": space, "name": "Étage"},
        ),
        "add_resource": (
            Right.MANAGE_RESOURCES,
            subject,
            "resources",
            operations.add_resource,
            {"space_id": space, "details": details},
        ),
        "change_resource": (
            Right.MANAGE_RESOURCES,
            spot,
            "details",
            operations.change_resource,
            {"resource_id": room, "words": ResourceWords("Salle bleue", 7)},
        ),
        "add_room": (
            Right.MANAGE_RESOURCES,
            subject,
            "resources",
            operations.add_room,
            {"space_id": space, "plan": RoomPlan(replace(details, slug=""))},
        ),
        "retire_resource": (
            Right.MANAGE_RESOURCES,
            spot,
            "retired_on",
            operations.retire_resource,
            {"resource_id": room, "on": MONDAY},
        ),
        "set_parts": (
            Right.MANAGE_RESOURCES,
            spot,
            "parts",
            operations.set_parts,
            {"resource_id": room, "part_ids": [house.phone_room.pk]},
        ),
        "set_opening_hours": (
            Right.MANAGE_HOURS,
            subject,
            "hours",
            operations.set_opening_hours,
            {"space_id": space, "week": week},
        ),
        "close_days": (
            Right.MANAGE_HOURS,
            subject,
            "exceptions",
            operations.close_days,
            {"space_id": space, "days": days},
        ),
        "open_specially": (
            Right.MANAGE_HOURS,
            subject,
            "exceptions",
            operations.open_specially,
            {"space_id": space, "days": days, "hours": (time(9), time(12))},
        ),
        "withdraw_exception": (
            Right.MANAGE_HOURS,
            subject,
            "exceptions",
            operations.withdraw_exception,
            {"space_id": space, "exception_id": closed.pk},
        ),
        "withdraw_opening_hours": (
            Right.MANAGE_HOURS,
            subject,
            "hours",
            operations.withdraw_opening_hours,
            {"space_id": space, "valid_from": planned.valid_from},
        ),
        "set_price": (
            Right.MANAGE_PRICES,
            spot,
            "price:day:members",
            operations.set_price,
            {"space_id": space, "price": price(house, 11_000)},
        ),
        "set_prices": (
            Right.MANAGE_PRICES,
            spot,
            "price:day:members",
            operations.set_prices,
            {"space_id": space, "prices": [price(house, 11_000)]},
        ),
        "set_supplement": (
            Right.MANAGE_PRICES,
            spot,
            "supplement:early:members",
            operations.set_supplement,
            {"space_id": space, "supplement": early(house)},
        ),
        "set_supplements": (
            Right.MANAGE_PRICES,
            spot,
            "supplement:early:members",
            operations.set_supplements,
            {"space_id": space, "supplements": [early(house)]},
        ),
        "end_named_period": (
            Right.MANAGE_PRICES,
            subject,
            "period:half_day:morning",
            operations.end_named_period,
            {"space_id": space, "period": period(house, 13), "last_day": MONDAY},
        ),
        "set_named_period": (
            Right.MANAGE_PRICES,
            subject,
            "period:half_day:morning",
            operations.set_named_period,
            {"space_id": space, "period": period(house, 12)},
        ),
        "set_rules": (
            Right.MANAGE_RULES,
            spot,
            "rule:notice_minutes",
            operations.set_rules,
            {"space_id": space, "rules": [replace(rule, kind="", resource_id=room)]},
        ),
        "withdraw_rule": (
            Right.MANAGE_RULES,
            subject,
            "rule:room:undo_minutes",
            operations.withdraw_rule,
            {"space_id": space, "rule": undo},
        ),
        "change_house": (
            Right.MANAGE_RULES,
            "house",
            "details",
            operations.change_house,
            {"details": HouseDetails(name="Coroutine", slug="mutualab", contact_email="zoe@example.org")},
        ),
        "change_space": (
            Right.MANAGE_RESOURCES,
            subject,
            "details",
            operations.change_space,
            {"space_id": space, "details": SpaceDetails(slug="", name="Annexe", address="1 rue du Beffroi")},
        ),
        "switch_feature": (
            Right.MANAGE_RULES,
            "house",
            "feature:options",
            operations.switch_feature,
            {"feature": "options", "is_on": True},
        ),
        "set_rule": (
            Right.MANAGE_RULES,
            subject,
            "rule:room:notice_minutes",
            operations.set_rule,
            {"space_id": space, "rule": rule},
        ),
    }


CHANGES = [
    "add_space",
    "add_audience",
    "add_zone",
    "add_resource",
    "retire_resource",
    "change_resource",
    "add_room",
    "set_parts",
    "set_opening_hours",
    "close_days",
    "open_specially",
    "withdraw_exception",
    "withdraw_opening_hours",
    "set_price",
    "set_prices",
    "set_supplement",
    "set_supplements",
    "end_named_period",
    "set_named_period",
    "set_rule",
    "set_rules",
    "withdraw_rule",
    "switch_feature",
    "change_house",
    "change_space",
]


def test_the_list_of_changes_is_complete() -> None:
    assert {*CHANGES, "found_house"} == set(operations.__all__)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_needs_its_right_and_no_other(name: str, house: SmallHouse) -> None:
    right, _subject, _field, operation, values = every_change(house)[name]
    others = holder(*(set(Right) - {right}))

    with pytest.raises(Refused) as refusal:
        operation(actor=others, at=AT, **values)
    assert refusal.value.reason.code == "right_needed"
    assert not AuditEntry.objects.exists()

    operation(actor=holder(right), at=AT, **values)


@pytest.mark.parametrize("name", CHANGES)
def test_a_right_in_another_space_does_not_reach_here(name: str, house: SmallHouse) -> None:
    right, subject, _field, operation, values = every_change(house)[name]

    with pytest.raises(Refused, match="right_needed"):
        operation(actor=holder(right, space_id=house.space.pk + 1), at=AT, **values)
    if subject != "house":
        operation(actor=holder(right, space_id=house.space.pk), at=AT, **values)


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_decision_governs_changes_only_in_the_name_of_one(name: str, house: SmallHouse) -> None:
    right, subject, field, operation, values = every_change(house)[name]
    GovernedField.objects.create(subject=subject, field=field, decision="2026-002")

    with pytest.raises(Refused) as refusal:
        operation(actor=holder(right), at=AT, **values)
    assert refusal.value.reason.code == "governed_by_decision"
    assert refusal.value.reason.facts == {"decision": "2026-002"}

    operation(actor=holder(right), at=AT, authority=DECISION, **values)
    assert last_entry().authority == "2026-014"


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_a_trail_and_a_new_version(name: str, house: SmallHouse) -> None:
    right, _subject, _field, operation, values = every_change(house)[name]
    version = catalogue().version

    operation(actor=holder(right), at=AT, **values)

    entry = last_entry()
    assert (entry.actor_label, entry.at) == ("Bob", AT)
    assert entry.changes
    assert all(before != after for before, after in entry.changes.values())
    assert catalogue().version != version


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_changes_where_there_is_no_house(name: str, house: SmallHouse) -> None:
    _right, _subject, _field, operation, values = every_change(house)[name]
    House.objects.all().delete()

    with pytest.raises(Refused, match="no_house"):
        operation(actor=COMMAND, at=AT, **values)
