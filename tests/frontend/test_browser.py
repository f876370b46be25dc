"""The frame in a real browser: reading aids, keyboard, language, sheet and refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.houses import SmallHouse

pytestmark = pytest.mark.urls("tests.frontend.refusing_urls")
Axe = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR"}


def wait_until_settled(page: Page) -> None:
    """Wait until htmx has wired up what it put into the open sheet; a person is slower than that."""
    expect(page.locator("#sheet[open]")).to_be_visible()
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/accessibility/", "/nowhere/", "/refuse/", "/parts/", "/fail/"])
def test_a_reader_of_any_kind_can_read_it(
    browser: Browser, base_url: str, house: SmallHouse, axe: Axe, address: str, scheme: str, language: str
) -> None:
    context = browser.new_context(base_url=base_url, color_scheme=scheme, locale=language, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, f"{address} is {width} px wide"
    context.close()


@pytest.mark.parametrize("address", ["/", "/parts/", "/refuse/"])
def test_at_four_times_zoom_nothing_is_cut_off(page: Page, house: SmallHouse, address: str) -> None:
    house.house.name = "La Manufacture des Rives de la Deûle"
    house.house.version = "a long name"
    house.house.save()
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_key_reaches_the_content(page: Page, house: SmallHouse) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_language_can_be_changed_and_stays(page: Page, house: SmallHouse) -> None:
    page.goto("/accessibility/?from=here")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/accessibility/?from=here")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_sheet_takes_the_focus_and_gives_it_back(page: Page, house: SmallHouse) -> None:
    page.goto("/parts/")
    page.locator("#open").click()
    expect(page.locator("#sheet-title")).to_be_focused()
    expect(page.locator("#sheet")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).not_to_be_visible()
    expect(page.locator("#open")).to_be_focused()


def test_a_field_that_stays_keeps_the_focus_when_the_rest_changes(page: Page, house: SmallHouse) -> None:
    page.goto("/parts/")
    page.locator("#open").click()
    wait_until_settled(page)
    page.locator("#longer").focus()
    page.keyboard.press("Space")
    expect(page.locator("#sheet-title")).to_have_text("Petite salle, plus longtemps")
    expect(page.locator("#longer")).to_be_focused()


def test_a_refusal_in_the_sheet_is_told_there_and_focused(page: Page, house: SmallHouse) -> None:
    page.goto("/parts/")
    page.locator("#open").click()
    wait_until_settled(page)
    page.locator("#again").click()
    panel = page.locator("#sheet .panel.refused")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("La petite salle vient d’être prise")
    page.get_by_text("Fermer").click()
    expect(page.locator("#sheet")).not_to_be_visible()


def test_a_refusal_outside_the_sheet_is_told_at_the_top(page: Page, house: SmallHouse) -> None:
    page.goto("/parts/")
    page.locator("#refused").click()
    expect(page.locator("#refusal .panel.refused")).to_be_focused()
    expect(page.locator("#sheet")).not_to_be_visible()


def test_a_breakdown_of_a_piece_is_told_in_words(page: Page, house: SmallHouse) -> None:
    page.goto("/parts/")
    page.locator("#broken").click()
    expect(page.locator("#refusal .panel.refused")).to_have_text(
        "Cela n’a pas marché. Recharger la page, puis réessayer."
    )


def test_a_page_breaks_no_rule_of_its_own_policy(page: Page, house: SmallHouse) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/parts/")
    page.locator("#open").click()
    expect(page.locator("#sheet-title")).to_be_visible()
    assert said == []


def test_targets_are_large_enough_for_a_thumb(browser: Browser, base_url: str, house: SmallHouse) -> None:
    page = browser.new_page(base_url=base_url, viewport=PHONE)  # type: ignore[arg-type]
    page.goto("/parts/")
    boxes = page.locator(".button, .chip, .foot a, .foot button, .bar a, .mark").evaluate_all(
        "nodes => nodes.map(n => [n.textContent.trim(), n.getBoundingClientRect().height])"
    )
    assert not [(text, height) for text, height in boxes if height < 44]
    page.close()
