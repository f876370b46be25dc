"""Every state of the sheet can be read by everybody: no violation, nothing cut off on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.journeys.conftest import DESKTOP, PHONE, Visit, settled
from tests.support.booking import THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

DAY = f"/book/?day={THURSDAY}"
MODES: list[dict[str, Any]] = [
    {"on": PHONE, "color_scheme": "light"},
    {"on": {**DESKTOP, "locale": "en-GB"}, "color_scheme": "dark"},
]


@pytest.fixture
def booking(house: SmallHouse, bob: Person, charlie: Person) -> Booking:
    """Return one of Bob's, beside one of Charlie's."""
    book(charlie, house.large_room, period(THURSDAY, "14:00", "18:00"))
    return book(bob, house.small_room, period(THURSDAY, "09:00", "13:00"))


@pytest.fixture(params=MODES, ids=["phone", "desktop"])
def reader(
    request: pytest.FixtureRequest, bob: Person, booking: Booking, visit: Visit, axe: Callable[[Page], None]
) -> Callable[..., Page]:
    """Return a function that opens an address as Bob and reads what `steps` lead to."""
    language = request.param["on"]["locale"][:2]
    bob.account.language = language
    bob.account.save()

    def read(address: str, *steps: Callable[[Page], None]) -> Page:
        page = visit(bob, address.format(booking=booking.pk), **request.param)
        for step in steps:
            step(page)
            settled(page)
        axe(page)
        width = request.param["on"]["viewport"]["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        return page

    return read


def open_sheet(page: Page) -> None:
    page.locator(".bar .free a").last.click()
    expect(page.locator("#sheet[open]")).to_be_visible()


def open_all(page: Page) -> None:
    for summary in page.locator("#sheet summary").all():
        summary.click()


def make_booking(page: Page) -> None:
    page.locator("#sheet form[method=post] button").click()
    expect(page.locator("#sheet .panel.done")).to_be_visible()


def test_the_sheet_and_all_it_opens(reader: Callable[..., Page]) -> None:
    reader(f"{DAY}&view=day", open_sheet, open_all)


def test_the_sheet_that_says_it_is_booked(reader: Callable[..., Page]) -> None:
    reader(f"{DAY}&view=day", open_sheet, make_booking)


def test_the_sheet_of_a_move(reader: Callable[..., Page]) -> None:
    reader("/bookings/{booking}/move/?view=day", open_sheet)


def test_a_refusal_with_its_ways_out(reader: Callable[..., Page], house: SmallHouse) -> None:
    hours = "starts_at=2026-12-10T13:00Z&ends_at=2026-12-10T17:00Z"
    reader(f"/book/sheet/?resource={house.large_room.pk}&{hours}")
