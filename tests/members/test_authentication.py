"""Tokens of the API: whose, how far they reach, and how long."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from members.models import Account, ApiToken
from members.operations import revoke_token
from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW, actor_of
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def _now(house: SmallHouse, clock_at: Hold) -> None:
    clock_at(NOW)


def test_a_token_says_who_it_stands_for(bob: Person, oscar: Person) -> None:
    me = api_of(bob).get("me/").json
    assert (me["name"], me["member"], me["audience"]) == ("Bob", bob.member.pk, "members")
    assert {"right": "see_audit", "space": None} in me["rights"]
    assert me["scopes"] == ["book", "manage", "read"]
    me = api_of(oscar).get("me/").json
    assert (me["account"], me["member"], me["audience"], me["rights"]) == (oscar.account.pk, None, "outside", [])


@pytest.mark.parametrize(
    "header",
    ["Bearer nonsense", "Bearer", "Bearer ", "Basic Ym9iOnNlY3JldA==", "Token x", "", "Bearer é", "Bearer a b"],
)
@pytest.mark.parametrize("path", ["me/", "spaces/"])
def test_a_token_that_is_none_is_refused_even_where_none_is_needed(header: str, path: str) -> None:
    refused = Api().get(path, Authorization=header)
    assert (refused.status, refused.code) == (401, "token_invalid")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_token_is_good_until_it_ends_or_is_taken_back(alice: Person, clock_at: Hold) -> None:
    api = api_of(alice)
    token = ApiToken.objects.get()
    assert api.get("me/").status == 200
    revoke_token(actor=actor_of(alice), at=NOW, token=token)
    assert api.get("me/").code == "token_invalid"
    api = api_of(alice)
    clock_at(NOW + timedelta(days=366))
    assert api.get("me/").code == "token_invalid"


def test_a_token_of_a_closed_account_is_refused(alice: Person) -> None:
    api = api_of(alice)
    Account.objects.filter(pk=alice.account.pk).update(is_active=False)
    assert api.get("me/").code == "token_invalid"


@pytest.mark.parametrize("path", ["bookings/", "bookings/1/", "me/", "audit/"])
def test_what_is_not_public_needs_a_token(path: str) -> None:
    refused = Api().get(path)
    assert (refused.status, refused.code) == (401, "not_authenticated")


def test_a_signed_in_session_opens_nothing_here(house: SmallHouse, client: Client, alice: Person) -> None:
    client.force_login(alice.account, backend="django.contrib.auth.backends.ModelBackend")
    api = Api(client=client)
    assert api.get("me/").status == 401
    assert api.post("bookings/", room_asked(house)).status == 401


def test_the_scopes_are_kept_apart(house: SmallHouse, alice: Person) -> None:
    reader, booker = api_of(alice, scopes=("read",)), api_of(alice, scopes=("book",))
    assert reader.post("quotes/", room_asked(house)).status == 200
    refused = reader.post("bookings/", room_asked(house))
    assert (refused.status, refused.code, refused.json["reasons"][0]["facts"]) == (
        403,
        "scope_missing",
        {"scope": "book"},
    )
    assert booker.post("bookings/", room_asked(house)).status == 201
    assert booker.get("bookings/").code == "scope_missing"
    assert booker.get("spaces/").status == 200


def test_a_refusal_speaks_the_language_that_is_asked_for() -> None:
    french, english = Api().get("me/"), Api().get("me/", Accept_Language="en")
    assert (french.headers["Content-Language"], english.headers["Content-Language"]) == ("fr", "en")
    assert french.code == english.code


def test_a_program_is_told_in_its_owners_language_unless_it_asks_for_another(alice: Person) -> None:
    api = api_of(alice)
    Account.objects.filter(pk=alice.account.pk).update(language="en")
    assert api.get("me/").headers["Content-Language"] == "en"
    assert "right" in api.get("audit/").json["detail"]
    assert api.get("me/", Accept_Language="fr").headers["Content-Language"] == "fr"
    assert Api().get("spaces/").headers["Content-Language"] == "fr"


def test_the_trail_is_for_those_who_may_read_it(house: SmallHouse, alice: Person, bob: Person) -> None:
    refused = api_of(alice).get("audit/")
    assert (refused.status, refused.code) == (403, "right_needed")
    api_of(alice).post("bookings/", room_asked(house))
    (entry,) = api_of(bob).get("audit/?action=booking.made").json["results"]
    assert entry["actor"] == {"kind": "person", "reference": f"account:{alice.account.pk}", "name": "Alice"}
    assert entry["changes"]["price"] == [None, 6720]
    assert api_of(bob).get(f"audit/?actor=account:{bob.account.pk}&action=booking.made").json["results"] == []
