"""What a price is made of, both doors: supplements, months, evenings and amounts that the payer chooses."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bookings.models import Booking
from spaces.enums import PeriodName, ResourceKind, Unit
from spaces.local_time import Period
from spaces.models import House, NamedPeriod, Price, Rule, Supplement, new_version
from tests.contracts.doors import DOORS, Door
from tests.support.booking import NOW, THURSDAY, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse

DoorOf = Callable[[Person], Door]
EARLY_MORNING = period(THURSDAY, "08:30", "13:00")
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> DoorOf:
    """Return a function that opens one of the doors to a person."""
    opened: DoorOf = DOORS[request.param]
    return opened


@pytest.fixture
def room(house: SmallHouse) -> dict[str, Any]:
    """Return the small room, with an early opening at 8:30 and coffee by the cup, for members."""
    common: dict[str, Any] = {"space": house.space, "kind": ResourceKind.ROOM, "vat_bp": 2000, "valid_from": SINCE}
    hours = {"starts_at": time(8, 30), "ends_at": time(9)}
    Supplement.objects.create(
        code="early", name="Ouverture à 8 h 30", audience=house.members, net_minor=4000, **hours, **common
    )
    Supplement.objects.create(code="coffee", name="Café", audience=house.members, net_minor=200, most=20, **common)
    return {"resource": house.small_room.pk}


def between(first: date, last: date) -> Period:
    """Return the time from one midnight to another."""
    return Period(period(first, "00:00", "01:00").starts_at, period(last, "00:00", "01:00").starts_at)


def lines_of(booking: Booking | None) -> list[tuple[str, str, int, int]]:
    assert booking is not None
    return [(line["unit"], line["name"], line["quantity"], line["net_minor"]) for line in booking.lines]


def test_opening_early_costs_its_supplement_and_has_to_be_asked_for(
    door: DoorOf, room: dict[str, Any], alice: Person, oscar: Person
) -> None:
    refused = door(alice).book(room, EARLY_MORNING)
    assert (refused.code, refused.status) == ("supplement_needed", 422)
    assert "outside_opening_hours" in door(oscar).book(room, EARLY_MORNING).codes

    made = door(alice).book(room, EARLY_MORNING, supplements={"early": 1}).booking
    assert lines_of(made) == [("half_day", "morning", 1, 5600), ("supplement", "early", 1, 4000)]
    assert made is not None
    assert (made.gross_minor, made.deposit_minor) == (11520, 5760)


def test_a_supplement_of_hours_that_are_not_used_costs_nothing(
    door: DoorOf, room: dict[str, Any], alice: Person
) -> None:
    made = door(alice).book(room, MORNING, supplements={"early": 1}).booking
    assert lines_of(made) == [("half_day", "morning", 1, 5600)]


def test_things_are_taken_by_number(door: DoorOf, room: dict[str, Any], alice: Person, oscar: Person) -> None:
    assert door(alice).book(room, MORNING, supplements={"coffee": 21}).code == "supplement_too_many"
    assert door(alice).book(room, MORNING, supplements={"tea": 1}).code == "supplement_unknown"
    assert door(oscar).book(room, MORNING, supplements={"coffee": 1}).code == "supplement_unknown"
    made = door(alice).book(room, MORNING, supplements={"coffee": 6}).booking
    assert lines_of(made)[1] == ("supplement", "coffee", 6, 1200)


def test_a_move_keeps_the_supplements_and_prices_them_again(door: DoorOf, room: dict[str, Any], alice: Person) -> None:
    knock = door(alice)
    made = knock.book(room, EARLY_MORNING, supplements={"early": 1, "coffee": 2}).booking
    assert made is not None
    Supplement.objects.filter(code="coffee").update(net_minor=300)
    Price.objects.update(note="read anew")
    _new_version()
    moved = knock.move(made, period(THURSDAY + timedelta(days=1), "08:30", "13:00")).booking
    assert lines_of(moved)[1:] == [("supplement", "early", 1, 4000), ("supplement", "coffee", 2, 600)]
    moved = knock.move(made, period(THURSDAY, "14:00", "18:00")).booking
    assert lines_of(moved) == [("half_day", "afternoon", 1, 5600), ("supplement", "coffee", 2, 600)]


def test_what_was_booked_keeps_its_supplements_when_they_change(
    door: DoorOf, room: dict[str, Any], alice: Person
) -> None:
    made = door(alice).book(room, MORNING, supplements={"coffee": 2}).booking
    assert made is not None
    before = made.lines
    Supplement.objects.all().delete()
    _new_version()
    made.refresh_from_db()
    assert made.lines == before


def test_the_payer_chooses_an_amount_from_the_least_up(
    door: DoorOf, house: SmallHouse, alice: Person, charlie: Person
) -> None:
    seat = {"space": "mutualab", "kind": "seat"}
    Price.objects.filter(kind=ResourceKind.SEAT, unit=Unit.HALF_DAY).update(net_minor=500, least_minor=100)
    assert door(alice).book(seat, MORNING, chosen=119).code == "amount_too_low"
    made = door(alice).book(seat, MORNING, chosen=120).booking
    assert made is not None
    assert (made.net_minor, made.vat_minor, made.lines[0]["is_chosen"]) == (100, 20, True)
    made = door(charlie).book(seat, MORNING).booking
    assert made is not None
    assert (made.gross_minor, made.lines[0]["is_chosen"]) == (600, False)


def test_a_move_keeps_the_amount_that_was_chosen_but_not_below_the_least(
    door: DoorOf, house: SmallHouse, alice: Person
) -> None:
    seat = {"space": "mutualab", "kind": "seat"}
    Price.objects.filter(kind=ResourceKind.SEAT).update(least_minor=100)
    made = door(alice).book(seat, MORNING, chosen=240).booking
    assert made is not None
    Price.objects.filter(kind=ResourceKind.SEAT).update(least_minor=300)
    _new_version()
    moved = door(alice).move(made, period(THURSDAY, "14:00", "18:00"), resource=made.resource_id).booking
    assert moved is not None
    assert moved.gross_minor == 360


def test_an_ordinary_price_is_not_for_the_payer_to_choose(door: DoorOf, room: dict[str, Any], alice: Person) -> None:
    assert door(alice).book(room, MORNING, chosen=1).code == "amount_fixed"
    assert not Booking.objects.exists()


def test_a_month_is_kept_day_and_night_to_the_same_day_of_the_next(
    door: DoorOf, house: SmallHouse, alice: Person, charlie: Person
) -> None:
    desk = {"resource": house.phone_room.pk}
    Price.objects.create(
        space=house.space,
        resource=house.phone_room,
        unit=Unit.MONTH,
        audience=house.members,
        net_minor=9000,
        vat_bp=2000,
        valid_from=SINCE,
    )
    Price.objects.filter(unit=Unit.HOUR, kind=ResourceKind.PHONE_ROOM).delete()
    Rule.objects.create(
        space=house.space, resource=house.phone_room, name="longest_minutes", value=62 * 1440, valid_from=SINCE
    )
    made = door(alice).book(desk, between(date(2027, 1, 31), date(2027, 2, 28))).booking
    assert lines_of(made) == [("month", "", 1, 9000)]
    assert door(charlie).book(desk, between(date(2027, 2, 10), date(2027, 3, 10))).code == "slot_taken"
    two = door(alice).book(desk, between(date(2027, 3, 1), date(2027, 5, 1))).booking
    assert lines_of(two) == [("month", "", 2, 18000)]


def test_an_evening_that_is_sold_is_bookable_after_closing_and_hours_are_not(
    door: DoorOf, house: SmallHouse, alice: Person, oscar: Person
) -> None:
    NamedPeriod.objects.create(
        space=house.space,
        unit=Unit.EVENING,
        name=PeriodName.EVENING,
        starts_at=time(18),
        ends_at=time(21),
        valid_from=SINCE,
    )
    Price.objects.create(
        space=house.space,
        resource=house.small_room,
        unit=Unit.EVENING,
        audience=house.members,
        net_minor=7000,
        valid_from=SINCE,
    )
    room = {"resource": house.small_room.pk}
    assert door(oscar).book(room, period(THURSDAY, "18:00", "21:00")).code == "not_on_offer"
    assert "outside_opening_hours" in door(alice).book(room, period(THURSDAY, "18:00", "22:00")).codes
    made = door(alice).book(room, period(THURSDAY, "14:00", "21:00")).booking
    assert lines_of(made) == [("half_day", "afternoon", 1, 5600), ("evening", "evening", 1, 7000)]


def _new_version() -> None:
    House.objects.update(version=new_version())
