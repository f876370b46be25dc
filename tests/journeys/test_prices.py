"""A co-manager who never saw the code raises a price from a date, on a phone; a member opens early."""

from datetime import date, time

from playwright.sync_api import Page, expect

from bookings.models import Booking
from spaces.enums import ResourceKind, Unit
from spaces.models import Price, Supplement
from tests.journeys.conftest import Visit, settled
from tests.support.booking import THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse

MOST_GESTURES = 12


class Hand:
    """Tap and type in a page, and count each gesture."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestures = page, 0

    def tap(self, role: str, name: str) -> None:
        self.gestures += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        settled(self.page)

    def write(self, label: str, text: str) -> None:
        """Tap the field, then write into it."""
        self.gestures += 2
        self.page.get_by_label(label).fill(text)


def test_a_price_is_raised_from_a_date_in_at_most_twelve_gestures(
    house: SmallHouse, alice: Person, bob: Person, visit: Visit
) -> None:
    kept = book(alice, house.small_room, period(date(2027, 1, 14), "09:00", "18:00"))
    page = visit(bob, "/")
    hand = Hand(page)
    page.locator("summary", has_text="Gérer").first.click()
    hand.gestures += 1
    hand.tap("link", "Règles et tarifs")
    hand.tap("link", "Tarifs")
    hand.tap("link", "Petite salle, Journée, Membres")
    hand.write("Prix hors TVA", "110")
    hand.write("À partir du", "2027-01-01")
    hand.tap("button", "Voir ce qui change")
    expect(page.locator("main")).to_contain_text("105,00")
    expect(page.locator("main")).to_contain_text("132,00")
    expect(page.locator("main")).to_contain_text("1 réservation déjà faite garde son prix.")
    hand.tap("button", "Changer le prix")
    expect(page.locator("main")).to_contain_text("à partir du 1ᵉʳ janvier 2027")
    assert hand.gestures <= MOST_GESTURES, hand.gestures
    new = Price.objects.get(valid_from=date(2027, 1, 1))
    assert (new.net_minor, new.unit, new.resource) == (11_000, Unit.DAY, house.small_room)
    kept.refresh_from_db()
    assert kept.net_minor == 10_500


def test_opening_early_is_one_tap_more(house: SmallHouse, alice: Person, visit: Visit) -> None:
    Supplement.objects.create(
        space=house.space,
        kind=ResourceKind.ROOM,
        code="early",
        name="Ouverture à 8 h 30",
        audience=house.members,
        net_minor=4_000,
        vat_bp=2_000,
        starts_at=time(8, 30),
        ends_at=time(9),
        valid_from=SINCE,
    )
    page = visit(alice, f"/book/?day={THURSDAY}&view=day")
    page.get_by_role("link", name="Petite salle, jeudi 10 décembre, 9 h–13 h").click()
    settled(page)
    sheet = page.locator("#sheet")
    sheet.get_by_role("link", name="Ouverture à 8 h 30").click()
    settled(page)
    expect(sheet).to_contain_text("8 h 30–13 h")
    sheet.get_by_role("button", name="Réserver · 115,20 €").click()
    settled(page)
    expect(sheet).to_contain_text("C’est réservé.")
    assert Booking.objects.get().starts_at == period(THURSDAY, "08:30", "09:00").starts_at
