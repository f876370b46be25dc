"""A phone, a desktop or a browser without scripts, signed in as one of the cast."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.booking import NOW
from tests.support.cast import Person, client_of
from tests.support.houses import SmallHouse

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36",
    "locale": "fr-FR",
}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"}
Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture
def visit(browser: Browser, base_url: str, house: SmallHouse) -> Iterator[Visit]:
    """Return a function that opens an address as a person: `visit(alice, "/book/", on=DESKTOP)`."""
    with ExitStack() as stack:

        def open_page(person: Person, address: str, *, on: dict[str, Any] = PHONE, **options: Any) -> Page:
            context = browser.new_context(base_url=base_url, **{**on, **options})
            stack.callback(context.close)
            key = client_of(person.account).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": key, "url": base_url}])
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.goto(address)
            return page

        yield open_page


def settled(page: Page) -> None:
    """Wait until htmx has wired up what it put into the page; a person is slower than that."""
    expect(page.locator(".htmx-request, .htmx-added, .htmx-settling, .htmx-swapping")).to_have_count(0)
