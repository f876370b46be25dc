"""Ask, accept, confirm and arrive on a phone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.journeys.conftest import Visit
from tests.journeys.test_booking import DAY, free, press
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule


def test_alice_asks_bob_accepts_and_alice_sees_it(
    house: SmallHouse, alice: Person, bob: Person, visit: Visit, axe: Callable[[Page], None]
) -> None:
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    page = visit(alice, DAY)
    free(page, "Petite salle", "14 h–18 h")
    press(page, "Demander · 67,20 €")
    expect(page.locator("#sheet")).to_contain_text("C’est demandé.")

    theirs = visit(bob, "/")
    theirs.get_by_text("Gérer").click()
    theirs.get_by_role("link", name="À traiter").click()
    axe(theirs)
    theirs.get_by_role("button", name="Accepter").click()
    expect(theirs.locator("main")).to_contain_text("Accepté : Alice l’apprend par mail.")
    expect(theirs.locator("main")).to_contain_text("Rien n’attend")

    page.goto("/bookings/")
    page.get_by_role("link", name="Modifier").click()
    expect(page.locator("main")).to_contain_text("acceptée par Bob")
    assert Booking.objects.get().is_firm


def test_bob_refuses_with_a_reason_at_hand(
    house: SmallHouse, alice: Person, bob: Person, visit: Visit, axe: Callable[[Page], None]
) -> None:
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    asked = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    theirs = visit(bob, "/manage/to-do/")
    theirs.get_by_role("link", name="Refuser…").click()
    axe(theirs)
    theirs.get_by_role("button", name="Personne ne peut ouvrir et fermer à ces heures.").click()
    expect(theirs.locator("main")).to_contain_text("Refusé : Alice l’apprend par mail.")
    page = visit(alice, f"/bookings/{asked.pk}/")
    expect(page.locator("main")).to_contain_text("Personne ne peut ouvrir et fermer")
    axe(page)


def test_an_option_is_taken_and_confirmed(
    house: SmallHouse, alice: Person, visit: Visit, axe: Callable[[Page], None]
) -> None:
    set_rule(house, "option_minutes", 48 * 60, resource=house.small_room)
    page = visit(alice, DAY)
    free(page, "Petite salle", "14 h–18 h")
    press(page, "Poser une option jusqu’à jeudi 9 h")
    expect(page.locator("#sheet")).to_contain_text("Option tenue jusqu’à jeudi 9 h")
    axe(page)
    press(page, "Confirmer · 67,20 €")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    assert Booking.objects.get().is_firm


def test_one_says_on_the_first_page_that_one_has_come(
    house: SmallHouse, alice: Person, visit: Visit, axe: Callable[[Page], None]
) -> None:
    set_rule(house, "release_after_minutes", 15, kind="phone_room")
    booking = book(alice, house.phone_room, period(NOW.date(), "09:00", "10:00"))
    page = visit(alice, "/")
    axe(page)
    page.get_by_role("button", name="Je suis là").click()
    expect(page.get_by_role("button", name="Je suis là")).to_have_count(0)
    booking.refresh_from_db()
    assert booking.checked_in_at == NOW
