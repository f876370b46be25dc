"""Book a room without a mouse, and without a script."""

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.journeys.conftest import DESKTOP, Visit, settled
from tests.support.booking import THURSDAY
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MOST_KEYS = 60


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so; fail when it cannot be reached."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
        )
        if name in focused.replace("\u00a0", " ").replace("\u202f", " "):
            return
    pytest.fail(f"the keyboard does not reach « {name} »")


def test_the_keyboard_alone_books_a_room(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, "/", on=DESKTOP)
    tab_to(page, "Réserver une salle ou une place")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/")
    page.goto(f"/book/?day={THURSDAY}&view=day")
    tab_to(page, "Petite salle, jeudi 10 décembre, 14 h–18 h")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    settled(page)
    tab_to(page, "Réserver · 67,20 €")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    expect(page.locator("#sheet-title")).to_be_focused()
    assert Booking.objects.get().resource == house.small_room
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator("h1").first).to_be_focused()
    assert page.url.endswith(f"/book/?day={THURSDAY}&view=day")


def test_another_day_takes_the_focus_to_its_heading(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, f"/book/?day={THURSDAY}&view=day")
    page.get_by_role("link", name="ven. ›").click()
    expect(page.locator("h1")).to_have_text("Vendredi 11 décembre")
    expect(page.locator("h1")).to_be_focused()
    assert "day=2026-12-11" in page.url


def test_without_scripts_everything_is_a_link_or_a_form(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, f"/book/?day={THURSDAY}&view=day", java_script_enabled=False)
    page.get_by_role("link", name="Petite salle, jeudi 10 décembre, 14 h–18 h").click()
    expect(page.locator("main")).to_contain_text("67,20 € TTC")
    page.get_by_role("button", name="Réserver · 67,20 €").click()
    expect(page.locator("main")).to_contain_text("C’est réservé.")
    booking = Booking.objects.get()
    page.get_by_role("link", name="Déplacer").click()
    page.get_by_role("link", name="Grande salle, jeudi 10 décembre, 9 h–13 h").click()
    page.get_by_role("button", name="Déplacer · 134,40 €").click()
    booking.refresh_from_db()
    assert booking.resource == house.large_room
    page.get_by_role("button", name="Annuler (gratuit").click()
    expect(page.locator("main")).to_contain_text("Rien n’est dû.")


def test_without_scripts_a_taken_slot_still_offers_its_alternatives(
    house: SmallHouse, alice: Person, visit: Visit
) -> None:
    page = visit(alice, f"/book/?day={THURSDAY}&view=list", java_script_enabled=False)
    page.get_by_role("link", name="Petite salle, jeudi 10 décembre, Après-midi, 14 h–18 h · 67,20 €").click()
    other = visit(alice, page.url, java_script_enabled=False)
    for each in (page, other):
        each.get_by_role("button", name="Réserver · 67,20 €").click()
    expect(other.locator("main")).to_contain_text("C’est déjà pris. Libre aussi")
    other.get_by_role("link", name="Grande salle").click()
    other.get_by_role("button", name="Réserver · 134,40 €").click()
    expect(other.locator("main")).to_contain_text("C’est réservé.")
