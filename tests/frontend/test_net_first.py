"""Individuals read prices with VAT first, businesses without: a choice of the account."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from common.models import AuditEntry
from members.models import Account
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_business_reads_prices_without_vat_first(house: SmallHouse, oscar: Person, client_of: ClientOf) -> None:
    client = client_of(oscar.account)
    booking = book(oscar, house.small_room, period(THURSDAY, "14:00", "18:00"))
    sheet = f"/book/sheet/?resource={house.large_room.pk}&starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
    assert "192,00 € TTC <small>(160,00 € HT)" in shown(client, sheet)
    assert "96,00 € TTC" in shown(client, "/bookings/")

    sent = {"name": "Oscar", "language": "fr", "sees_net_first": "on"}
    assert client.post("/me/profile/", sent).status_code == 302
    assert "160,00 € HT <small>(192,00 € TTC)" in shown(client, sheet)
    assert "80,00 € HT" in shown(client, "/bookings/")
    assert "80,00 € HT" in shown(client, f"/bookings/{booking.pk}/")
    assert '160,00 €</strong> <span class="nowrap">HT' in shown(client, "/place/")
    assert AuditEntry.objects.get(action="account.changed").changes == {"sees_net_first": [False, True]}


def test_strangers_read_prices_with_vat_first(house: SmallHouse, client: Client) -> None:
    assert '192,00 €</strong> <span class="nowrap">TTC' in shown(client, "/place/")
