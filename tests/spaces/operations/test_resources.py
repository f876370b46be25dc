from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from common.errors import Refused
from spaces import operations
from spaces.details import ResourceDetails, SpaceDetails
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, last_entry, price, room_of
from tests.support.houses import SmallHouse

Call = Callable[..., Any]
pytestmark = pytest.mark.django_db


def test_a_short_name_is_given_once(house: SmallHouse) -> None:
    again = ResourceDetails(slug="petite-salle", name="Encore", kind="room")

    doublets: list[tuple[Call, dict[str, Any]]] = [
        (operations.add_space, {"details": SpaceDetails(slug="mutualab", name="Encore")}),
        (operations.add_audience, {"code": "members", "name": "Encore"}),
        (operations.add_resource, {"space_id": house.space.pk, "details": again}),
    ]
    for operation, values in doublets:
        with pytest.raises(Refused) as refusal:
            operation(actor=COMMAND, at=AT, **values)
        assert refusal.value.reason.code == "slug_taken"
        assert refusal.value.reason.status == 409


def test_a_resource_lies_in_a_zone_of_its_own_space(house: SmallHouse) -> None:
    details = ResourceDetails(slug="cabine-9", name="Cabine 9", kind="phone_room", zone="Cave")

    with pytest.raises(Refused, match="zone_unknown"):
        operations.add_resource(space_id=house.space.pk, details=details, actor=COMMAND, at=AT)
    operations.add_zone(space_id=house.space.pk, name="Cave", actor=COMMAND, at=AT)
    made = operations.add_resource(space_id=house.space.pk, details=details, actor=COMMAND, at=AT)

    offer = catalogue().resource(made.pk)
    assert offer is not None
    assert offer.zone == "Cave"
    with pytest.raises(Refused, match="zone_exists"):
        operations.add_zone(space_id=house.space.pk, name="Cave", actor=COMMAND, at=AT)


def test_what_does_not_exist_is_refused_by_name(house: SmallHouse) -> None:
    nowhere = 987_654

    with pytest.raises(Refused, match="space_unknown"):
        operations.close_days(space_id=nowhere, days=(MONDAY, MONDAY), actor=COMMAND, at=AT)
    with pytest.raises(Refused, match="resource_unknown"):
        operations.retire_resource(resource_id=nowhere, on=MONDAY, actor=COMMAND, at=AT)
    unknown = price(house, 1, audience="nobody")
    with pytest.raises(Refused, match="audience_unknown"):
        operations.set_price(space_id=house.space.pk, price=unknown, actor=COMMAND, at=AT)


def test_a_setting_for_a_resource_of_another_space_is_refused(house: SmallHouse) -> None:
    annexe = operations.add_space(details=SpaceDetails(slug="annexe", name="Annexe"), actor=COMMAND, at=AT)

    with pytest.raises(Refused, match="resource_unknown"):
        operations.set_price(space_id=annexe.pk, price=price(house, 1), actor=COMMAND, at=AT)


def test_a_retired_resource_keeps_its_date_and_the_trail_the_one_before(house: SmallHouse) -> None:
    operations.retire_resource(resource_id=house.small_room.pk, on=MONDAY, actor=COMMAND, at=AT)
    operations.retire_resource(resource_id=house.small_room.pk, on=MONDAY + timedelta(days=7), actor=COMMAND, at=AT)

    assert room_of(house).retired_on == MONDAY + timedelta(days=7)
    assert last_entry().changes == {"retired_on": ["2026-11-30", "2026-12-07"]}


def test_a_whole_is_kept_busy_part_by_part_down_to_the_last(house: SmallHouse) -> None:
    whole, hall = added(house, "whole"), added(house, "hall")

    operations.set_parts(resource_id=hall, part_ids=[house.small_room.pk, house.large_room.pk], actor=COMMAND, at=AT)
    operations.set_parts(resource_id=whole, part_ids=[hall, house.phone_room.pk], actor=COMMAND, at=AT)

    space = catalogue().spaces[0]
    offered = {resource.id: resource for resource in space.resources}
    assert space.atoms(offered[hall]) == (house.small_room.pk, house.large_room.pk)
    assert space.atoms(offered[whole]) == (house.small_room.pk, house.large_room.pk, house.phone_room.pk)
    assert space.atoms(offered[house.small_room.pk]) == (house.small_room.pk,)
    assert last_entry().changes["parts"] == [[], ["Cabine 1", "hall"]]


def test_nothing_is_a_part_of_itself_however_far_round(house: SmallHouse) -> None:
    whole, hall = added(house, "whole"), added(house, "hall")
    operations.set_parts(resource_id=whole, part_ids=[hall], actor=COMMAND, at=AT)

    for resource_id, part_id in [(hall, whole), (hall, hall)]:
        with pytest.raises(Refused, match="part_of_itself"):
            operations.set_parts(resource_id=resource_id, part_ids=[part_id], actor=COMMAND, at=AT)
    operations.set_parts(resource_id=whole, part_ids=[], actor=COMMAND, at=AT)
    operations.set_parts(resource_id=hall, part_ids=[whole], actor=COMMAND, at=AT)


def added(house: SmallHouse, slug: str) -> int:
    details = ResourceDetails(slug=slug, name=slug, kind="room")
    return operations.add_resource(space_id=house.space.pk, details=details, actor=COMMAND, at=AT).pk
