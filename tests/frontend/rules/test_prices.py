"""Prices as pages: read over first, changed from a date on, for one audience at a time, with their history."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import GovernedField
from members.models import Account
from spaces.enums import ResourceKind, Unit
from spaces.models import Audience, NamedPeriod, Price, Supplement
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
PRICES = "/manage/rules/prices/"
MONDAY = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def bobs(bob: Person, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def about(house: SmallHouse, unit: str = "day", audience: str = "members") -> str:
    return f"{PRICES}change/?scope={house.small_room.pk}&unit={unit}&audience={audience}"


def price(**changes: str) -> dict[str, str]:
    sent = {"unit": "day", "audience": "members", "amount": "110", "vat": "20", "valid_from": "2026-12-07"}
    return sent | changes


def test_the_list_says_what_holds_and_what_is_planned(house: SmallHouse, bobs: Client) -> None:
    bobs.post(about(house), price(step="confirm"))
    html = bobs.get(PRICES).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "105,00 € HT (126,00 € TTC)" in html
    assert "110,00 € HT (132,00 € TTC) à partir du 7 décembre 2026" in html
    assert "modifiable" in html


def test_what_changes_for_whom_and_by_how_much_is_read_before_it_is_done(
    house: SmallHouse, alice: Person, oscar: Person, bobs: Client
) -> None:
    book(alice, house.small_room, period(THURSDAY, "09:00", "18:00"))
    book(oscar, house.small_room, period(date(2026, 12, 11), "09:00", "18:00"))
    html = bobs.post(about(house), price()).content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "105,00 €</del>" in html
    assert "<ins>132,00 €</ins>" in html
    assert "+6,00 € TTC à chaque fois, soit +4,8 %." in html
    assert "1 réservation déjà faite garde son prix." in html
    assert "Petite salle, journée · Membres" in html
    assert Price.objects.filter(valid_from=MONDAY).count() == 0

    assert bobs.post(about(house), price(step="confirm")).status_code == 302
    (space,) = catalogue().spaces
    room = catalogue().resources_by_id[house.small_room.pk]
    assert space.prices_for(room, "members", MONDAY)[Unit.DAY].net_minor == 11_000
    assert space.prices_for(room, "outside", MONDAY)[Unit.DAY].net_minor == 15_000


def test_the_history_of_a_price_stands_below_its_form(house: SmallHouse, bobs: Client) -> None:
    bobs.post(about(house), price(step="confirm", note="Voté en Mêlée"))
    html = bobs.get(about(house)).content.decode()
    assert "Voté en Mêlée" in html
    assert html.index("à partir du 7 décembre 2026") < html.index("à partir du 1ᵉʳ janvier 2026")


def test_a_unit_is_taken_off_sale_and_a_price_left_to_the_payer(house: SmallHouse, bobs: Client) -> None:
    assert "hors vente</ins>" in bobs.post(about(house), price(is_off="on")).content.decode()
    bobs.post(about(house), price(is_off="on", step="confirm"))
    assert Price.objects.get(valid_from=MONDAY).net_minor is None
    bobs.post(about(house, "hour"), price(unit="hour", amount="20", is_open="on", least="5", step="confirm"))
    assert Price.objects.get(valid_from=MONDAY, unit=Unit.HOUR).least_minor == 500


def test_a_kind_gets_a_new_unit_for_a_new_audience(house: SmallHouse, bobs: Client) -> None:
    assert "Associations" in bobs.post(f"{PRICES}audiences/", {"name": "Associations"}).content.decode()
    assert not Audience.objects.filter(code="associations").exists()
    bobs.post(f"{PRICES}audiences/", {"name": "Associations", "step": "confirm"})
    sent = price(unit="month", audience="associations", amount="1 050,00 €", step="confirm")
    assert bobs.post(f"{PRICES}change/?scope=room", sent).status_code == 302
    kept = Price.objects.get(unit=Unit.MONTH)
    assert (kept.kind, kept.net_minor, kept.audience.name) == (ResourceKind.ROOM, 105_000, "Associations")
    assert "durée la plus longue" in bobs.post(f"{PRICES}change/?scope=room", price(unit="month")).content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (price(amount="-1"), "enlever le signe moins"),
        (price(amount="110 $"), "Les prix de cette maison sont en €"),
        (price(amount="1,234"), "2 décimales au plus"),
        (price(amount="cher"), "n’est pas un montant"),
        (price(amount=""), "obligatoire"),
        (price(amount="9" * 15), "trop grand"),
        (price(vat="120"), "100"),
        (price(vat="vingt"), "taux n’est pas lisible"),
        (price(valid_from="2150-01-01"), "trop lointaine"),
        (price(valid_from="demain"), "n’est pas lisible"),
        (price(is_open="on", least="200"), "ne peut pas dépasser"),
        (price(audience="nobody"), "n’est pas proposé ici"),
        (price(unit="week"), "n’est pas proposé ici"),
    ],
)
def test_what_makes_no_sense_is_said_above_what_was_written(
    house: SmallHouse, bobs: Client, sent: dict[str, str], says: str
) -> None:
    for step in ("preview", "confirm"):
        answer = bobs.post(about(house), {**sent, "step": step})
        assert 400 <= answer.status_code < 500
        assert says in answer.content.decode().replace("&#x27;", "'")
    assert not Price.objects.filter(valid_from__gte=MONDAY).exists()


def test_what_a_decision_governs_is_said_and_refused(house: SmallHouse, bobs: Client) -> None:
    subject = f"resource:{house.small_room.pk}"
    GovernedField.objects.create(subject=subject, field="price:day:members", decision="2026-014")
    assert "décidé (décision 2026-014)" in bobs.get(PRICES).content.decode()
    assert "décidé (décision 2026-014)" in bobs.get(about(house)).content.decode()
    answer = bobs.post(about(house), price())
    assert (answer.status_code, "2026-014" in answer.content.decode()) == (422, True)


def test_a_supplement_is_set_for_some_audiences_at_once(house: SmallHouse, bobs: Client) -> None:
    sent: dict[str, Any] = {
        "name": "Ouverture à 8 h 30",
        "scope": "room",
        "audiences": ["members", "outside"],
        "amount": "40",
        "vat": "20",
        "starts_at": "08:30",
        "ends_at": "09:00",
        "most": "1",
        "valid_from": "2026-12-07",
    }
    assert "<ins>40,00" in bobs.post(f"{PRICES}supplements/change/", sent).content.decode()
    assert not Supplement.objects.exists()
    assert bobs.post(f"{PRICES}supplements/change/", {**sent, "step": "confirm"}).status_code == 302
    codes = set(Supplement.objects.values_list("code", "audience__code", "starts_at"))
    assert codes == {("ouverture-a-8-h-30", name, time(8, 30)) for name in ("members", "outside")}
    page = bobs.get(f"{PRICES}supplements/change/?scope=room&code=ouverture-a-8-h-30").content.decode()
    assert 'value="40,00"' in page
    sent |= {"is_off": "on", "valid_from": "2026-12-14", "step": "confirm"}
    bobs.post(f"{PRICES}supplements/change/?scope=room&code=ouverture-a-8-h-30", sent)
    assert Supplement.objects.filter(net_minor=None).count() == 2


def test_named_periods_have_the_hours_and_names_of_the_house(house: SmallHouse, bobs: Client) -> None:
    change = f"{PRICES}periods/change/"
    sent = {"scope": "space", "unit": "half_day", "name": "morning", "starts_at": "08:30", "ends_at": "12:30"}
    sent["valid_from"] = "2026-12-07"
    known = f"{change}?scope=space&unit=half_day&name=morning"
    html = bobs.post(known, sent).content.decode().replace("\u00a0", " ")
    assert "9 h–13 h</del>" in html
    assert bobs.post(known, {**sent, "step": "confirm"}).status_code == 302
    assert NamedPeriod.objects.get(name="morning", valid_from=MONDAY).starts_at == time(8, 30)
    own = {
        **sent,
        "name": "own",
        "label": "Atelier du soir",
        "unit": "evening",
        "starts_at": "19:00",
        "ends_at": "00:00",
    }
    assert bobs.post(change, {**own, "step": "confirm"}).status_code == 302
    assert "Atelier du soir" in bobs.get(f"{PRICES}periods/").content.decode()
    end = f"{change}?scope=space&unit=evening&name=atelier-du-soir"
    sent = {**own, "is_off": "on", "valid_from": "2026-12-14", "step": "confirm"}
    assert bobs.post(end, sent).status_code == 302
    assert NamedPeriod.objects.get(name="atelier-du-soir").valid_until == date(2026, 12, 13)


def test_who_holds_the_right_in_one_space_changes_prices_there_only(
    house: SmallHouse, charlie: Person, client_of: ClientOf
) -> None:
    client = client_of(charlie.account)
    for address in (PRICES, about(house), f"{PRICES}periods/", f"{PRICES}supplements/", f"{PRICES}audiences/"):
        assert client.get(address).status_code == 403
    assert client.post(about(house), price(step="confirm")).status_code == 403
    assert not Price.objects.filter(valid_from=MONDAY).exists()


def test_the_list_costs_as_much_for_three_prices_as_for_one(
    house: SmallHouse, bobs: Client, query_count: CaptureQueriesContext
) -> None:
    counts = []
    for audience in ("members", "outside"):
        bobs.post(about(house, audience=audience), price(audience=audience, step="confirm"))
        bobs.get(PRICES)
        with query_count as queries:
            assert bobs.get(PRICES).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
