"""Host an event, use a room freely and choose a seat on a phone, as people do it."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.journeys.conftest import Visit
from tests.journeys.test_booking import DAY, free, press
from tests.support.booking import PARIS, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)
Axe = Callable[[Page], None]


def test_an_event_is_hosted_free_of_charge(house: SmallHouse, alice: Person, visit: Visit, axe: Axe) -> None:
    set_rule(house, "allows_community_events", value=True, kind="room")
    page = visit(alice, DAY)
    free(page, "Grande salle", "14 h–18 h")
    sheet = page.locator("#sheet")
    sheet.get_by_text("C’est un événement ouvert à tout le monde ?").click()
    for box in sheet.get_by_role("checkbox").all():
        box.check()
    axe(page)
    press(page, "Accueil gratuit")
    expect(sheet).to_contain_text("Gratuit · événement ouvert à tout le monde")
    sheet.get_by_label("Nom de l’événement").fill("Atelier vélo")
    press(page, "Réserver")
    expect(sheet).to_contain_text("Je suis responsable : j’ouvre, je reste, je ferme.")
    assert Booking.objects.get().in_charge == alice.member


def test_a_room_is_used_freely_and_given_back(
    house: SmallHouse, alice: Person, charlie: Person, visit: Visit, axe: Axe, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(NOON)
    set_rule(house, "free_when_full_of", "phone_room", resource=house.large_room)
    book(alice, house.phone_room, period(NOON.date(), "12:00", "14:00"), at=NOON)
    page = visit(charlie, "/")
    axe(page)
    page.get_by_role("button", name="L’utiliser maintenant").click()
    expect(page.locator("main")).to_contain_text("Utilisée sans réserver jusqu’à 18 h, porte ouverte.")
    page.get_by_role("button", name="Je rends la salle").click()
    expect(page.locator("main")).to_contain_text("La salle est rendue.")


def test_a_numbered_seat_is_chosen(house: SmallHouse, alice: Person, visit: Visit, axe: Axe) -> None:
    set_rule(house, "is_numbered", value=True, kind="seat")
    page = visit(alice, DAY)
    free(page, "Une place, open space", "9 h–13 h")
    axe(page)
    page.locator("#sheet").get_by_label("Quelle place ?").select_option("Place 2")
    press(page, "Choisir")
    expect(page.locator("#sheet h1")).to_have_text("Place 2")
    press(page, "Réserver")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    assert Booking.objects.get().resource == house.seats[1]
