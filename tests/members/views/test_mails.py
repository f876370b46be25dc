"""The page of the mails I receive, the link that needs no sign-in, and the same by the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from common.rights import Right
from members.mail_kinds import MailHolder, mail_kinds
from members.models import Account, MailChoice
from members.operations.mails import mail_link
from members.queries.mails import unwanted_mails
from tests.support.api import api_of
from tests.support.booking import NOW
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse

ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _now(clock_at: Any) -> None:
    clock_at(NOW)


def unwanted(person: Person) -> frozenset[str]:
    return unwanted_mails(MailHolder(account_id=person.account.pk))


def for_everybody() -> list[str]:
    return [code for code, kind in mail_kinds().items() if kind.right is None]


def test_the_page_keeps_what_is_ticked(house: SmallHouse, client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    page = client.get("/me/mails/").content.decode()
    assert page.count(" checked") == len(for_everybody())
    ticked = {code: "on" for code in for_everybody() if code != "booking_moved"}
    assert client.post("/me/mails/", ticked).status_code == 302
    assert unwanted(alice) == {"booking_moved"}
    assert client.get("/me/mails/").content.decode().count(" checked") == len(for_everybody()) - 1
    client.post("/me/mails/", {})
    assert unwanted(alice) == set(for_everybody())


def test_what_goes_with_a_right_is_offered_to_those_who_hold_it(
    house: SmallHouse, client_of: ClientOf, alice: Person, bob: Person
) -> None:
    make_circle("demandes", [Right.APPROVE_BOOKINGS], bob)
    asked = "Une demande attend ma réponse"
    assert asked in client_of(bob.account).get("/me/mails/").content.decode()
    assert asked not in client_of(alice.account).get("/me/mails/").content.decode()
    assert "booking_to_answer" in [row["kind"] for row in api_of(bob).get("me/mail-preferences/").json["results"]]


def test_the_page_of_my_account_leads_there(house: SmallHouse, client_of: ClientOf, alice: Person) -> None:
    assert 'href="/me/mails/"' in client_of(alice.account).get("/me/").content.decode()


def test_a_link_shows_what_it_would_do_and_changes_nothing_by_itself(
    house: SmallHouse, client: Client, alice: Person
) -> None:
    link = mail_link(MailHolder(account_id=alice.account.pk), "booking_moved")
    assert "Je déplace une réservation" in client.get(f"/mails/{link}/").content.decode()
    assert not MailChoice.objects.exists()


def test_a_link_is_obeyed_without_a_session_a_cookie_or_a_form(house: SmallHouse, alice: Person) -> None:
    link = mail_link(MailHolder(account_id=alice.account.pk), "booking_moved")
    program = Client(enforce_csrf_checks=True)
    answer = program.post(f"/mails/{link}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert unwanted(alice) == {"booking_moved"}


@pytest.mark.parametrize("link", ["x", "a1-booking_moved", "a1-booking_moved.AAAA", "%00", "é" * 50])
def test_a_link_that_nobody_made_is_not_found(house: SmallHouse, client: Client, alice: Person, link: str) -> None:
    assert client.get(f"/mails/{link}/").status_code == 404
    assert client.post(f"/mails/{link}/").status_code == 404
    assert not MailChoice.objects.exists()


def test_a_program_reads_and_changes_the_same(house: SmallHouse, alice: Person) -> None:
    api = api_of(alice)
    assert [row["kind"] for row in api.get("me/mail-preferences/").json["results"]] == for_everybody()
    changed = api.post("me/mail-preferences/", {"kind": "booking_moved", "is_wanted": False}).json["results"]
    assert [row["kind"] for row in changed if not row["is_wanted"]] == ["booking_moved"]
    assert unwanted(alice) == {"booking_moved"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "everything", "is_wanted": False}, "mail_kind_unknown"),
        ({"kind": "booking_moved"}, "required"),
        ({"kind": "booking_moved", "is_wanted": "perhaps"}, "invalid"),
        ({"kind": "x" * 300, "is_wanted": True}, "max_length"),
        ({"kind": "booking_moved", "is_wanted": True, "account": 1}, "unknown_field"),
        (["booking_moved"], "invalid"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(house: SmallHouse, alice: Person, body: object, code: str) -> None:
    refused = api_of(alice).post("me/mail-preferences/", body)
    assert (refused.status, refused.code) == (422, code)
    assert not MailChoice.objects.exists()
