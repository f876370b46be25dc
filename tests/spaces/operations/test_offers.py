from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from common.errors import Refused
from common.models import AuditEntry
from spaces import operations
from spaces.enums import Unit
from spaces.models import NamedPeriod, Price
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, last_entry, period, price, room_of
from tests.support.houses import SINCE, SmallHouse

pytestmark = pytest.mark.django_db


def test_a_new_price_leaves_the_days_before_at_the_old_one(house: SmallHouse) -> None:
    operations.set_price(
        space_id=house.space.pk, price=price(house, 11_000, note="décidé en Mêlée"), actor=COMMAND, at=AT
    )

    (space,) = catalogue().spaces
    room = room_of(house)
    assert space.prices_for(room, "members", MONDAY)[Unit.DAY].net_minor == 11_000
    assert space.prices_for(room, "members", MONDAY - timedelta(days=1))[Unit.DAY].net_minor == 10_500
    entry = last_entry()
    assert entry.changes == {
        "price:day:members": ["105.00 EUR + 20 %", "110.00 EUR + 20 %"],
        "valid_from": ["2026-01-01", "2026-11-30"],
    }
    assert (entry.subject_kind, entry.subject_label) == ("resource", "Petite salle")
    assert Price.objects.get(valid_from=MONDAY).note == "décidé en Mêlée"


def test_two_prices_for_one_date_are_one_row_and_two_entries(house: SmallHouse) -> None:
    for amount in (11_000, 12_000):
        operations.set_price(space_id=house.space.pk, price=price(house, amount), actor=COMMAND, at=AT)

    assert Price.objects.get(valid_from=MONDAY).net_minor == 12_000
    assert AuditEntry.objects.count() == 2
    assert last_entry().changes["price:day:members"] == ["110.00 EUR + 20 %", "120.00 EUR + 20 %"]


def test_a_price_without_amount_takes_the_unit_off_the_list(house: SmallHouse) -> None:
    operations.set_price(space_id=house.space.pk, price=price(house, None), actor=COMMAND, at=AT)

    assert Unit.DAY not in catalogue().spaces[0].prices_for(room_of(house), "members", MONDAY)
    assert last_entry().changes["price:day:members"] == ["105.00 EUR + 20 %", None]


def test_a_price_for_a_kind_names_the_space_and_the_kind(house: SmallHouse) -> None:
    for_all_rooms = price(house, 5_000, kind="room", resource_id=None, unit=Unit.EVENING)

    operations.set_price(space_id=house.space.pk, price=for_all_rooms, actor=COMMAND, at=AT)

    entry = last_entry()
    assert entry.subject_kind == "space"
    assert entry.changes["price:room:evening:members"] == [None, "50.00 EUR + 20 %"]


@pytest.mark.parametrize(
    ("values", "code"),
    [({"net_minor": -1}, "price_invalid"), ({"vat_bp": 20_000}, "vat_invalid"), ({"unit": "week"}, "unit_unknown")],
)
def test_a_price_that_makes_no_sense_is_refused(values: dict[str, Any], code: str, house: SmallHouse) -> None:
    wrong = replace(price(house, 11_000), **values)

    with pytest.raises(Refused, match=code):
        operations.set_price(space_id=house.space.pk, price=wrong, actor=COMMAND, at=AT)
    assert not Price.objects.filter(valid_from=MONDAY).exists()


