"""Who finds which entries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from common.rights import Right
from frontend.menu import menu_for
from members.models import Account
from members.people import Party, PersonActor
from tests.support.cast import Person
from tests.support.houses import SmallHouse

pytestmark = pytest.mark.urls("tests.frontend.menu_urls")
ClientOf = Callable[[Account], Client]


def actor(*rights: Right, space_id: int | None = None, name: str = "Léa Martin") -> PersonActor:
    return PersonActor(1, Party(name), frozenset((right.value, space_id) for right in rights))


def labels(path: str, who: PersonActor) -> tuple[list[str], list[str]]:
    menu = menu_for(RequestFactory().get(path), who)
    return [str(entry.label) for entry in menu.member], [str(entry.label) for entry in menu.manage]


def test_everybody_signed_in_has_the_same_entries_and_nobody_manages_without_a_right() -> None:
    assert labels("/", actor()) == (["Aujourd’hui", "Réserver"], [])


def test_each_right_opens_its_own_entry() -> None:
    assert labels("/", actor(Right.SEE_ALL_BOOKINGS))[1] == ["Réception"]
    assert labels("/", actor(Right.SEE_AUDIT))[1] == ["Réseau et technique"]
    for right in (Right.MANAGE_PRICES, Right.MANAGE_RULES, Right.MANAGE_HOURS, Right.MANAGE_CIRCLES):
        assert labels("/", actor(right))[1] == ["Règles et tarifs"]
    assert labels("/", actor(Right.MANAGE_MEMBERS))[1] == []


def test_a_right_in_one_space_is_enough_for_its_entry() -> None:
    assert labels("/", actor(Right.SEE_ALL_BOOKINGS, space_id=3))[1] == ["Réception"]


@pytest.mark.parametrize(
    ("path", "current"), [("/", ["Aujourd’hui"]), ("/book/", ["Réserver"]), ("/book/sheet/", ["Réserver"]), ("/x/", [])]
)
def test_the_entry_of_the_page_shown_is_marked(path: str, current: list[str]) -> None:
    menu = menu_for(RequestFactory().get(path), actor())
    assert [str(entry.label) for entry in menu.member if entry.is_current] == current


@pytest.mark.parametrize("path", ["/me/", "/me/tokens/", "/bookings/", "/bookings/7/"])
def test_what_is_mine_is_found_behind_the_portrait(path: str) -> None:
    menu = menu_for(RequestFactory().get(path), actor())
    assert (menu.first_name, menu.initial) == ("Léa", "L")
    assert menu.me is not None
    assert menu.me.is_current


def test_a_name_of_blanks_still_has_a_portrait() -> None:
    assert menu_for(RequestFactory().get("/"), actor(name=" ")).initial == "?"


def test_the_frame_costs_five_reads(client_of: ClientOf, house: SmallHouse, bob: Person) -> None:
    """Session, account, actor, the house's version, and the clock where it can be set."""
    client = client_of(bob.account)
    client.get("/place/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/place/")
    assert len(queries) == 5, [query["sql"] for query in queries]
