"""Price lists for programs: everybody reads them, the right to manage prices changes them, all or nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from spaces.models import Audience, NamedPeriod, Price, Supplement
from tests.support.api import Api, api_of
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

MONDAY = "2026-12-07"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def bobs(bob: Person) -> Api:
    return api_of(bob, scopes=("read", "manage"))


def price(house: SmallHouse, **changes: Any) -> dict[str, Any]:
    base = {"unit": "day", "audience": "members", "amount": "110.00", "vat_bp": 2000, "valid_from": MONDAY}
    return {"resource": house.small_room.pk, **base, **changes}


def prices(*them: dict[str, Any]) -> dict[str, Any]:
    return {"space": "mutualab", "prices": list(them)}


def test_everybody_reads_what_things_cost_and_what_is_planned(house: SmallHouse, bobs: Api) -> None:
    assert bobs.post("prices/", prices(price(house))).status == 201
    found = [
        row
        for row in Api().get("prices/?space=mutualab").json["results"]
        if (row["resource"], row["unit"], row["audience"]) == (house.small_room.pk, "day", "members")
    ]
    assert [(row["valid_from"], row["net_minor"], row["gross_minor"]) for row in found] == [
        ("2026-01-01", 10500, 12600),
        (MONDAY, 11000, 13200),
    ]
    later = Api().get(f"prices/?space=mutualab&on={MONDAY}").json["results"]
    nets = {row["net_minor"] for row in later if (row["resource"], row["unit"]) == (house.small_room.pk, "day")}
    assert nets == {11000, 15000}
    assert Api().get("prices/?space=nowhere").status == 404
    assert Api().get("prices/?on=soon").status == 422


def test_several_prices_are_set_at_once_or_not_at_all(house: SmallHouse, bobs: Api) -> None:
    answer = bobs.post("prices/", prices(price(house), price(house, unit="half_day", amount="-1")))
    assert (answer.status, answer.code) == (422, "price_invalid")
    twice = bobs.post("prices/", prices(price(house), price(house, amount="111")))
    assert (twice.status, twice.code) == (422, "price_twice")
    assert not Price.objects.filter(valid_from=MONDAY).exists()
    both = prices(price(house), price(house, unit="half_day", amount="58,00 €", least="20"))
    answer = bobs.post("prices/", both)
    assert [(row["net_minor"], row["least_minor"]) for row in answer.json["results"]] == [(11000, None), (5800, 2000)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": "110 $"}, "currency_other"),
        ({"amount": "1.005"}, "amount_too_precise"),
        ({"amount": "a lot"}, "amount_unreadable"),
        ({"amount": 110}, "invalid"),
        ({"amount": "9" * 20}, "amount_too_large"),
        ({"vat_bp": 20_000}, "max_value"),
        ({"valid_from": "2150-01-01"}, "date_too_far"),
        ({"valid_from": "2026-02-30"}, "date_invalid"),
        ({"audience": "nobody"}, "audience_unknown"),
        ({"unit": "week"}, "invalid_choice"),
        ({"resource": 10**6}, "resource_unknown"),
        ({"kind": "room"}, "scope_unclear"),
        ({"least": "200"}, "least_too_high"),
        ({"net_minor": 1}, "unknown_field"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(
    house: SmallHouse, bobs: Api, changes: dict[str, Any], code: str
) -> None:
    answer = bobs.post("prices/", prices(price(house, **changes)))
    assert 400 <= answer.status < 500
    assert code in answer.codes
    assert not Price.objects.filter(valid_from__gte=MONDAY).exists()


def test_a_unit_is_taken_off_sale(house: SmallHouse, bobs: Api) -> None:
    assert bobs.post("prices/", prices(price(house, amount=None))).json["results"][0]["gross_minor"] is None
    assert Price.objects.get(valid_from=MONDAY).net_minor is None


def test_strangers_and_narrow_keys_change_nothing(house: SmallHouse, bob: Person, charlie: Person) -> None:
    for api, status in (
        (api_of(charlie, scopes=("read", "manage")), 403),
        (api_of(bob, scopes=("read", "book")), 403),
        (Api(), 401),
    ):
        assert api.post("prices/", prices(price(house))).status == status
    assert not Price.objects.filter(valid_from=MONDAY).exists()


def test_supplements_are_set_read_and_quoted(house: SmallHouse, bobs: Api, alice: Person) -> None:
    early = {
        "kind": "room",
        "code": "early",
        "name": "Ouverture à 8 h 30",
        "audience": "members",
        "amount": "40",
        "vat_bp": 2000,
        "starts_at": "08:30",
        "ends_at": "09:00",
        "valid_from": MONDAY,
    }
    assert bobs.post("supplements/", {"space": "mutualab", "supplements": [early, {**early, "most": 2}]}).code
    assert not Supplement.objects.exists()
    assert bobs.post("supplements/", {"space": "mutualab", "supplements": [early]}).status == 201
    (row,) = Api().get("supplements/").json["results"]
    assert (row["code"], row["starts_at"], row["gross_minor"]) == ("early", "08:30:00", 4800)
    asked = {"resource": house.small_room.pk, "starts_at": "2026-12-10T08:30:00+01:00"}
    asked["ends_at"] = "2026-12-10T13:00:00+01:00"
    refused = api_of(alice).post("quotes/", asked)
    assert refused.code == "supplement_needed"
    assert refused.json["reasons"][0]["facts"]["supplements"][0]["code"] == "early"
    quote = api_of(alice).post("quotes/", {**asked, "supplements": [{"code": "early"}]}).json
    assert [line["unit"] for line in quote["lines"]] == ["half_day", "supplement"]
    assert quote["supplements_offered"][0]["code"] == "early"
    assert quote["payer_chooses"] is None
    twice = api_of(alice).post("quotes/", {**asked, "supplements": [{"code": "early"}, {"code": "early"}]})
    assert twice.status == 422


def test_named_periods_are_set_and_ended(house: SmallHouse, bobs: Api) -> None:
    morning = {"space": "mutualab", "unit": "half_day", "name": "morning", "starts_at": "08:30", "ends_at": "12:30"}
    answer = bobs.post("named-periods/", {**morning, "valid_from": MONDAY})
    assert (answer.status, answer.json["ends_at"]) == (201, "12:30:00")
    assert bobs.post("named-periods/", {**morning, "ends_at": "25:00", "valid_from": MONDAY}).status == 422
    end = {"space": "mutualab", "unit": "half_day", "name": "morning", "last_day": "2026-12-31"}
    assert bobs.post("named-periods/ends/", end).status == 204
    assert bobs.post("named-periods/ends/", end).status == 404
    assert NamedPeriod.objects.get(valid_from=MONDAY).valid_until is not None
    ends = {row["valid_until"] for row in Api().get("named-periods/").json["results"] if row["name"] == "morning"}
    assert ends == {"2026-12-06", "2026-12-31"}


def test_an_audience_is_added_once(house: SmallHouse, bobs: Api) -> None:
    asked = {"code": "associations", "name": "Associations"}
    assert bobs.post("audiences/", asked).status == 201
    assert bobs.post("audiences/", asked).code == "slug_taken"
    assert {"code": "associations", "name": "Associations"} in Api().get("audiences/").json["results"]
    assert Audience.objects.count() == 3


def test_a_list_costs_as_much_for_three_prices_as_for_one(
    house: SmallHouse, bobs: Api, query_count: CaptureQueriesContext
) -> None:
    counts = []
    for units in (("day",), ("day", "half_day", "hour")):
        bobs.post("prices/", prices(*(price(house, unit=unit) for unit in units)))
        Api().get("prices/")
        with query_count as queries:
            Api().get("prices/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
