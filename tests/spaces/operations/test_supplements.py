from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import Refused
from common.models import AuditEntry
from spaces import operations
from spaces.models import Supplement
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, early, last_entry, room_of
from tests.support.houses import SmallHouse

pytestmark = pytest.mark.django_db
PROJECTOR: dict[str, Any] = {"code": "projector", "name": "Vidéoprojecteur", "starts_at": None, "ends_at": None}


def test_a_supplement_is_on_offer_from_its_date_until_it_is_withdrawn(house: SmallHouse) -> None:
    later = MONDAY + timedelta(days=30)
    for facts in (early(house), early(house, net_minor=None, valid_from=later)):
        operations.set_supplement(space_id=house.space.pk, supplement=facts, actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    room = room_of(house)
    offered = {day: space.supplements_for(room, "members", day) for day in (MONDAY - timedelta(days=1), MONDAY, later)}
    assert [list(one) for one in offered.values()] == [[], ["early"], []]
    assert offered[MONDAY]["early"].net_minor == 4_000
    assert space.supplements_for(room, "outside", MONDAY) == {}
    assert last_entry().changes["supplement:early:members"] == ["40.00 EUR + 20 %", None]


def test_the_supplement_of_a_room_comes_before_that_of_its_kind_and_of_the_space(house: SmallHouse) -> None:
    scopes = [{"resource_id": None, "kind": ""}, {"resource_id": None, "kind": "room"}, {}]
    for amount, scope in zip((1_000, 2_000, 3_000), scopes, strict=True):
        facts = early(house, net_minor=amount, **scope)
        operations.set_supplement(space_id=house.space.pk, supplement=facts, actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    house_of = {r.slug: space.supplements_for(r, "members", MONDAY)["early"].net_minor for r in space.resources}
    assert (house_of["petite-salle"], house_of["grande-salle"], house_of["cabine-1"]) == (3_000, 2_000, 1_000)


def test_the_same_date_replaces_and_the_trail_keeps_both(house: SmallHouse) -> None:
    for amount in (4_000, 4_500):
        facts = early(house, net_minor=amount)
        operations.set_supplement(space_id=house.space.pk, supplement=facts, actor=COMMAND, at=AT)

    assert Supplement.objects.get().net_minor == 4_500
    assert AuditEntry.objects.filter(action="supplement.set").count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"net_minor": -1}, "price_invalid"),
        ({"net_minor": 10**15}, "amount_too_large"),
        ({"vat_bp": 10_001}, "vat_invalid"),
        ({"name": " "}, "name_needed"),
        ({"code": "Tôt"}, "slug_invalid"),
        ({"kind": "room"}, "scope_unclear"),
        ({"ends_at": None}, "hours_incomplete"),
        ({"ends_at": time(8)}, "hours_reversed"),
        ({"most": 2}, "most_invalid"),
        ({**PROJECTOR, "most": 0}, "most_invalid"),
        ({"valid_from": MONDAY + timedelta(days=4000)}, "date_too_far"),
        ({"audience": "nobody"}, "audience_unknown"),
        ({"resource_id": 10**6}, "resource_unknown"),
    ],
)
def test_a_supplement_that_makes_no_sense_is_refused(values: dict[str, Any], code: str, house: SmallHouse) -> None:
    with pytest.raises(Refused, match=code):
        operations.set_supplement(
            space_id=house.space.pk, supplement=replace(early(house), **values), actor=COMMAND, at=AT
        )
    assert not Supplement.objects.exists()


def test_of_several_supplements_all_are_set_or_none(house: SmallHouse) -> None:
    good, bad = early(house), early(house, audience="outside", net_minor=-1)
    for facts, code in ([good, bad], "price_invalid"), ([good, good], "supplement_twice"):
        with pytest.raises(Refused, match=code):
            operations.set_supplements(space_id=house.space.pk, supplements=facts, actor=COMMAND, at=AT)
    assert not Supplement.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"net_minor": -1},
        {"vat_bp": 10_001},
        {"most": 0},
        {"ends_at": None},
        {"ends_at": time(8)},
        {"most": 3},
        {"kind": "room"},
    ],
)
def test_the_database_refuses_what_no_operation_writes(values: dict[str, Any], house: SmallHouse) -> None:
    facts = {name: value for name, value in vars(early(house)).items() if name not in {"audience", "authority"}}
    with pytest.raises(IntegrityError), transaction.atomic():
        Supplement.objects.create(space=house.space, audience=house.members, **{**facts, **values})


def test_one_supplement_has_one_row_for_a_date(house: SmallHouse) -> None:
    facts = {name: value for name, value in vars(early(house)).items() if name not in {"audience", "authority"}}
    for scope in {}, {"resource_id": None, "kind": "room"}:
        values = {**facts, **scope}
        Supplement.objects.create(space=house.space, audience=house.members, **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            Supplement.objects.create(space=house.space, audience=house.members, **values)
