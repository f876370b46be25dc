"""The sheet: price, terms and choices before confirming, and what stands in the way."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from members.models import Account
from spaces.models import OpeningSlot, OpeningWeek, Resource
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def address(resource: Resource, starts: str, ends: str, **more: object) -> str:
    when = period(THURSDAY, starts, ends)
    asked = {"resource": resource.pk, "starts_at": when.starts_at.isoformat(), "ends_at": when.ends_at.isoformat()}
    return f"/book/sheet/?{urlencode({**asked, **more})}"


def test_the_sheet_says_price_with_vat_terms_as_dates_and_deposit(
    house: SmallHouse, alice: Person, client_of: ClientOf
) -> None:
    text = text_of(client_of(alice.account).get(address(house.small_room, "14:00", "18:00")).content.decode())
    assert "67,20 € TTC (56,00 € HT) · tarif membre" in text
    assert "gratuit jusqu’au mer. 25 nov. 14 h, 33,60 € jusqu’au lun. 7 déc. 14 h, 67,20 € ensuite." in text
    assert "Acompte de 33,60 € : à facturer." in text
    assert "Réserver · 67,20 €" in text


def test_the_sheet_offers_only_what_is_sold(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    html = client_of(alice.account).get(address(house.phone_room, "14:00", "15:00")).content.decode()
    assert re.findall(r'class="chip"[^>]*>(.*?)<', html) == ["1\u00a0h"]


def test_a_taken_slot_is_refused_before_confirming_with_what_else_is_free(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, period(THURSDAY, "14:00", "18:00"))
    html = client_of(alice.account).get(address(house.small_room, "14:00", "18:00")).content.decode()
    text = text_of(html)
    assert "C’est déjà pris. Libre aussi :" in text
    assert "Grande salle · 134,40 €" in text
    assert 'type="submit"' not in html


def test_too_short_a_notice_is_said_before_confirming(
    house: SmallHouse, alice: Person, client_of: ClientOf, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(period(THURSDAY, "09:00", "10:00").starts_at)
    html = client_of(alice.account).get(address(house.small_room, "14:00", "18:00")).content.decode()
    assert "Il faut demander au moins 48 h à l’avance." in text_of(html)
    assert 'type="submit"' not in html


def test_a_night_can_be_asked_for_where_it_is_open_at_midnight(
    house: SmallHouse, alice: Person, client_of: ClientOf
) -> None:
    client = client_of(alice.account)
    assert "other-end-day" not in client.get(address(house.phone_room, "14:00", "15:00")).content.decode()
    open_all_night(house)
    html = client.get(address(house.phone_room, "14:00", "15:00")).content.decode()
    assert "other-end-day" in html
    night = {"resource": house.phone_room.pk, "day": THURSDAY, "start": "22:00", "end": "02:00"}
    asked = f"/book/sheet/?{urlencode({**night, 'end_day': THURSDAY + timedelta(days=1)})}"
    text = text_of(client.get(asked).content.decode())
    assert "du jeudi 10 décembre 22 h au vendredi 11 décembre 2 h" in text
    assert "La fin est avant le début" in text_of(client.get(f"/book/sheet/?{urlencode(night)}").content.decode())


def open_all_night(house: SmallHouse) -> None:
    week = OpeningWeek.objects.create(space=house.space, valid_from=date(2026, 12, 1))
    for weekday in range(7):
        OpeningSlot.objects.create(week=week, weekday=weekday, opens_at=time(0), closes_at=time(0))
    house.house.version = "open all night"
    house.house.save()


def test_a_co_manager_sees_whom_it_is_for_at_their_price(
    house: SmallHouse, bob: Person, oscar: Person, client_of: ClientOf
) -> None:
    asked = address(house.small_room, "14:00", "18:00", for_mail=oscar.account.email)
    text = text_of(client_of(bob.account).get(asked).content.decode())
    assert "Pour Oscar · changer" in text
    assert "96,00 € TTC (80,00 € HT) · tarif extérieur" in text


def test_others_are_not_asked_for_whom(house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf) -> None:
    client = client_of(alice.account)
    assert "changer" not in text_of(client.get(address(house.small_room, "14:00", "18:00")).content.decode())
    asked = address(house.small_room, "14:00", "18:00", for_member=charlie.member.pk)
    assert client.get(asked).status_code == 403
    assert client.get("/book/people/?member=Charlie").status_code == 403


@pytest.mark.parametrize(
    ("text", "ways"), [("ali", ["Alice"]), ("alice@example.org", ["Alice"]), ("li", ["Alice", "Charlie"]), ("a", [])]
)
def test_members_are_found_by_what_is_remembered_of_them(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, client_of: ClientOf, *, text: str, ways: list[str]
) -> None:
    query = {**dict(parse_qsl(address(house.small_room, "14:00", "18:00").split("?")[1])), "member": text}
    response = client_of(bob.account).get("/book/people/", query)
    assert re.findall(r">(\w+)</a>", response.content.decode()) == ways


def test_without_scripts_a_name_that_several_bear_asks_which(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, client_of: ClientOf
) -> None:
    client = client_of(bob.account)
    html = client.get(address(house.small_room, "14:00", "18:00", member="li")).content.decode()
    assert "Plusieurs membres portent ce nom" in html
    assert f"for_member={charlie.member.pk}" in html
    only = client.get(address(house.small_room, "14:00", "18:00", member="charl")).content.decode()
    assert "Pour Charlie · changer" in text_of(only)
    assert "Aucun membre" in client.get(address(house.small_room, "14:00", "18:00", member="zz")).content.decode()


def test_a_rule_is_passed_over_by_right_and_with_a_reason(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(period(THURSDAY, "09:00", "10:00").starts_at)
    asked = address(house.small_room, "14:00", "18:00")
    assert "Passer outre" not in client_of(alice.account).get(asked).content.decode()
    assert "Passer outre" in client_of(bob.account).get(asked).content.decode()
    overridden = address(house.small_room, "14:00", "18:00", override="La salle est vide")
    text = text_of(client_of(bob.account).get(overridden).content.decode())
    assert "Règle écartée : La salle est vide" in text
    assert "Réserver · 67,20 €" in text
    assert client_of(alice.account).get(overridden).status_code == 403
