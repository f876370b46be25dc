"""The pages of circles and rights: what changes, for whom, is said before it is done."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import AuditEntry, GovernedField
from common.rights import Right
from members.models import Account, Circle, CircleRight
from tests.support.booking import NOW
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, make_space
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
LIST = "/manage/rules/circles/"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime], house: SmallHouse) -> None:
    clock_at(NOW)


@pytest.fixture
def tarifs(charlie: Person) -> Circle:
    return make_circle("tarifs", [Right.MANAGE_PRICES], charlie)


@pytest.fixture
def page(bob: Person, client_of: ClientOf) -> Client:
    return client_of(bob.account)


def read(client: Client, path: str) -> str:
    return text_of(client.get(path).content.decode())


def test_the_list_says_who_and_what(page: Client, tarifs: Circle) -> None:
    text = read(page, LIST)
    assert "Tarifs · 1 personne gérer les tarifs" in text
    assert "modifiable" in text


def test_a_circle_is_opened_and_called_otherwise(page: Client) -> None:
    answer = page.post(f"{LIST}new/", {"name": "Fab lab !", "purpose": "Les machines."})
    circle = Circle.objects.get(slug="fab-lab")
    assert answer.headers["Location"] == f"{LIST}{circle.pk}/"
    page.post(f"{LIST}{circle.pk}/words/", {"name": "Fab lab", "purpose": ""})
    circle.refresh_from_db()
    assert (circle.name, circle.purpose) == ("Fab lab", "")
    assert "Sa mission n’est pas encore écrite." in read(page, f"{LIST}{circle.pk}/")


def test_a_name_without_letters_has_a_short_name_all_the_same(page: Client) -> None:
    page.post(f"{LIST}new/", {"name": "☕"})
    assert Circle.objects.get(name="☕").slug == "cercle"


def test_a_person_is_found_by_name_and_added_once_their_gain_is_read(
    page: Client, tarifs: Circle, alice: Person
) -> None:
    add = f"{LIST}{tarifs.pk}/people/new/"
    assert f'href="{add}?member={alice.member.pk}"' in page.get(f"{add}?q=ali").content.decode()
    assert "Charlie" not in read(page, f"{add}?q=charlie")
    preview = read(page, f"{add}?member={alice.member.pk}")
    assert "Ajouter Alice ?" in preview
    assert "Alice gagne gérer les tarifs" in preview
    page.post(add, {"member": alice.member.pk})
    assert tarifs.people.filter(member=alice.member, left_at=None).exists()


def test_a_person_is_removed_once_their_loss_is_read(page: Client, tarifs: Circle, charlie: Person) -> None:
    removal = f"{LIST}{tarifs.pk}/people/{charlie.member.pk}/removal/"
    assert "Charlie perd gérer les tarifs" in read(page, removal)
    page.post(removal)
    assert not tarifs.people.filter(left_at=None).exists()
    assert page.get(removal).status_code == 422


def test_a_right_is_given_and_taken_back_once_it_is_read_for_whom(
    page: Client, tarifs: Circle, charlie: Person
) -> None:
    new = f"{LIST}{tarifs.pk}/rights/new/"
    assert "Charlie gagne gérer les règles" in read(page, f"{new}?right=manage_rules&where=")
    page.post(new, {"right": "manage_rules", "where": ""})
    given = CircleRight.objects.get(circle=tarifs, right=Right.MANAGE_RULES)
    assert given.space is None
    removal = f"{LIST}{tarifs.pk}/rights/{given.pk}/removal/"
    assert "Charlie perd gérer les règles" in read(page, removal)
    page.post(removal)
    assert not CircleRight.objects.filter(pk=given.pk).exists()
    assert page.post(removal).status_code == 404


def test_where_a_right_holds_is_asked_in_a_house_of_two_spaces(page: Client, tarifs: Circle, house: SmallHouse) -> None:
    new = f"{LIST}{tarifs.pk}/rights/new/"
    assert "Toute la maison" not in read(page, new)
    other = make_space("annexe")
    house.house.version = "two"
    house.house.save()
    assert "Toute la maison Mutualab Annexe" in read(page, new)
    assert "gagne gérer les règles (Annexe)" in read(page, f"{new}?right=manage_rules&where=annexe")
    page.post(new, {"right": "manage_rules", "where": "annexe"})
    assert CircleRight.objects.get(right=Right.MANAGE_RULES, circle=tarifs).space == other
    assert page.get(f"{new}?right=manage_circles&where=annexe").status_code == 422


def test_what_would_lock_the_house_out_is_said_instead_of_asked(page: Client, bob: Person) -> None:
    circle = Circle.objects.get(slug="reservations")
    given = circle.rights.get(right=Right.MANAGE_CIRCLES)
    for removal in (f"people/{bob.member.pk}/removal/", f"rights/{given.pk}/removal/"):
        path = f"{LIST}{circle.pk}/{removal}"
        text = read(page, path)
        assert "Plus personne ne pourrait changer les cercles et les droits" in text
        assert page.post(path).status_code == 409


def test_what_a_decision_governs_is_said_and_not_offered(page: Client, tarifs: Circle) -> None:
    GovernedField.objects.create(subject=f"circle:{tarifs.pk}", field="rights", decision="2026-014")
    html = page.get(f"{LIST}{tarifs.pk}/").content.decode()
    assert "décision 2026-014" in html
    assert "Donner un droit" not in html
    assert "Ajouter une personne" in html
    refused = page.post(f"{LIST}{tarifs.pk}/rights/new/", {"right": "manage_rules", "where": ""})
    assert (refused.status_code, refused.context["reasons"][0].code) == (422, "governed_by_decision")


@pytest.mark.parametrize("path", ["99999/", "99999/words/", "99999/people/new/", "99999/rights/new/"])
def test_a_circle_that_is_not_there_is_a_page_that_says_so(page: Client, path: str) -> None:
    assert page.get(f"{LIST}{path}").status_code == 404


@pytest.mark.parametrize("asked", ["member=x", "member=-1", "member=99999999999999999999", "q=%00", "right=x"])
def test_nonsense_only_asks_again(page: Client, tarifs: Circle, asked: str) -> None:
    for path in ("people/new/", "rights/new/"):
        assert page.get(f"{LIST}{tarifs.pk}/{path}?{asked}").status_code == 200
    assert page.post(f"{LIST}{tarifs.pk}/people/new/", {"member": "x"}).status_code == 200
    assert not AuditEntry.objects.exists()


def test_everybody_reads_who_may_do_what_and_members_read_names(
    tarifs: Circle, alice: Person, oscar: Person, client: Client, client_of: ClientOf
) -> None:
    for stranger in (client, client_of(oscar.account)):
        text = read(stranger, "/who-may-do-what/")
        assert "Gérer les tarifs Tarifs" in text
        assert "Charlie" not in text
    assert "Charlie" in read(client_of(alice.account), "/who-may-do-what/")


def test_moi_says_by_which_circle_one_may_do_what(
    tarifs: Circle, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    assert "Par le cercle « Tarifs » gérer les tarifs" in read(client_of(charlie.account), "/me/")
    assert "Mes droits" not in read(client_of(alice.account), "/me/")


@pytest.mark.parametrize(("path", "count"), [(LIST, 8), ("/who-may-do-what/", 7), ("/me/", 7)])
def test_three_circles_cost_as_much_as_one(
    page: Client, bob: Person, charlie: Person, path: str, count: int, query_count: CaptureQueriesContext
) -> None:
    page.get(path)
    with query_count as one:
        page.get(path)
    for number in range(3):
        make_circle(f"cercle-{number}", [Right.MANAGE_PRICES, Right.MANAGE_HOURS], bob, charlie)
    with query_count as many:
        page.get(path)
    assert (len(one), len(many)) == (count, count)
