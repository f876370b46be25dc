"""The keys alone undo, cancel and move what they booked; the focus can be seen wherever it stops."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from bookings.models import Booking
from common import clock
from tests.journeys.conftest import Visit, settled
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MOST_KEYS = 60


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, and fail unless it can be seen."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    expect(wanted).to_be_in_viewport()
    outline = wanted.evaluate("node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).outlineWidth]")
    assert outline == ["solid", "3px"]


def test_the_keyboard_alone_books_and_undoes(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, f"/book/?day={THURSDAY}&view=list")
    reach(page, page.get_by_role("link", name=re.compile("Grande salle.*9.h–13.h")).first)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    settled(page)
    reach(page, page.get_by_role("button", name=re.compile("^Réserver ·")))
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    settled(page)
    reach(page, page.locator("#sheet").get_by_role("button", name=re.compile("^Annuler")))
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_contain_text("Réservation annulée")
    expect(page.locator("#sheet-title")).to_be_focused()
    assert Booking.objects.get().is_undone


def test_the_keyboard_alone_cancels_once_the_cost_is_said(house: SmallHouse, alice: Person, visit: Visit) -> None:
    made = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    clock.freeze(NOW + timedelta(days=10))
    page = visit(alice, f"/bookings/{made.pk}/")
    reach(page, page.get_by_role("link", name=re.compile("^Annuler")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancellation/")
    reach(page, page.get_by_role("button", name=re.compile("33,60.€ dus")))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/bookings/{made.pk}/")
    expect(page.locator("main")).to_contain_text("Réservation annulée")
    made.refresh_from_db()
    assert made.due_minor == 3360


def test_the_keyboard_alone_moves(house: SmallHouse, alice: Person, visit: Visit) -> None:
    made = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    page = visit(alice, f"/bookings/{made.pk}/")
    reach(page, page.get_by_role("link", name="Déplacer"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/move/")
    reach(page, page.get_by_role("link", name=re.compile("^Petite salle, jeudi 10 décembre, 9.h–13.h")))
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    settled(page)
    reach(page, page.locator("#sheet").get_by_role("button", name=re.compile("^Déplacer")))
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .panel.done")).to_contain_text(re.compile("9.h–13.h"))
    made.refresh_from_db()
    assert made.starts_at == period(THURSDAY, "09:00", "13:00").starts_at
