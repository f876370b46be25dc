"""The journeys of signing in, in a real browser with a real (virtual) authenticator."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from playwright.sync_api import Browser, Page, ViewportSize, expect

from common import clock
from members import operations, queries
from members.devices import CONFIRMED_AT
from members.models import Account
from tests.support.cast import PASSWORD, Person
from tests.support.houses import SmallHouse
from tests.support.mails import last_code

Axe = Callable[[Page], None]
PHONE: ViewportSize = {"width": 390, "height": 844}
ENTRANCE = ["/account/login/", "/account/signup/", "/account/closed/"]
OWN = [
    "/me/",
    "/me/profile/",
    "/me/email/",
    "/me/password/",
    "/me/devices/",
    "/me/passkeys/",
    "/me/passkeys/new/",
    "/me/tokens/",
    "/me/tokens/new/",
    "/account/confirmation/",
    "/account/logout/",
]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _nothing_counted(house: SmallHouse) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR"}


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Return what the browser says on its console, as it comes: refusals by the policy among them."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def _add_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def _sign_in_by_code(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Adresse mail").first.fill(email)
    page.get_by_role("button", name="Recevoir un code par mail").click()
    expect(page).to_have_title(re.compile("Le code reçu par mail"))
    page.keyboard.type(last_code(email))
    page.keyboard.press("Enter")
    page.wait_for_url("/")


def test_the_keyboard_alone_signs_in_by_code(page: Page, alice: Person, complaints: list[str]) -> None:
    page.goto("/account/login/")
    page.get_by_label("Adresse mail").first.focus()
    page.keyboard.type("alice@example.org")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("00000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ce n’est pas le bon code.")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(last_code("alice@example.org"))
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    [session] = [cookie for cookie in page.context.cookies() if cookie.get("name") == "sessionid"]
    assert session.get("expires", 0) > 0
    assert complaints == []


def test_a_passkey_is_added_opens_the_account_and_is_removed(page: Page, alice: Person, complaints: list[str]) -> None:
    _add_authenticator(page)
    _sign_in_by_code(page, "alice@example.org")
    page.goto("/me/")
    page.get_by_text("Avancé").click()
    page.get_by_role("link", name="Clés d’accès").click()
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de la clé d’accès").fill("Téléphone d’Alice")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(page.get_by_text("La clé d’accès est ajoutée.")).to_be_visible()

    page.goto("/me/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/account/login/")
    page.get_by_label("Cet appareil est à moi").first.check()
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url("/")
    [session] = [cookie for cookie in page.context.cookies() if cookie.get("name") == "sessionid"]
    assert session.get("expires", 0) > 0

    page.goto("/me/passkeys/")
    page.get_by_role("link", name="Retirer Téléphone d’Alice").click()
    page.get_by_role("button", name="Retirer la clé d’accès").click()
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()

    page.goto("/me/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    expect(page.get_by_text("Cette clé d’accès n’ouvre aucun compte ici.")).to_be_visible()
    assert complaints == []


def test_a_passkey_confirms_who_one_is(page: Page, alice: Person, complaints: list[str]) -> None:
    _add_authenticator(page)
    _sign_in_by_code(page, "alice@example.org")
    page.goto("/me/passkeys/new/")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    page.wait_for_url("/me/passkeys/")
    _let_the_confirmation_lapse(page)
    page.goto("/me/password/")
    page.get_by_role("button", name="Confirmer avec une clé d’accès").click()
    page.wait_for_url("/me/password/")
    assert complaints == []


def test_a_passkey_of_no_account_here_is_told_so(page: Page, alice: Person, complaints: list[str]) -> None:
    _add_authenticator(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    expect(page.get_by_text("La clé d’accès n’a pas répondu.")).to_be_visible()
    assert complaints == []


def test_an_outside_customer_comes_in_by_name_address_and_code(page: Page, complaints: list[str]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Se connecter").first.click()
    page.get_by_role("link", name="Ouvrir un compte").click()
    page.get_by_label("Prénom et nom").fill("Nadia Benali")
    page.get_by_label("Adresse mail").fill("nadia@example.org")
    page.get_by_role("button", name="Recevoir le code").click()
    page.get_by_label("Code").fill(last_code("nadia@example.org"))
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("/")
    page.goto("/me/")
    expect(page.get_by_text("Clientèle extérieure")).to_be_visible()
    assert complaints == []


def test_without_a_script_one_signs_in_all_the_same(browser: Browser, base_url: str, alice: Person) -> None:
    plain = browser.new_page(base_url=base_url, locale="fr-FR", java_script_enabled=False)
    plain.goto("/account/login/")
    expect(plain.get_by_role("button", name="Entrer avec une clé d’accès")).to_be_hidden()
    plain.get_by_text("Avec un mot de passe").click()
    plain.locator("#password-login").fill("alice@example.org")
    plain.locator("#password").fill(PASSWORD)
    plain.get_by_role("button", name="Entrer avec le mot de passe").click()
    plain.wait_for_url("/")
    plain.close()


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_of_any_kind_can_read_the_pages_of_signing_in(
    browser: Browser, base_url: str, axe: Axe, oscar: Person, scheme: Literal["light", "dark"], language: str
) -> None:
    page = browser.new_page(base_url=base_url, color_scheme=scheme, locale=language, viewport=PHONE)
    for path in ENTRANCE:
        page.goto(path)
        _judge(page, axe)
    page.goto("/account/login/")
    page.locator("#id_login").fill("oscar@example.org")
    page.locator("form .button:visible").first.click()
    page.wait_for_url("**/account/login/code/")
    _judge(page, axe)
    page.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_of_any_kind_can_read_the_pages_of_ones_own(
    browser: Browser, base_url: str, axe: Axe, alice: Person, scheme: Literal["light", "dark"], language: str
) -> None:
    page = browser.new_page(base_url=base_url, color_scheme=scheme, locale=language, viewport=PHONE)
    Account.objects.update(language=language)
    page.goto("/account/login/")
    page.locator("details.fold summary").click()
    page.locator("#password-login").fill("alice@example.org")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("/")
    actor = queries.actor_for(alice.account, clock.now())
    operations.create_token(actor=actor, at=clock.now(), account=alice.account, name="Agenda", scopes=["read"])
    passkey = operations.add_passkey(
        actor=actor, at=clock.now(), account=alice.account, name="Téléphone", credential={"id": "x"}
    )
    for path in [*OWN, f"/me/passkeys/{passkey.pk}/", f"/me/passkeys/{passkey.pk}/removal/"]:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")
        _judge(page, axe)
    page.goto("/me/tokens/new/")
    page.locator("#id_name").fill("Agenda")
    page.locator("main form .button").click()
    expect(page.locator("main code")).to_be_visible()
    _judge(page, axe)
    page.close()


def _judge(page: Page, axe: Axe) -> None:
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} is {width} px wide"


def _let_the_confirmation_lapse(page: Page) -> None:
    [key] = [cookie.get("value") for cookie in page.context.cookies() if cookie.get("name") == "sessionid"]
    session = SessionStore(key)
    session[CONFIRMED_AT] = 0
    session.save()
