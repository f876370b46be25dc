"""Signing in, by code and by password, and opening an account: as the forms alone do it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from members.models import Account
from tests.support.cast import PASSWORD, Person
from tests.support.houses import SmallHouse
from tests.support.mails import last_code, last_mail

LOGIN, CODE, SIGNUP, EMAIL_CODE = "/account/login/", "/account/login/code/", "/account/signup/", "/account/email/code/"
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _house(house: SmallHouse) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _who(client: Client) -> str | None:
    account_id = client.session.get("_auth_user_id")
    return Account.objects.get(pk=account_id).email if account_id else None


def _ask_for_code(client: Client, email: str, **values: str) -> None:
    response = client.post(LOGIN, {"login": email, **values})
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, CODE)


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_a_member_signs_in_by_a_mailed_code(client: Client, alice: Person) -> None:
    _ask_for_code(client, "alice@example.org")
    code = last_code("alice@example.org")
    page = client.get(CODE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    response = client.post(CODE, {"code": f" {code[:4]} {code[4:]} "})
    assert response["Location"] == "/"
    assert _who(client) == "alice@example.org"


def test_the_code_is_mailed_in_the_language_of_the_account(client: Client, alice: Person) -> None:
    Account.objects.update(language="fr")
    _ask_for_code(client, "alice@example.org")
    message = last_mail("alice@example.org")
    assert message.subject == "Code de connexion à Mutualab"
    assert "Il vaut 15 minutes" in str(message.body)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not getattr(message, "alternatives", [])


def test_a_code_holds_for_15_minutes_and_not_longer(client: Client, alice: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _ask_for_code(client, "alice@example.org")
        code = last_code("alice@example.org")
        clock.shift(timedelta(minutes=15, seconds=1))
        assert client.post(CODE, {"code": code})["Location"] == LOGIN
        assert _who(client) is None
        clock.move_to(NOW)
        _ask_for_code(client, "alice@example.org")
        clock.shift(timedelta(minutes=15))
        client.post(CODE, {"code": last_code("alice@example.org")})
        assert _who(client) == "alice@example.org"


def test_a_code_sent_again_holds_for_15_minutes_of_its_own_and_ends_the_first(client: Client, alice: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _ask_for_code(client, "alice@example.org")
        first = last_code("alice@example.org")
        clock.shift(timedelta(minutes=14))
        client.post(CODE, {"action": "resend"})
        second = last_code("alice@example.org")
        clock.shift(timedelta(minutes=14))
        assert client.post(CODE, {"code": first}).status_code == 200
        client.post(CODE, {"code": second})
        assert _who(client) == "alice@example.org"


def test_a_code_serves_once(client: Client, alice: Person) -> None:
    _ask_for_code(client, "alice@example.org")
    code = last_code("alice@example.org")
    client.post(CODE, {"code": code})
    client.post("/account/logout/")
    assert client.post(CODE, {"code": code})["Location"] == LOGIN
    assert _who(client) is None


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(client: Client, alice: Person) -> None:
    _ask_for_code(client, "alice@example.org")
    other = Client()
    _ask_for_code(other, "alice@example.org")
    newest = last_code("alice@example.org")
    client.post(CODE, {"code": newest})
    assert _who(client) is None


def test_five_wrong_codes_end_the_attempt_even_for_the_right_one(client: Client, alice: Person) -> None:
    _ask_for_code(client, "alice@example.org")
    code = last_code("alice@example.org")
    for _ in range(5):
        client.post(CODE, {"code": _wrong(code)})
    client.post(CODE, {"code": code})
    assert _who(client) is None


def test_an_address_gets_three_codes_a_minute_at_most(alice: Person) -> None:
    sent = [Client().post(LOGIN, {"login": "alice@example.org"}).status_code for _ in range(5)]
    assert sent == [302, 302, 302, 200, 200]
    assert len(mail.outbox) == 3


def test_an_unknown_address_is_answered_as_a_known_one(client: Client, alice: Person) -> None:
    other = Client()
    _ask_for_code(client, "alice@example.org")
    _ask_for_code(other, "nobody@example.org")
    known, unknown = client.get(CODE).content.decode(), other.get(CODE).content.decode()
    strip = _without_tokens
    assert strip(known.replace("alice@", "nobody@")) == strip(unknown)
    message = last_mail("nobody@example.org")
    assert f"{settings.PUBLIC_URL}/account/signup/" in str(message.body)


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: Client, alice: Person) -> None:
    pages = [
        client.post(LOGIN, {"login": email, "password": "not this one"}).content.decode()
        for email in ("alice@example.org", "nobody@example.org")
    ]
    assert "ne vont pas ensemble" in pages[0]
    assert _without_tokens(pages[0].replace("alice@", "nobody@")) == _without_tokens(pages[1])


def test_the_password_opens_the_session_at_once(client: Client, alice: Person) -> None:
    client.post(LOGIN, {"login": "ALICE@example.org", "password": PASSWORD})
    assert _who(client) == "alice@example.org"


def test_five_wrong_passwords_make_an_address_wait(alice: Person) -> None:
    for _ in range(5):
        Client().post(LOGIN, {"login": "alice@example.org", "password": "wrong"})
    client = Client()
    page = client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD}).content.decode()
    assert "Trop d’essais" in page
    assert _who(client) is None


@pytest.mark.parametrize(("remember", "age"), [("on", 180 * 24 * 3600), ("", None)])
@pytest.mark.parametrize("way", ["code", "password"])
def test_my_own_device_is_remembered_for_180_days_another_until_it_closes(
    client: Client, alice: Person, remember: str, age: int | None, way: str
) -> None:
    values = {"remember": remember} if remember else {}
    if way == "password":
        client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD, **values})
    else:
        _ask_for_code(client, "alice@example.org", **values)
        client.post(CODE, {"code": last_code("alice@example.org")})
    assert (client.cookies["sessionid"]["max-age"] or None) == age


def test_a_session_in_use_is_renewed_once_a_day(client: Client, alice: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD, "remember": "on"})
        client.get("/place/")
        clock.shift(timedelta(hours=1))
        assert "sessionid" not in client.get("/me/").cookies
        clock.shift(timedelta(days=100))
        assert client.get("/me/").cookies["sessionid"]["max-age"] == settings.OWN_DEVICE_SESSION_AGE
        clock.shift(timedelta(days=100))
        assert client.get("/me/").status_code == 200
        clock.shift(timedelta(days=181))
        assert client.get("/me/").status_code == 302


def test_a_session_of_a_borrowed_device_is_over_after_two_idle_days(client: Client, alice: Person) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD})
        clock.shift(timedelta(days=1))
        assert client.get("/me/").status_code == 200
        clock.shift(timedelta(days=2, seconds=1))
        assert client.get("/me/").status_code == 302


def test_a_closed_account_is_told_so_and_stays_out(client: Client, alice: Person) -> None:
    Account.objects.update(is_active=False)
    response = client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD})
    assert response["Location"] == "/account/closed/"
    assert "Ce compte est fermé" in client.get("/account/closed/").content.decode()
    assert _who(client) is None


def test_nothing_happens_on_reading_a_page(
    client: Client, alice: Person, client_of: Callable[[Account], Client]
) -> None:
    signed_in = client_of(alice.account)
    assert "Se déconnecter de cet appareil" in signed_in.get("/account/logout/").content.decode()
    assert _who(signed_in) == "alice@example.org"
    signed_in.post("/account/logout/")
    assert _who(signed_in) is None


def test_after_signing_in_one_is_where_one_wanted_to_go_but_never_elsewhere(client: Client, alice: Person) -> None:
    values = {"login": "alice@example.org", "password": PASSWORD}
    assert client.post(LOGIN, {**values, "next": "/me/tokens/"})["Location"] == "/me/tokens/"
    other = Client()
    assert other.post(LOGIN, {**values, "next": "https://evil.example/"})["Location"] == "/"


def test_the_pages_come_in_the_language_of_the_account_from_then_on(client: Client, alice: Person) -> None:
    Account.objects.update(language="en")
    client.post(LOGIN, {"login": "alice@example.org", "password": PASSWORD})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en">' in client.get("/me/").content.decode()


def test_an_outside_customer_opens_an_account_with_name_address_and_code(client: Client) -> None:
    response = client.post(SIGNUP, {"name": " Nadia Benali ", "email": "Nadia@example.org"})
    assert response["Location"] == EMAIL_CODE
    assert _who(client) is None
    client.post(EMAIL_CODE, {"code": last_code("nadia@example.org")})
    assert _who(client) == "nadia@example.org"
    account = Account.objects.get()
    assert (account.name, account.language, account.has_usable_password()) == ("Nadia Benali", "fr", False)
    assert EmailAddress.objects.get().verified
    assert "Clientèle extérieure" in client.get("/me/").content.decode()


def test_an_account_whose_address_was_never_checked_is_opened_by_nobody_else(client: Client) -> None:
    client.post(SIGNUP, {"name": "Mallory", "email": "nadia@example.org"})
    nadia = Client()
    _ask_for_code(nadia, "nadia@example.org")
    nadia.post(CODE, {"code": last_code("nadia@example.org")})
    assert _who(nadia) == "nadia@example.org"
    assert _who(client) is None


def test_opening_a_second_account_looks_the_same_and_tells_the_owner(client: Client, alice: Person) -> None:
    response = client.post(SIGNUP, {"name": "Alice", "email": "alice@example.org"})
    assert response["Location"] == EMAIL_CODE
    assert "Continuer" in client.get(EMAIL_CODE).content.decode()
    assert last_mail("alice@example.org").subject == "Un compte existe déjà à Mutualab"
    assert Account.objects.count() == 1


def test_the_code_of_a_new_account_holds_for_15_minutes(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client.post(SIGNUP, {"name": "Nadia", "email": "nadia@example.org"})
        clock.shift(timedelta(minutes=15, seconds=1))
        client.post(EMAIL_CODE, {"code": last_code("nadia@example.org")})
    assert _who(client) is None


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "", "email": ""},
        {"name": "x" * 151, "email": "nadia@example.org"},
        {"name": "Nadia\x00", "email": "nadia@example.org"},
        {"name": "Nadia", "email": "nadia\x00@example.org"},
        {"name": "Nadia", "email": "nadia@example.org\r\nBcc: all@example.org"},
        {"name": "Nadia", "email": "x" * 250 + "@example.org"},
    ],
)
def test_a_hostile_sign_up_is_refused_on_its_page(client: Client, values: dict[str, str]) -> None:
    assert client.post(SIGNUP, values).status_code == 200
    assert not Account.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("path", [LOGIN, SIGNUP, CODE, EMAIL_CODE, "/account/login/passkey/"])
@pytest.mark.parametrize(
    "values",
    [
        {"login": "\x00", "password": "\x00", "code": "\x00", "email": "\x00", "name": "\x00", "credential": "\x00"},
        {"login": "x" * 10**6, "code": "9" * 10**6, "credential": "[" * 10**5},
        {"credential": '{"a":' * 3_000},
        {"login": ["a", "b"], "code": ["1", "2"], "action": ["x"], "credential": "[]", "next": "javascript:alert(1)"},
        {"credential": '{"response": {"userHandle": 5}}', "action": "resend"},
        {"credential": '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "eno6enp6enp6"}}'},
    ],
)
def test_hostile_form_data_makes_no_page_fail(client: Client, path: str, values: dict[str, str]) -> None:
    for _ in range(2):
        assert client.post(path, values).status_code < 500
        client.post(LOGIN, {"login": "nobody@example.org"})


def _without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)
