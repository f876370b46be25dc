"""What a co-manager does on a phone, from the page of today: never more than twelve gestures."""

from datetime import date, time

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Booking
from spaces.models import Resource, Rule
from spaces.queries import catalogue
from tests.journeys.conftest import Visit
from tests.support.booking import book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MOST = 12
EVE = date(2026, 12, 24)


class Hand:
    """Tap and fill in on a page, and count it; what is filled in counts as one."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestures = page, 0

    def tap(self, name: str, role: str = "link") -> None:
        self.gestures += 1
        self.page.get_by_role(role, name=name, exact=False).last.click()  # type: ignore[arg-type]

    def press(self, name: str) -> None:
        self.tap(name, "button")

    def fill(self, label: str, value: str) -> None:
        self.gestures += 1
        self.page.get_by_label(label, exact=True).fill(value)

    def choose(self, label: str) -> None:
        self.gestures += 1
        self.page.get_by_label(label, exact=True).check()

    def open_settings(self, section: str) -> None:
        self.gestures += 1
        self.page.locator("summary", has_text="Gérer").click()
        self.tap("Règles et tarifs")
        self.gestures += 1
        self.page.locator("main").get_by_role("link", name=section, exact=True).click()
        expect(self.page.locator("h1")).not_to_have_text("Règles et tarifs")


@pytest.fixture
def hand(visit: Visit, bob: Person, house: SmallHouse) -> Hand:
    """Return Bob's hand on the page of today."""
    return Hand(visit(bob, "/"))


def test_closing_christmas_eve(hand: Hand, house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, period(EVE, "09:00", "13:00"))
    hand.open_settings("Fermetures et ouvertures exceptionnelles")
    hand.fill("Premier jour", "2026-12-24")
    hand.fill("Raison (facultatif)", "Veille de Noël")
    hand.press("Voir ce qui change")
    expect(hand.page.locator("main")).to_contain_text("Alice")
    hand.choose("Les annuler sans frais")
    hand.press("Fermer")
    expect(hand.page.locator(".messages")).to_contain_text("1 réservation annulée sans frais")
    booking.refresh_from_db()
    assert (booking.due_minor, catalogue().spaces[0].hours_on(EVE)) == (0, [])
    assert hand.gestures <= MOST


def test_adding_a_room_with_its_rule(hand: Hand) -> None:
    hand.open_settings("Salles et places")
    hand.tap("Ajouter une salle")
    hand.fill("Nom", "Salle bleue")
    hand.fill("Personnes au plus", "6")
    hand.fill("À demander à l’avance (facultatif)", "24")
    hand.press("Voir ce qui change")
    expect(hand.page.locator("main")).to_contain_text("Salle bleue")
    hand.press("Ajouter")
    expect(hand.page.locator(".messages")).to_contain_text("Salle bleue")
    assert Rule.objects.get(resource=Resource.objects.get(slug="salle-bleue")).value == 24 * 60
    assert hand.gestures <= MOST


def test_changing_an_opening_hour(hand: Hand) -> None:
    hand.open_settings("Horaires")
    hand.fill("Jeudi, fermeture 1", "21:00")
    hand.press("Voir ce qui change")
    expect(hand.page.locator("main")).to_contain_text("9 h–21 h")
    hand.press("Changer les horaires")
    expect(hand.page.locator(".messages")).to_contain_text("Les nouveaux horaires valent à partir du")
    assert catalogue().spaces[0].hours_on(date(2026, 12, 10)) == [(time(9), time(21))]
    assert hand.gestures <= MOST


def test_changing_how_long_ahead_rooms_are_asked_for(hand: Hand) -> None:
    hand.open_settings("Règles de réservation")
    hand.tap("Salle")
    hand.tap("Changer Combien de temps à l’avance, au moins")
    hand.fill("Combien de temps à l’avance, au moins", "1")
    hand.gestures += 1
    hand.page.get_by_label("Unité").select_option("weeks")
    hand.press("Voir ce qui change")
    expect(hand.page.locator("main")).to_contain_text("7 jours")
    hand.press("Changer la règle")
    expect(hand.page.locator(".messages")).to_contain_text("C’est fait")
    assert Rule.objects.get(name="notice_minutes", valid_from=date(2026, 11, 25)).value == 7 * 1440
    assert hand.gestures <= MOST
    assert not Booking.objects.exists()
