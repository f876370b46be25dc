"""Which language is spoken: the account's, else the one chosen, else the browser's, else French."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from members.models import Account
from spaces.models import House
from tests.support.cast import Person, make_account
from tests.support.houses import SmallHouse
from tests.support.mails import last_mail

FRENCH, ENGLISH = "Déclaration d’accessibilité", "Accessibility statement"
ClientOf = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _house(house: SmallHouse) -> None:
    cache.clear()


def _title(client: Client, *, cookie: str = "", browser: str = "", accept: str = "") -> str:
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    headers = {"accept-language": browser, "accept": accept}
    response = client.get("/accessibility/", headers={name: value for name, value in headers.items() if value})
    html = response.content.decode()
    assert f'<html lang="{response.headers["Content-Language"]}">' in html
    return FRENCH if FRENCH in html else ENGLISH


@pytest.mark.parametrize(
    ("account", "cookie", "asked", "title"),
    [
        ("", "", "", FRENCH),
        ("", "", "de", FRENCH),
        ("", "", "de, en;q=0.5", ENGLISH),
        ("", "", "en-GB", ENGLISH),
        ("", "fr", "en", FRENCH),
        ("", "en", "fr", ENGLISH),
        ("", "xx", "en", ENGLISH),
        ("fr", "en", "en", FRENCH),
        ("en", "fr", "fr", ENGLISH),
    ],
)
def test_the_account_comes_first_then_the_choice_then_the_browser(
    client: Client, client_of: ClientOf, *, account: str, cookie: str, asked: str, title: str
) -> None:
    reader = client_of(make_account("Alice", language=account)) if account else client
    assert _title(reader, cookie=cookie, browser=asked) == title


@pytest.mark.parametrize(
    ("asked", "title"), [("", ENGLISH), ("de", ENGLISH), ("*", ENGLISH), ("nl, fr;q=0.2", FRENCH), ("en", ENGLISH)]
)
def test_a_stranger_of_an_unknown_language_hears_the_houses_own(client: Client, asked: str, title: str) -> None:
    House.objects.update(default_language="en")
    assert _title(client, browser=asked, accept="text/html,*/*") == title


def test_the_choice_in_the_browser_comes_before_the_houses_language(client: Client) -> None:
    House.objects.update(default_language="en")
    assert _title(client, cookie="fr", browser="de", accept="text/html") == FRENCH


def test_before_there_is_a_house_french_is_spoken(client: Client) -> None:
    House.objects.all().delete()
    assert client.get("/", headers={"accept": "text/html"}).headers["Content-Language"] == "fr"


def test_a_language_changed_elsewhere_is_spoken_here_too(client_of: ClientOf, alice: Person) -> None:
    here, elsewhere = client_of(alice.account), client_of(alice.account)
    here.post("/language/", {"language": "fr"})
    elsewhere.post("/language/", {"language": "en"})
    assert _title(here) == ENGLISH


def test_who_is_not_signed_in_keeps_the_choice_in_the_browser(client: Client, alice: Person) -> None:
    client.post("/language/", {"language": "en"})
    alice.account.refresh_from_db()
    assert (_title(client, browser="fr"), alice.account.language) == (ENGLISH, "fr")


def test_a_refusal_speaks_the_accounts_language(client_of: ClientOf, alice: Person) -> None:
    Account.objects.update(language="en")
    html = client_of(alice.account).get("/bookings/999/", headers={"accept-language": "fr"}).content.decode()
    assert "This booking does not exist, or is not yours." in html


def test_a_mail_speaks_its_readers_language_not_the_pages(client: Client) -> None:
    make_account("Alice", language="en")
    client.post("/account/login/", {"login": "alice@example.org"}, headers={"accept-language": "fr"})
    message = last_mail("alice@example.org")
    assert message.subject == "Sign-in code for Mutualab"
    assert "It is valid for 15 minutes and works once." in str(message.body)


def test_a_mail_to_who_has_no_account_speaks_the_pages_language(client: Client) -> None:
    client.post("/account/login/", {"login": "nobody@example.org"}, headers={"accept-language": "en"})
    assert last_mail("nobody@example.org").subject == "No account at Mutualab with this address"


def test_the_api_speaks_as_it_is_asked_to(client: Client) -> None:
    said = {
        language: client.get("/api/v1/me/", headers={"accept-language": language}).json()["detail"]
        for language in ("fr", "en")
    }
    assert said["fr"].startswith("Il faut un jeton")
    assert said["en"].startswith("A token is needed")
