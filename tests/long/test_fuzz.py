"""Whatever a program sends: no 5xx, and no answer that the API's description does not hold."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.long.fuzz import Fuzz
from tests.support.api import api_of
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["member", "co-manager"])
def fuzz(request: pytest.FixtureRequest, house: SmallHouse, alice: Person, bob: Person, clock_at: Hold) -> Fuzz:
    clock_at(NOW)
    return Fuzz(house, api_of(alice if request.param == "member" else bob).key)


def test_a_handful_of_requests_is_answered_as_described(fuzz: Fuzz) -> None:
    fuzz.run(55, first_seed=1)
    assert fuzz.answers.total() >= 55


@pytest.mark.long
def test_thousands_of_requests_are_answered_as_described(fuzz: Fuzz, figure: Callable[[str], None]) -> None:
    fuzz.run(2500, first_seed=1000)
    accepted = fuzz.accepted()
    figure(f"fuzz: {fuzz.answers.total()} requests, {accepted.total()} answered 2xx, no 5xx: {dict(accepted)}")
    assert accepted.total() * 3 >= fuzz.answers.total()
    not_for_members = {"GET /api/v1/audit/"}
    assert {operation for operation, times in accepted.items() if not times} <= not_for_members
