"""Moi, and the settings of one's own account."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.models import AuditEntry
from members.devices import CONFIRMED_AT
from members.models import Account, Member, Membership
from tests.support.cast import PASSWORD, Person
from tests.support.houses import SmallHouse
from tests.support.mails import last_code, last_mail

ClientOf = Callable[[Account], Client]
ClockAt = Callable[[datetime], datetime]

PAGES = ["/me/", "/me/profile/", "/me/email/", "/me/password/", "/me/devices/", "/me/passkeys/", "/me/passkeys/new/"]
EMAIL_CODE = "/account/email/code/"


@pytest.fixture(autouse=True)
def _house(house: SmallHouse, clock_at: ClockAt) -> None:
    cache.clear()
    clock_at(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def _unconfirmed(client: Client) -> Client:
    session = client.session
    session[CONFIRMED_AT] = 0
    session.save()
    return client


@pytest.mark.parametrize("path", [*PAGES, "/me/tokens/", "/me/tokens/new/", "/account/confirmation/"])
def test_nobody_reaches_a_page_of_ones_own_without_signing_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/account/login/?next={path}"
    assert client.post(path, {"name": "Mallory"}).status_code in {302, 405}


def test_a_member_reads_until_when_they_are_one(client_of: ClientOf, alice: Person) -> None:
    assert "Membre jusqu’au 31 décembre 2028" in _page(client_of(alice.account), "/me/")


def test_who_was_a_member_reads_since_when_they_are_not(client_of: ClientOf, alice: Person) -> None:
    Membership.objects.filter(starts_on__year__gt=2025).delete()
    Membership.objects.create(member=alice.member, starts_on="2025-01-01", ends_on="2025-12-31")
    assert "Adhésion terminée le 31 décembre 2025" in _page(client_of(alice.account), "/me/")


def test_an_outside_customer_reads_that_they_are_one(client_of: ClientOf, oscar: Person) -> None:
    assert "Clientèle extérieure" in _page(client_of(oscar.account), "/me/")


def test_session_account_and_actor_are_read_in_three_queries(client_of: ClientOf, bob: Person) -> None:
    client = client_of(bob.account)
    client.get("/account/logout/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/logout/")
    asked = [query["sql"] for query in queries if "spaces_house" not in query["sql"]]
    assert len(asked) == 3, asked


def test_name_and_language_change_everywhere_and_are_on_record(client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    response = client.post("/me/profile/", {"name": " Alice Martin ", "language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/me/")
    assert Account.objects.get().language == "en"
    assert Member.objects.get().name == "Alice Martin"
    assert client.cookies["django_language"].value == "en"
    entry = AuditEntry.objects.get(action="account.changed")
    assert entry.changes == {"name": ["Alice", "Alice Martin"], "language": ["fr", "en"]}
    client.post("/me/profile/", {"name": "Alice Martin", "language": "en"})
    assert AuditEntry.objects.filter(action="account.changed").count() == 1


@pytest.mark.parametrize(
    "values",
    [{}, {"name": "", "language": "fr"}, {"name": "A\x00", "language": "fr"}, {"name": "A", "language": "tlh"}],
)
def test_a_hostile_profile_is_refused_on_its_page(client_of: ClientOf, alice: Person, values: dict[str, str]) -> None:
    assert client_of(alice.account).post("/me/profile/", values).status_code == 200
    assert Account.objects.get().name == "Alice"


def test_the_address_changes_only_once_its_code_is_entered(client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    response = client.post("/me/email/", {"email": "Alice@new.example.org"})
    assert response["Location"] == EMAIL_CODE
    assert Account.objects.get().email == "alice@example.org"
    assert client.post(EMAIL_CODE, {"code": last_code("alice@new.example.org")})["Location"] == "/me/"
    assert Account.objects.get().email == Member.objects.get().email == "alice@new.example.org"
    address = EmailAddress.objects.get()
    assert (address.email, address.primary, address.verified) == ("alice@new.example.org", True, True)
    assert "alice@new.example.org" in str(last_mail("alice@example.org").body)
    entry = AuditEntry.objects.get(action="account.email_changed")
    assert entry.changes == {"email": ["alice@example.org", "alice@new.example.org"]}


def test_the_address_of_somebody_else_is_not_betrayed_and_not_taken(
    client_of: ClientOf, alice: Person, charlie: Person
) -> None:
    client = client_of(alice.account)
    assert client.post("/me/email/", {"email": "charlie@example.org"})["Location"] == EMAIL_CODE
    page = client.post(EMAIL_CODE, {"code": last_code("charlie@example.org")}).content.decode()
    assert "existe déjà" in page
    assert Account.objects.get(pk=alice.account.pk).email == "alice@example.org"


def test_five_wrong_codes_leave_the_address_as_it_is(client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    client.post("/me/email/", {"email": "alice@new.example.org"})
    code = last_code("alice@new.example.org")
    for _ in range(5):
        client.post(EMAIL_CODE, {"code": f"{(int(code) + 1) % 10**8:08}"})
    client.post(EMAIL_CODE, {"code": code})
    assert Account.objects.get().email == "alice@example.org"


def test_a_new_password_ends_the_other_devices_and_is_told_by_mail(alice: Person) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": "alice@example.org", "password": PASSWORD})
    assert here.post("/me/password/", {"password": "a belfry rings twice"})["Location"] == "/me/"
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    assert Account.objects.get().check_password("a belfry rings twice")
    assert "mot de passe" in last_mail("alice@example.org").subject
    assert "belfry" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("chosen", ["", "short", "password12", "1234567890123", "alice@example.org", "x" * 201])
def test_a_weak_password_is_refused(client_of: ClientOf, alice: Person, chosen: str) -> None:
    assert client_of(alice.account).post("/me/password/", {"password": chosen}).status_code == 200
    assert Account.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/me/email/", "/me/password/", "/me/passkeys/new/", "/me/tokens/new/"])
def test_what_touches_safety_asks_again_who_one_is(client_of: ClientOf, alice: Person, path: str) -> None:
    client = _unconfirmed(client_of(alice.account))
    for response in (client.get(path), client.post(path, {"password": "a belfry rings twice"})):
        assert response["Location"] == f"/account/confirmation/?next={path.replace('/', '%2F')}"
    assert Account.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("way", ["code", "password"])
def test_one_proves_it_by_code_or_password(client_of: ClientOf, alice: Person, way: str) -> None:
    client = _unconfirmed(client_of(alice.account))
    path = "/account/confirmation/?next=/me/tokens/new/"
    if way == "code":
        client.post(path, {"way": "send"})
        response = client.post(path, {"way": "code", "code": last_code("alice@example.org")})
    else:
        response = client.post(path, {"way": "password", "password": PASSWORD})
    assert response["Location"] == "/me/tokens/new/"
    assert client.get("/me/tokens/new/").status_code == 200


def test_a_wrong_proof_proves_nothing(client_of: ClientOf, alice: Person) -> None:
    client = _unconfirmed(client_of(alice.account))
    path = "/account/confirmation/"
    client.post(path, {"way": "code", "code": "00000000"})
    client.post(path, {"way": "send"})
    code = last_code("alice@example.org")
    for _ in range(5):
        client.post(path, {"way": "code", "code": f"{(int(code) + 1) % 10**8:08}"})
    client.post(path, {"way": "code", "code": code})
    client.post(path, {"way": "password", "password": "wrong"})
    client.post(path, {"way": "passkey", "credential": "{}"})
    assert client.get("/me/tokens/new/").status_code == 302


@pytest.mark.parametrize(
    "values",
    [{}, {"way": "\x00"}, {"way": "passkey", "credential": "["}, {"way": "code"}, {"way": "password", "next": "//x"}],
)
def test_a_hostile_proof_is_answered_calmly(client_of: ClientOf, alice: Person, values: dict[str, str]) -> None:
    client = _unconfirmed(client_of(alice.account))
    assert client.post("/account/confirmation/", values).status_code == 200


def test_proof_is_asked_for_ten_times_a_minute_at_most(client_of: ClientOf, alice: Person) -> None:
    client = client_of(alice.account)
    answers = [client.post("/account/confirmation/", {"way": "send"}).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]
    assert len(mail.outbox) == 10