def test_new_hours_of_a_named_period_end_the_old_ones_the_day_before(house: SmallHouse) -> None:
    operations.set_named_period(space_id=house.space.pk, period=period(house, 12), actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    room = room_of(house)
    assert space.periods_for(room, MONDAY)[0].ends_at == time(12)
    assert space.periods_for(room, MONDAY - timedelta(days=1))[0].ends_at == time(13)
    assert len(space.periods_for(room, MONDAY)) == 3
    assert last_entry().changes == {
        "period:half_day:morning": ["09:00-13:00", "09:00-12:00"],
        "valid_from": ["2026-01-01", "2026-11-30"],
    }


def test_a_named_period_for_the_same_date_is_replaced(house: SmallHouse) -> None:
    for end in (12, 14):
        operations.set_named_period(space_id=house.space.pk, period=period(house, end), actor=COMMAND, at=AT)

    assert NamedPeriod.objects.get(valid_from=MONDAY).ends_at == time(14)
    assert last_entry().changes["period:half_day:morning"] == ["09:00-12:00", "09:00-14:00"]


def test_a_named_period_set_in_between_ends_where_the_next_begins(house: SmallHouse) -> None:
    later = MONDAY + timedelta(days=30)
    operations.set_named_period(space_id=house.space.pk, period=period(house, 12, later), actor=COMMAND, at=AT)
    operations.set_named_period(space_id=house.space.pk, period=period(house, 11), actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    ends = {
        on: [p.ends_at.hour for p in space.periods_for(room_of(house), on) if p.name == "morning"]
        for on in (SINCE, MONDAY, later - timedelta(days=1), later)
    }
    assert ends == {SINCE: [13], MONDAY: [11], later - timedelta(days=1): [11], later: [12]}


def test_a_named_period_is_sold_up_to_its_last_day(house: SmallHouse) -> None:
    later = MONDAY + timedelta(days=30)
    operations.set_named_period(space_id=house.space.pk, period=period(house, 12, later), actor=COMMAND, at=AT)
    operations.end_named_period(
        space_id=house.space.pk, period=period(house, 12), last_day=MONDAY, actor=COMMAND, at=AT
    )

    (space,) = catalogue().spaces
    names = {on: {p.name for p in space.periods_for(room_of(house), on)} for on in (MONDAY, MONDAY + timedelta(days=1))}
    assert "morning" in names[MONDAY]
    assert "morning" not in names[MONDAY + timedelta(days=1)]
    assert NamedPeriod.objects.filter(name="morning").count() == 1
    with pytest.raises(Refused, match="period_unknown"):
        operations.end_named_period(
            space_id=house.space.pk, period=period(house, 12), last_day=MONDAY, actor=COMMAND, at=AT
        )


def test_a_house_names_its_own_periods(house: SmallHouse) -> None:
    own = period(house, 12, name="atelier", label="Atelier du matin")
    operations.set_named_period(space_id=house.space.pk, period=own, actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    assert "Atelier du matin" in {p.label for p in space.periods_for(room_of(house), MONDAY)}


def test_of_several_prices_all_are_set_or_none(house: SmallHouse) -> None:
    good, bad = price(house, 11_000), price(house, -1, unit=Unit.HALF_DAY)
    for prices, code in ([good, bad], "price_invalid"), ([good, good], "price_twice"), ([], "prices_missing"):
        with pytest.raises(Refused, match=code):
            operations.set_prices(space_id=house.space.pk, prices=prices, actor=COMMAND, at=AT)
    assert not Price.objects.filter(valid_from=MONDAY).exists()

    both = [good, replace(bad, net_minor=6_000)]
    assert len(operations.set_prices(space_id=house.space.pk, prices=both, actor=COMMAND, at=AT)) == 2


def test_a_price_that_the_payer_chooses_says_its_least_in_the_trail(house: SmallHouse) -> None:
    free = price(house, 1_000, least_minor=200)
    operations.set_price(space_id=house.space.pk, price=free, actor=COMMAND, at=AT)

    assert catalogue().spaces[0].prices_for(room_of(house), "members", MONDAY)[Unit.DAY].least_minor == 200
    assert last_entry().changes["price:day:members"] == ["105.00 EUR + 20 %", "10.00 EUR + 20 % >= 2.00"]


def test_a_price_of_another_century_is_refused(house: SmallHouse) -> None:
    far = price(house, 1_000, MONDAY + timedelta(days=4000))
    with pytest.raises(Refused, match="date_too_far"):
        operations.set_price(space_id=house.space.pk, price=far, actor=COMMAND, at=AT)
