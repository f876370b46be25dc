"""Every rule in plain words, changed in plain units, read over first."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import GovernedField
from frontend.rules.rule_forms import UNITS, in_unit
from members.models import Account
from spaces.models import Rule
from spaces.queries import catalogue
from spaces.rulebook import Tier
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
RULES = "/manage/rules/rules/"
MONDAY = date(2026, 12, 7)
FROM = {"valid_from": "2026-12-07"}


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def client(bob: Person, house: SmallHouse, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def rules_of(house: SmallHouse, on: date = MONDAY) -> Any:
    (space,) = catalogue().spaces
    return space.rules_for(next(r for r in space.resources if r.id == house.small_room.pk), on)


def confirm(client: Client, name: str, sent: dict[str, str], scope: str = "kind=room") -> int:
    return client.post(f"{RULES}{name}/?{scope}", {**FROM, **sent, "step": "confirm"}).status_code


def test_each_rule_says_its_value_and_where_it_comes_from(client: Client) -> None:
    html = client.get(f"{RULES}?kind=room").content.decode()
    assert "<strong>48\u00a0h</strong>" in html
    assert "vaut pour cette sorte" in html
    assert "valeur de départ" in html
    assert "50\u00a0% à moins de 15 jours" in html
    assert "Options" not in html
    assert "autres possibilités sont cachées" in html


@pytest.mark.parametrize(
    ("name", "sent", "value"),
    [
        ("notice_minutes", {"amount": "3", "unit": "days"}, 3 * 1440),
        ("notice_minutes", {"amount": "2", "unit": "weeks"}, 14 * 1440),
        ("horizon_days", {"value": "90"}, 90),
        ("deposit_percent", {"value": "30"}, 30),
        ("bookable_until", {"value": "20:00"}, "20:00"),
        ("bookable_until", {"value": ""}, None),
        ("option_minutes", {"amount": "2", "unit": "weeks"}, 14 * 1440),
        ("most_per_week", {"value": "4"}, 4),
        ("open_to", {"value": "members"}, ["members"]),
        ("approval_for", {"value": "outside"}, ["outside"]),
        ("is_numbered", {"value": "yes"}, True),
        ("free_when_full_of", {"value": "phone_room"}, "phone_room"),
        ("allows_community_events", {"value": "no"}, False),
    ],
)
def test_a_rule_of_every_shape_is_set(client: Client, name: str, sent: dict[str, str], value: object) -> None:
    assert confirm(client, name, sent) == 302
    row = Rule.objects.get(name=name, valid_from=MONDAY)
    assert (row.kind, row.value, row.is_cleared) == ("room", value, False)


def test_tiers_are_rows_from_an_hour_to_thirty_days(client: Client, house: SmallHouse) -> None:
    sent = {"rows": "4"}
    for number, (amount, unit, percent) in enumerate(
        [("1", "hours", "100"), ("2", "days", "50"), ("30", "days", "10")]
    ):
        sent |= {f"amount-{number}": amount, f"unit-{number}": unit, f"percent-{number}": percent}
    assert confirm(client, "cancellation_tiers", sent) == 302
    assert rules_of(house).cancellation_tiers == (Tier(43200, 10), Tier(2880, 50), Tier(60, 100))
    html = client.get(f"{RULES}cancellation_tiers/?kind=room").content.decode()
    assert 'name="amount-0"' in html


def test_what_changes_and_for_whom_is_read_first(client: Client, house: SmallHouse, alice: Person) -> None:
    book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    html = client.post(f"{RULES}notice_minutes/?kind=room", {**FROM, "amount": "1", "unit": "weeks"}).content.decode()
    assert "48\u00a0h</del>" in html
    assert "<ins>7 jours</ins>" in html
    assert "lundi 7 décembre 2026" in html
    assert "1 réservation à venir garde le prix et les conditions" in html
    assert not Rule.objects.filter(valid_from=MONDAY).exists()


def test_hours_that_shrink_list_the_bookings_outside(client: Client, house: SmallHouse, alice: Person) -> None:
    book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    html = client.post(f"{RULES}bookable_until/?kind=room", {**FROM, "value": "16:00"}).content.decode()
    assert "1 réservation tombe en dehors" in html


def test_a_room_keeps_its_own_value_when_its_kind_changes(client: Client, house: SmallHouse) -> None:
    own = f"resource={house.large_room.pk}"
    assert confirm(client, "notice_minutes", {"amount": "5", "unit": "days"}, own) == 302
    html = client.post(f"{RULES}notice_minutes/?kind=room", {**FROM, "amount": "0", "unit": "days"}).content.decode()
    assert "garde sa propre valeur\u00a0: 5 jours" in html
    assert confirm(client, "notice_minutes", {"clear": "yes", "valid_from": "2026-12-14"}, own) == 302
    assert Rule.objects.filter(resource=house.large_room, is_cleared=True).count() == 1


def test_a_planned_change_is_shown_and_taken_back(client: Client) -> None:
    confirm(client, "undo_minutes", {"amount": "1", "unit": "hours"})
    assert "prévu le 7 décembre 2026\u00a0: 1\u00a0h" in client.get(f"{RULES}?kind=room").content.decode()
    assert client.post(f"{RULES}undo_minutes/withdrawal/?kind=room", FROM).status_code == 302
    assert not Rule.objects.filter(name="undo_minutes").exists()


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [
        ("notice_minutes", {"amount": "-1", "unit": "days"}, 400),
        ("notice_minutes", {"amount": "1", "unit": "years"}, 400),
        ("notice_minutes", {"amount": "999999", "unit": "weeks"}, 422),
        ("step_minutes", {"amount": "0", "unit": "hours"}, 422),
        ("shortest_minutes", {"amount": "9", "unit": "weeks"}, 409),
        ("cancellation_tiers", {"amount-0": "1"}, 400),
        ("cancellation_tiers", {"amount-0": "1", "percent-0": "101"}, 400),
        ("cancellation_tiers", {"amount-0": "1", "percent-0": "50", "amount-1": "2", "percent-1": "80"}, 422),
        ("bookable_from", {"value": "nine"}, 400),
        ("free_when_full_of", {"value": "castle"}, 400),
        ("open_to", {"value": "everybody"}, 400),
        ("notice_minutes", {"amount": "1", "unit": "days", "valid_from": "2026-01-01"}, 409),
    ],
)
def test_what_makes_no_sense_is_refused_above_the_form(
    client: Client, name: str, sent: dict[str, str], status: int
) -> None:
    before = Rule.objects.count()
    for step in ("preview", "confirm"):
        answer = client.post(f"{RULES}{name}/?kind=room", {**FROM, **sent, "step": step})
        assert answer.status_code == status
        assert b"refused" in answer.content or b"errorlist" in answer.content
    assert Rule.objects.count() == before


def test_what_is_decided_is_said(client: Client, house: SmallHouse) -> None:
    subject = f"space:{house.space.pk}"
    GovernedField.objects.create(subject=subject, field="rule:room:notice_minutes", decision="2026-014")
    assert "décidé (décision 2026-014)" in client.get(f"{RULES}?kind=room").content.decode()
    assert confirm(client, "notice_minutes", {"amount": "1", "unit": "days"}) == 422


def test_the_page_costs_the_same_however_many_rules_there_are(
    client: Client, house: SmallHouse, query_count: CaptureQueriesContext
) -> None:
    counts = []
    for name in ("undo_minutes", "horizon_days", "step_minutes"):
        confirm(client, name, {"amount": "20", "unit": "minutes", "value": "20"})
        client.get(f"{RULES}?kind=room")
        with query_count as queries:
            client.get(f"{RULES}?kind=room")
        counts.append(len(queries))
    assert counts == [5, 5, 5]


@pytest.mark.parametrize("minutes", [0, 1, 90, 120, 2880, 4320, 5760, 10080, 20160, 43200])
def test_a_length_is_said_in_the_unit_it_is_thought_in(minutes: int) -> None:
    amount, unit = in_unit(minutes)
    assert amount * UNITS[unit] == minutes
