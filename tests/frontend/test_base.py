"""The frame of every page: landmarks, menus, headers."""

from collections.abc import Callable

import pytest
from django.test import Client

from members.models import Account
from tests.support.cast import Person
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]


def test_a_page_has_its_language_title_landmarks_and_skip_link(client: Client, house: SmallHouse) -> None:
    html = client.get("/place/").content.decode()
    assert '<html lang="fr">' in html
    assert "<title>Horaires, tarifs, venir · Mutualab</title>" in html
    assert '<a class="skip" href="#content">' in html
    assert all(f"<{landmark}" in html for landmark in ("header", "main", "footer"))
    assert html.count('role="status"') == 1


def test_a_member_finds_the_member_entries_and_no_others(client_of: ClientOf, house: SmallHouse, alice: Person) -> None:
    html = client_of(alice.account).get("/place/").content.decode()
    assert "Aujourd’hui" in html
    assert "Gérer" not in html


@pytest.mark.django_db
def test_a_page_stands_while_there_is_no_house(client: Client) -> None:
    response = client.get("/accessibility/")
    assert response.status_code == 200
    assert "Beffroi" in response.content.decode()
