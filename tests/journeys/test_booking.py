"""Book, undo and move in a real browser, as people do it."""

from playwright.sync_api import Page, expect

from bookings.models import Booking
from tests.journeys.conftest import DESKTOP, Visit, settled
from tests.support.booking import THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

DAY = f"/book/?day={THURSDAY}&view=day"
AFTERNOON = period(THURSDAY, "14:00", "18:00")


def free(page: Page, room: str, hours: str) -> None:
    """Click on a free stretch, as its label says it."""
    page.get_by_role("link", name=f"{room}, jeudi 10 décembre, {hours}").click()
    expect(page.locator("#sheet[open]")).to_be_visible()
    settled(page)


def press(page: Page, name: str) -> None:
    page.locator("#sheet").get_by_role("button", name=name).click()
    settled(page)


def test_two_clicks_make_a_booking_and_one_undoes_it(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, DAY)
    free(page, "Petite salle", "14 h–18 h")
    expect(page.locator("#sheet")).to_contain_text("67,20 € TTC")
    press(page, "Réserver · 67,20 €")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.for_member) == (AFTERNOON.starts_at, alice.member)
    expect(page.get_by_role("link", name="Petite salle, jeudi 10 décembre, 14 h–18 h : à moi")).to_be_attached()
    press(page, "Annuler (gratuit")
    expect(page.locator("#sheet")).to_contain_text("Rien n’est dû.")
    booking.refresh_from_db()
    assert booking.is_undone
    expect(page.get_by_role("link", name="Petite salle, jeudi 10 décembre, 14 h–18 h : libre")).to_be_attached()


def test_on_a_desktop_the_week_leads_to_the_same_sheet(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, f"/book/?day={THURSDAY}", on=DESKTOP)
    expect(page.locator("h1")).to_have_text("Semaine du lundi 7 décembre")
    free(page, "Grande salle", "9 h–13 h")
    press(page, "Réserver · 134,40 €")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")


def test_who_comes_second_takes_what_is_free_instead_in_one_tap(
    house: SmallHouse, alice: Person, charlie: Person, visit: Visit
) -> None:
    page = visit(alice, DAY)
    free(page, "Petite salle", "14 h–18 h")
    book(charlie, house.small_room, AFTERNOON)
    press(page, "Réserver")
    refusal = page.locator("#sheet .panel.refused")
    expect(refusal).to_contain_text("C’est déjà pris. Libre aussi")
    expect(refusal).to_be_focused()
    refusal.get_by_role("link", name="Grande salle").click()
    settled(page)
    press(page, "Réserver · 134,40 €")
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    assert Booking.objects.filter(resource=house.large_room, for_member=alice.member).count() == 1


def test_a_double_tap_books_once(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, DAY)
    free(page, "Une place, open space", "9 h–13 h")
    page.locator("#sheet").get_by_role("button", name="Réserver").dblclick()
    expect(page.locator("#sheet")).to_contain_text("C’est réservé.")
    assert Booking.objects.count() == 1


def test_another_time_is_priced_before_it_is_booked(house: SmallHouse, alice: Person, visit: Visit) -> None:
    page = visit(alice, DAY)
    free(page, "Petite salle", "14 h–18 h")
    sheet = page.locator("#sheet")
    sheet.get_by_label("Pour quoi faire ?").fill("Atelier")
    sheet.get_by_text("Autre…").click()
    sheet.get_by_label("De", exact=True).fill("10:00")
    sheet.get_by_label("À", exact=True).fill("12:00")
    press(page, "Voir le prix")
    expect(sheet).to_contain_text("jeudi 10 décembre, 10 h–12 h")
    expect(sheet).to_contain_text("42,00 € TTC")
    expect(sheet.get_by_label("Pour quoi faire ?")).to_have_value("Atelier")
    press(page, "Réserver · 42,00 €")
    assert Booking.objects.get().title == "Atelier"


def test_a_booking_is_moved_from_where_it_is_seen(house: SmallHouse, alice: Person, visit: Visit) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    page = visit(alice, "/bookings/")
    page.get_by_role("link", name="Modifier").click()
    page.get_by_role("link", name="Déplacer").click()
    free(page, "Grande salle", "14 h–18 h")
    expect(page.locator("#sheet")).to_contain_text("67,20 € → 134,40 €")
    press(page, "Déplacer · 134,40 €")
    booking.refresh_from_db()
    assert (booking.resource, booking.starts_at) == (house.large_room, AFTERNOON.starts_at)


def test_a_co_manager_books_for_a_member_found_by_name(
    house: SmallHouse, bob: Person, charlie: Person, visit: Visit
) -> None:
    page = visit(bob, DAY)
    free(page, "Petite salle", "14 h–18 h")
    sheet = page.locator("#sheet")
    sheet.get_by_text("Pour moi · changer").click()
    sheet.get_by_label("Un membre : nom ou adresse mail").press_sequentially("charl")
    sheet.get_by_role("link", name="Charlie").click()
    expect(sheet).to_contain_text("Pour Charlie · changer")
    press(page, "Réserver · 67,20 €")
    expect(sheet).to_contain_text("C’est réservé.")
    booking = Booking.objects.get()
    assert (booking.for_member, booking.booked_by) == (charlie.member, bob.account)
