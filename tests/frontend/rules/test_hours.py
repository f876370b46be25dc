"""The weekly hours as a page: read over first, changed from a date on, nothing behind anybody's back."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import GovernedField
from members.models import Account
from spaces.models import OpeningWeek
from spaces.queries import catalogue
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]
HOURS = "/manage/rules/hours/"
MONDAY = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def week(**changes: str) -> dict[str, str]:
    """Return a week of 9–19 on working days as the form sends it, with changes such as `opens_3_0`."""
    sent = {"valid_from": "2026-12-07", "stretches": "2"}
    for weekday in range(5):
        sent |= {f"opens-{weekday}-0": "09:00", f"closes-{weekday}-0": "19:00"}
    return sent | {name.replace("_", "-") if name[0] in "oc" else name: value for name, value in changes.items()}


def test_the_form_begins_with_the_hours_in_force(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    html = client_of(bob.account).get(HOURS).content.decode()
    assert 'name="opens-0-0" value="09:00"' in html
    assert 'name="opens-5-0" aria-label' in html
    assert 'value="2026-11-25"' in html
    assert "modifiable" in html


def test_what_changes_and_for_whom_is_read_before_it_is_done(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    client = client_of(bob.account)
    sent = week(closes_3_0="13:00")
    html = client.post(HOURS, sent).content.decode()
    assert "9\u00a0h–19\u00a0h</del>" in html
    assert "<ins>9\u00a0h–13\u00a0h</ins>" in html
    assert "1 réservation tombe en dehors" in html
    assert "<strong>Alice</strong>" in html
    assert OpeningWeek.objects.count() == 1

    assert client.post(HOURS, {**sent, "step": "confirm"}).status_code == 302
    (space,) = catalogue().spaces
    assert space.hours_on(THURSDAY) == [(time(9), time(13))]
    assert space.hours_on(date(2026, 12, 3)) == [(time(9), time(19))]


def test_hours_are_copied_and_added_without_any_script(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    client = client_of(bob.account)
    form: Any = client.post(HOURS, week(opens_0_0="07:30", step="copy-0")).context["form"]
    assert [form[f"opens-{day}-0"].value() for day in (1, 4)] == ["07:30", "07:30"]
    assert not form["opens-5-0"].value()
    form = client.post(HOURS, week(step="more")).context["form"]
    assert form.stretches == 3
    assert form["opens-0-0"].value() == "09:00"


def test_planned_hours_are_shown_and_can_be_taken_back(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    client = client_of(bob.account)
    client.post(HOURS, week(opens_0_0="07:30", step="confirm"))
    assert "Prévu à partir du lundi 7 décembre 2026" in client.get(HOURS).content.decode()
    assert client.post(f"{HOURS}withdrawal/", {"valid_from": "2026-12-07"}).status_code == 302
    assert OpeningWeek.objects.count() == 1
    assert client.post(f"{HOURS}withdrawal/", {"valid_from": "2026-01-01"}).status_code == 409


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (week(closes_0_0=""), "Lundi\u00a0: il faut une heure d’ouverture"),
        (week(closes_0_0="08:00"), "doit venir après le début"),
        (week(opens_0_1="10:00", closes_0_1="12:00"), "se chevauchent"),
        (week(valid_from="2026-01-01"), "est passé"),
        (week(valid_from=""), "Ce champ est obligatoire"),
        (week(opens_0_0="nine"), "Cette heure n’est pas lisible"),
    ],
)
def test_what_makes_no_sense_is_said_above_what_was_written(
    house: SmallHouse, bob: Person, client_of: ClientOf, sent: dict[str, str], says: str
) -> None:
    for step in ("preview", "confirm"):
        answer = client_of(bob.account).post(HOURS, {**sent, "step": step})
        assert 400 <= answer.status_code < 500
        assert says in answer.content.decode()
    assert OpeningWeek.objects.count() == 1


def test_what_a_decision_governs_is_said_and_refused(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    GovernedField.objects.create(subject=f"space:{house.space.pk}", field="hours", decision="2026-014")
    client = client_of(bob.account)
    assert "décidé (décision 2026-014)" in client.get(HOURS).content.decode()
    answer = client.post(HOURS, week(opens_0_0="07:30"))
    assert (answer.status_code, OpeningWeek.objects.count()) == (422, 1)
    assert "2026-014" in answer.content.decode()


def test_a_preview_costs_as_much_for_three_bookings_as_for_one(
    house: SmallHouse, alice: Person, bob: Person, client_of: ClientOf, query_count: CaptureQueriesContext
) -> None:
    client, counts = client_of(bob.account), {}
    for count in (1, 3):
        for hour in range(count):
            room = house.small_room if count == 1 else house.large_room
            book(alice, room, period(THURSDAY, f"{14 + hour}:00", f"{15 + hour}:00"))
        client.get(HOURS)
        with query_count as queries:
            html = client.post(HOURS, week(closes_3_0="13:00")).content.decode()
        counts[html.count("<strong>Alice</strong>")] = len(queries)
    assert counts.keys() == {1, 4}
    assert counts[1] == counts[4]
