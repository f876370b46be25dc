"""The sheet: price, terms and choices before confirming, and what stands in the way."""

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from members.models import Account
from spaces.models import Resource
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
