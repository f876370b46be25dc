"""The front door and the language."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from spaces.models import House
from tests.support.houses import SmallHouse, make_space


def test_a_visitor_finds_place_hours_prices_and_ways_in(
    client: Client, house: SmallHouse, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    html = client.get("/").content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    for words in ("Ouvert jusqu’à 19 h", "Lundi à vendredi", "192,00 €", "160,00 €", "Demander une salle"):
        assert words in html
    assert "mailto:bonjour@example.org" in html


def test_each_space_has_its_own_part(client: Client, house: SmallHouse) -> None:
    make_space("atelier")
    House.objects.update(version="two spaces")
    html = client.get("/").content.decode()
    assert '<h2 id="mutualab">Mutualab</h2>' in html
    assert '<h2 id="atelier">Atelier</h2>' in html


def test_the_language_is_kept_for_a_year(client: Client, house: SmallHouse) -> None:
    response = client.post("/language/", {"language": "en", "next": "/place/"})
    assert response.headers["Location"] == "/place/"
    assert response.cookies["django_language"]["max-age"] == 365 * 24 * 3600
    assert '<html lang="en">' in client.get("/place/").content.decode()


@pytest.mark.parametrize("chosen", ["", "klingon", "../../etc", "fr\r\nSet-Cookie: a=b", "x" * 5000])
def test_a_language_nobody_speaks_changes_nothing(client: Client, house: SmallHouse, chosen: str) -> None:
    response = client.post("/language/", {"language": chosen, "next": "/"})
    assert response.status_code == 302
    assert "django_language" not in response.cookies


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_the_language_form_leads_to_no_other_site(client: Client, house: SmallHouse, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere}).headers["Location"] == "/"


def test_without_script_the_language_changes_too(browser: Browser, base_url: str, house: SmallHouse) -> None:
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/accessibility/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
