"""The facts of the house and its spaces as a page: what bookings and prices hold fast is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from common.rights import Right
from members.models import Account
from spaces.models import House, Price, Space, Zone
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
PAGE = "/manage/rules/house/"
THE_HOUSE = {
    "what": "house",
    "name": "La Coroutine",
    "contact_email": "zoe@example.org",
    "default_language": "fr",
    "currency": "EUR",
}
THE_PLACE = {
    "what": "space",
    "name": "Mutualab",
    "address": "19 rue Nicolas-Leblanc",
    "country": "FR",
    "subdivision": "57",
    "is_closed_on_public_holidays": "on",
    "time_zone": "Europe/Paris",
}


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def client(bob: Person, house: SmallHouse, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def confirm(client: Client, sent: dict[str, str]) -> int:
    return client.post(PAGE, {**sent, "step": "confirm"}).status_code


def test_the_house_and_a_place_are_described_otherwise(client: Client) -> None:
    assert "<ins>La Coroutine</ins>" in client.post(PAGE, THE_HOUSE).content.decode()
    assert confirm(client, THE_HOUSE) == 302
    assert House.objects.get().contact_email == "zoe@example.org"
    assert "<ins>57</ins>" in client.post(PAGE, THE_PLACE).content.decode()
    assert confirm(client, THE_PLACE) == 302
    assert Space.objects.get().address == "19 rue Nicolas-Leblanc"


def test_the_currency_changes_only_before_there_is_a_price(client: Client) -> None:
    assert confirm(client, {**THE_HOUSE, "currency": "CHF"}) == 409
    Price.objects.all().delete()
    assert confirm(client, {**THE_HOUSE, "currency": "CHF"}) == 302
    assert House.objects.get().currency == "CHF"


def test_the_clock_changes_only_while_nothing_is_booked_ahead(client: Client, house: SmallHouse, alice: Person) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    assert confirm(client, {**THE_PLACE, "time_zone": "Asia/Tokyo"}) == 409
    assert Space.objects.get().time_zone == "Europe/Paris"
    booking.occupancies.all().delete()
    assert confirm(client, {**THE_PLACE, "time_zone": "Asia/Tokyo"}) == 302


def test_a_zone_is_added_once(client: Client) -> None:
    assert confirm(client, {"what": "zone", "zone": "Étage"}) == 302
    assert confirm(client, {"what": "zone", "zone": "Étage"}) == 409
    assert Zone.objects.filter(name="Étage").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {**THE_HOUSE, "name": ""},
        {**THE_HOUSE, "currency": "???"},
        {**THE_HOUSE, "contact_email": "x"},
        {**THE_PLACE, "country": "ZZ"},
        {**THE_PLACE, "subdivision": "nope"},
        {**THE_PLACE, "time_zone": "Mars/Base"},
        {"what": "zone", "zone": ""},
    ],
)
def test_what_makes_no_sense_is_refused(client: Client, sent: dict[str, str]) -> None:
    for step in ("preview", "confirm"):
        assert 400 <= client.post(PAGE, {**sent, "step": step}).status_code < 500


def test_each_half_needs_its_right(house: SmallHouse, charlie: Person, client_of: ClientOf) -> None:
    make_circle("salles", [Right.MANAGE_RESOURCES], charlie)
    client = client_of(charlie.account)
    assert 'name="currency"' not in client.get(PAGE).content.decode()
    assert confirm(client, THE_HOUSE) == 403
    assert confirm(client, THE_PLACE) == 302
