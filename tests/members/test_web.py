"""What a view is told about who asks."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client, RequestFactory

from members.models import Account
from members.web import at_of, house_of
from tests.support.cast import Person
from tests.support.houses import SmallHouse

pytestmark = pytest.mark.urls("tests.frontend.refusing_urls")
ClientOf = Callable[[Account], Client]
LOGIN = "/accounts/login/"


def test_a_signed_in_view_knows_who_when_and_where(
    client_of: ClientOf, house: SmallHouse, alice: Person, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert client_of(alice.account).get("/mine/").content.decode() == "Alice Mutualab 2026"


def test_the_clock_and_the_house_are_read_once(house: SmallHouse) -> None:
    request = RequestFactory().get("/")
    assert at_of(request) is at_of(request)
    assert house_of(request) is house_of(request)
