"""A co-manager gives a right on a phone, and a member opens the door ten minutes before their booking."""

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from common.rights import Right
from members.models import CirclePerson, CircleRight
from spaces.models.access import CodeShowing, KeyMove
from tests.journeys.conftest import Visit
from tests.support.access import DOOR_CODE, make_way_in
from tests.support.booking import THURSDAY, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

AFTERNOON = period(THURSDAY, "14:00", "18:00")
MOST_GESTURES = 12


class Phone:
    """Count what a thumb does on a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestures = page, 0

    def tap(self, what: Locator) -> None:
        what.click()
        self.gestures += 1

    def link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.gestures += 1

    def to_rules(self, section: str) -> None:
        self.tap(self.page.locator("summary", has_text="Gérer"))
        self.link("Règles et tarifs")
        self.link(section)


def test_a_right_is_given_to_a_circle_in_few_gestures(
    house: SmallHouse, bob: Person, charlie: Person, visit: Visit
) -> None:
    circle = make_circle("musique", [], charlie)
    phone = Phone(visit(bob, "/"))
    phone.to_rules("Cercles et droits")
    phone.link("Musique")
    phone.link("Donner un droit")
    phone.tap(phone.page.get_by_label("gérer les tarifs"))
    phone.button("Voir ce qui change")
    expect(phone.page.locator("main")).to_contain_text("Charlie")
    expect(phone.page.locator("main")).to_contain_text("gagne gérer les tarifs")
    phone.button("Donner")
    expect(phone.page.locator(".messages")).to_contain_text("Le cercle a ce droit.")
    assert CircleRight.objects.filter(circle=circle, right=Right.MANAGE_PRICES, space=None).exists()
    assert phone.gestures <= MOST_GESTURES, phone.gestures


def test_a_person_is_added_to_a_circle_in_few_gestures(
    house: SmallHouse, bob: Person, charlie: Person, visit: Visit
) -> None:
    circle = make_circle("musique", [Right.MANAGE_PRICES])
    phone = Phone(visit(bob, "/"))
    phone.to_rules("Cercles et droits")
    phone.link("Musique")
    phone.link("Ajouter une personne")
    phone.write("Un membre : nom ou adresse mail", "charl")
    phone.button("Chercher")
    phone.link("Charlie")
    expect(phone.page.locator("main")).to_contain_text("gagne gérer les tarifs")
    phone.button("Ajouter")
    expect(phone.page.locator(".messages")).to_contain_text("Charlie fait partie du cercle.")
    assert CirclePerson.objects.filter(circle=circle, member=charlie.member, left_at=None).exists()
    assert phone.gestures <= MOST_GESTURES, phone.gestures


def test_the_code_opens_ten_minutes_before_a_booking(
    house: SmallHouse, alice: Person, visit: Visit, clock_at: Callable[[datetime], datetime]
) -> None:
    make_way_in(house.space)
    book(alice, house.small_room, AFTERNOON)
    clock_at(AFTERNOON.starts_at - timedelta(minutes=10))
    phone = Phone(visit(alice, "/"))
    phone.link("Comment entrer")
    expect(phone.page.get_by_text("Sonner à gauche du café.")).to_be_visible()
    expect(phone.page.get_by_role("img", name="Photo de l’étape 1")).to_be_visible()
    phone.button("Montrer le code")
    expect(phone.page.locator(".door-code .code")).to_have_text(DOOR_CODE)
    assert (phone.gestures, CodeShowing.objects.count()) == (2, 1)


def test_a_key_goes_out_in_few_gestures(house: SmallHouse, bob: Person, alice: Person, visit: Visit) -> None:
    make_way_in(house.space)
    phone = Phone(visit(bob, "/"))
    phone.to_rules("Entrer : accès et clés")
    phone.link("Le registre des clés")
    phone.link("Voir")
    phone.link("La remettre à quelqu’un")
    phone.write("Un membre : nom ou adresse mail", "alice")
    phone.button("Chercher")
    phone.link("Alice")
    phone.button("Remettre la clé")
    expect(phone.page.locator(".messages")).to_contain_text("La clé est notée chez Alice.")
    assert KeyMove.objects.get().holder_reference == f"member:{alice.member.pk}"
    assert phone.gestures <= MOST_GESTURES, phone.gestures
