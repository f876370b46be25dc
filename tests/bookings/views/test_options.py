"""Options and requests on the sheet: what the second click makes, said before it."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from bookings.models import Booking
from members.models import Account
from spaces.models import Resource
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
AFTERNOON = period(THURSDAY, "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def asked(resource: Resource) -> dict[str, object]:
    return {
        "resource": resource.pk,
        "starts_at": AFTERNOON.starts_at.isoformat(),
        "ends_at": AFTERNOON.ends_at.isoformat(),
    }


def sheet(client: Client, resource: Resource) -> str:
    return text_of(client.get(f"/book/sheet/?{urlencode(asked(resource))}").content.decode())


def test_an_ordinary_room_is_booked_as_ever(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    text = sheet(client_of(alice.account), house.small_room)
    assert "Réserver · 67,20 €" in text
    assert "Demander" not in text
    assert "option" not in text


def test_a_room_with_options_offers_one_beside_the_booking(
    house: SmallHouse, alice: Person, client_of: ClientOf
) -> None:
    set_rule(house, "option_minutes", 48 * 60, resource=house.small_room)
    client = client_of(alice.account)
    text = sheet(client, house.small_room)
    assert "Réserver · 67,20 €" in text
    assert "Poser une option jusqu’à jeudi 9 h" in text
    client.post("/bookings/", {**asked(house.small_room), "is_option": "1"})
    assert Booking.objects.get().tentative == "option"


def test_what_must_be_asked_for_is_asked_for_until_the_house_answers(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    set_rule(house, "option_minutes", 48 * 60, resource=house.small_room)
    client = client_of(alice.account)
    text = sheet(client, house.small_room)
    assert "Demander · 67,20 €" in text
    assert "le créneau est gardé jusqu’à vendredi 9 h, le temps que la maison réponde" in text
    assert "Réserver" not in text.partition("Demander")[2]
    assert "option" not in text
    client.post("/bookings/", asked(house.small_room))
    assert Booking.objects.get().tentative == "request"
    assert "Réserver · 134,40 €" in sheet(client_of(bob.account), house.large_room)


def test_who_may_approve_just_books(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    set_rule(house, "approval_for", ["members"], resource=house.small_room)
    assert "Réserver · 67,20 €" in sheet(client_of(bob.account), house.small_room)


@pytest.mark.parametrize(
    ("rule", "value", "says", "leads_to"),
    [
        ("open_to", ["outside"], "C’est réservé à d’autres personnes", "Qui peut quoi"),
        ("most_upcoming", 1, "Réservations à venir : 1 au plus. En annuler une d’abord.", "Voir mes réservations"),
    ],
)
def test_who_may_not_book_is_told_before_confirming(
    house: SmallHouse, alice: Person, client_of: ClientOf, *, rule: str, value: object, says: str, leads_to: str
) -> None:
    set_rule(house, rule, value, resource=house.small_room)
    if rule == "most_upcoming":
        book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"))
    html = client_of(alice.account).get(f"/book/sheet/?{urlencode(asked(house.small_room))}").content.decode()
    text = text_of(html)
    assert says in text
    assert leads_to in text
    assert 'type="submit"' not in html
