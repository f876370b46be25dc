"""Hours that the clock skips or shows twice, in a space that is open all night."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from spaces.models import OpeningSlot, OpeningWeek, Rule
from spaces.queries import forget_catalogue
from tests.journeys.conftest import Visit, settled
from tests.support.booking import PARIS
from tests.support.cast import Person
from tests.support.houses import SmallHouse

JUST_BEFORE = datetime(2027, 3, 1, 9, tzinfo=PARIS)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.fixture(autouse=True)
def _open_all_night(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(JUST_BEFORE)
    week = OpeningWeek.objects.create(space=house.space, valid_from=date(2027, 1, 1))
    for weekday in range(7):
        OpeningSlot.objects.create(week=week, weekday=weekday, opens_at=time(0), closes_at=time(0))
    Rule.objects.filter(space=house.space).delete()
    house.house.version = "open all night"
    house.house.save()
    forget_catalogue()


def address(house: SmallHouse, day: date, start: str, end: str) -> str:
    return f"/book/sheet/?resource={house.phone_room.pk}&day={day}&start={start}&end={end}"


def test_an_hour_that_does_not_exist_is_refused_with_its_reason(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, f"/book/?day={SPRING}&view=day")
    page.get_by_role("link", name="Cabine 1, dimanche 28 mars, 9 h–10 h").click()
    settled(page)
    sheet = page.locator("#sheet")
    sheet.get_by_text("Autre…").click()
    sheet.get_by_label("De", exact=True).fill("02:30")
    sheet.get_by_label("À", exact=True).fill("04:00")
    sheet.get_by_role("button", name="Voir le prix").click()
    refusal = sheet.locator(".panel.refused")
    expect(refusal).to_contain_text("il n’est jamais 2 h 30")
    expect(refusal).to_be_focused()


@pytest.mark.parametrize(("which", "starts_at"), [("première", 0), ("seconde", 1)])
def test_an_hour_that_comes_twice_asks_which(
    house: SmallHouse, alice: Person, visit: Visit, *, which: str, starts_at: int
) -> None:
    page = visit(alice, address(house, AUTUMN, "02:30", "04:00"))
    expect(page.locator("main")).to_contain_text("il est deux fois 2 h 30")
    page.get_by_role("link", name=f"La {which} fois").click()
    page.get_by_role("button", name="Réserver").click()
    expect(page.locator("main")).to_contain_text("C’est réservé.")
    assert Booking.objects.get().starts_at == datetime(2027, 10, 31, starts_at, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_nine_to_one_stays_nine_to_one(house: SmallHouse, alice: Person, visit: Visit, day: date) -> None:
    page = visit(alice, f"/book/?day={day}&view=day")
    page.get_by_role("link", name="9 h–13 h : libre").first.click()
    expect(page.locator("#sheet")).to_contain_text("9 h–13 h")
    settled(page)
    page.locator("#sheet").get_by_role("button", name="Réserver").click()
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    hours = {end.astimezone(PARIS).hour for end in Booking.objects.values_list("starts_at", "ends_at").get()}
    assert hours == {9, 13}
