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
LOGIN = "/account/login/"


def test_a_signed_in_view_knows_who_when_and_where(
    client_of: ClientOf, house: SmallHouse, alice: Person, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert client_of(alice.account).get("/mine/").content.decode() == "Alice Mutualab 2026"


def test_nobody_signed_in_is_sent_to_sign_in_and_comes_back(client: Client, house: SmallHouse) -> None:
    response = client.get("/mine/?day=1")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{LOGIN}?next=/mine/%3Fday%3D1"


def test_a_form_that_was_sent_is_not_come_back_to(client: Client, house: SmallHouse) -> None:
    assert client.post("/mine/").headers["Location"] == f"{LOGIN}?next=/"


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(client: Client, house: SmallHouse) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/book/?day=2"}
    response = client.get("/mine/", headers=headers)
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=%2Fbook%2F%3Fday%3D2"


def test_a_page_of_another_site_is_never_come_back_to(client: Client, house: SmallHouse) -> None:
    headers = {"hx-request": "true", "hx-current-url": "https://evil.example/"}
    assert client.get("/mine/", headers=headers).headers["HX-Redirect"] == f"{LOGIN}?next=%2F"


def test_a_right_opens_the_page_it_names(client_of: ClientOf, house: SmallHouse, bob: Person) -> None:
    assert client_of(bob.account).get("/reserved/").content == b"journal"


def test_without_the_right_the_page_says_which_is_missing(
    client_of: ClientOf, house: SmallHouse, alice: Person, oscar: Person
) -> None:
    for person in (alice, oscar):
        response = client_of(person.account).get("/reserved/")
        assert response.status_code == 403
        assert "lire le journal des changements" in response.content.decode()


def test_the_clock_and_the_house_are_read_once(house: SmallHouse) -> None:
    request = RequestFactory().get("/")
    assert at_of(request) is at_of(request)
    assert house_of(request) is house_of(request)
