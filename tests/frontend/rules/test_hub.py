"""« Règles et tarifs » says what holds, since which decision, and opens what one's rights open."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import audit
from common.governance import Authority
from common.models import GovernedField
from common.rights import Right
from members.models import Account
from tests.support.booking import NOW, SEED
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, make_space

ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


def test_it_says_what_holds_and_that_it_can_be_changed(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    html = client_of(bob.account).get("/manage/rules/").content.decode()
    assert "Lundi à vendredi 9\u00a0h–19\u00a0h" in html
    assert "modifiable" in html
    assert "décidé" not in html


def test_it_says_what_was_decided_and_when(house: SmallHouse, bob: Person, client_of: ClientOf) -> None:
    subject = f"space:{house.space.pk}"
    GovernedField.objects.create(subject=subject, field="hours", decision="2026-014")
    client = client_of(bob.account)
    assert "décidé (décision 2026-014)" in client.get("/manage/rules/").content.decode()
    audit.record(actor=SEED, at=NOW, action="hours.set", subject=("space", 1, ""), authority=Authority("2026-014"))
    assert "décidé le 24 novembre 2026 (décision 2026-014)" in client.get("/manage/rules/").content.decode()


def test_a_line_leads_on_only_with_its_right(house: SmallHouse, charlie: Person, client_of: ClientOf) -> None:
    client = client_of(charlie.account)
    assert client.get("/manage/rules/").status_code == 403
    make_circle("tarifs", [Right.MANAGE_PRICES], charlie)
    html = client.get("/manage/rules/").content.decode()
    assert 'href="/manage/rules/hours/"' not in html


def test_it_costs_as_much_for_three_spaces_as_for_one(
    house: SmallHouse, bob: Person, client_of: ClientOf, query_count: CaptureQueriesContext
) -> None:
    client = client_of(bob.account)
    client.get("/manage/rules/")
    with query_count as one:
        client.get("/manage/rules/")
    make_space("second")
    make_space("third")
    house.house.version = "three"
    house.house.save()
    client.get("/manage/rules/")
    with query_count as three:
        client.get("/manage/rules/")
    assert (len(one), len(three)) == (5, 5)
