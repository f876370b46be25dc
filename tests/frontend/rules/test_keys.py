"""The register of keys on pages: whom a key goes to, who trained them, and its way back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from members.models import Account
from spaces.models.access import Key, KeyMove
from tests.support.access import WayIn, make_way_in
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
PAGE = "/manage/rules/access/keys/"


@pytest.fixture
def way(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> WayIn:
    clock_at(NOW)
    return make_way_in(house.space)


@pytest.fixture
def page(way: WayIn, bob: Person, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def read(client: Client, path: str = PAGE) -> str:
    return text_of(client.get(path).content.decode())


def test_a_key_is_entered_by_its_number_once(page: Client) -> None:
    page.post(f"{PAGE}new/", {"number": "14", "opens": "La cave"})
    assert "Clé 14 · La cave à la maison" in read(page)
    again = page.post(f"{PAGE}new/", {"number": "14"})
    assert (again.status_code, Key.objects.filter(number="14").count()) == (409, 1)


def test_a_key_goes_to_a_member_found_by_name_and_stands_on_their_own_page(
    page: Client, way: WayIn, alice: Person, client_of: ClientOf
) -> None:
    path = f"{PAGE}{way.key.pk}/handover/"
    assert f"member={alice.member.pk}" in page.get(f"{path}?q=ali").content.decode()
    assert "Remettre la clé 12 à Alice ?" in read(page, f"{path}?member={alice.member.pk}")
    sent = {"member": alice.member.pk, "trained_by": "Karim", "trained_on": "2026-11-20"}
    page.post(path, sent)
    assert "chez Alice depuis le 24 novembre 2026, remise par Bob, formation par Karim" in read(page)
    mine = read(client_of(alice.account), "/me/")
    assert "Mes clés Clé 12 · Porte de la rue" in mine
    assert page.post(path, sent).status_code == 409


def test_a_key_goes_to_somebody_without_an_account(page: Client, way: WayIn) -> None:
    path = f"{PAGE}{way.key.pk}/handover/"
    assert "à Fab lab ?" in read(page, f"{path}?name=Fab+lab")
    page.post(path, {"name": "Fab lab"})
    move = KeyMove.objects.get()
    assert (move.holder_label, move.holder_reference) == ("Fab lab", "")


@pytest.mark.parametrize(("outcome", "said"), [("returned", "Rendue par Fab lab"), ("lost", "Perdue par Fab lab")])
def test_a_key_comes_back_or_is_lost(page: Client, way: WayIn, outcome: str, said: str) -> None:
    page.post(f"{PAGE}{way.key.pk}/handover/", {"name": "Fab lab"})
    back = f"{PAGE}{way.key.pk}/return/"
    assert "La clé 12 est revenue ?" in read(page, back)
    page.post(back, {"outcome": outcome})
    text = read(page, f"{PAGE}{way.key.pk}/")
    assert said in text
    assert "Remise à Fab lab" in text
    assert page.post(back, {"outcome": outcome}).status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "Zoé", "trained_by": "Karim"},
        {"name": "Zoé", "trained_on": "2026-11-20"},
        {"name": "Zoé", "trained_by": "Karim", "trained_on": "2026-11-25"},
        {"name": "Zoé", "trained_by": "Karim", "trained_on": "x"},
        {"name": " "},
    ],
)
def test_half_a_training_or_one_to_come_is_not_written_down(page: Client, way: WayIn, sent: dict[str, str]) -> None:
    page.post(f"{PAGE}{way.key.pk}/handover/", sent)
    assert not KeyMove.objects.exists()


def test_a_member_who_is_not_there_is_refused(page: Client, way: WayIn) -> None:
    assert page.post(f"{PAGE}{way.key.pk}/handover/", {"member": "99999"}).status_code == 404
