"""Photograph the pages of a demo house for the README: bin/screenshots writes docs/screenshots/*.png."""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import django
from django.conf import settings
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.support.browsers import launch_arguments

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
TUESDAY_MORNING = "2026-11-24T09:02:00+01:00"
PHONE = (390, 844)
DESKTOP = (1280, 800)
MEMBER = "lea@mutualab.example"


@dataclass(frozen=True)
class Shot:
    """One picture: the page, who looks at it, on what, and the link they followed there."""

    name: str
    path: str
    who: str = ""
    size: tuple[int, int] = PHONE
    scheme: Literal["light", "dark"] = "light"
    click: str = ""


SHOTS = [
    Shot("today", "/", MEMBER),
    Shot("book", "/book/?day=2026-12-10&view=day", MEMBER),
    Shot("week", "/book/?day=2026-12-10&view=week", MEMBER, DESKTOP),
    Shot("sheet", "/book/?day=2026-12-10&view=day", MEMBER, click="Petite salle"),
    Shot("sheet-dark", "/book/?day=2026-12-10&view=day", MEMBER, scheme="dark", click="Petite salle"),
]


def main() -> None:
    with demo_house({shot.who for shot in SHOTS}) as (cookies, url), sync_playwright() as playwright:
        FOLDER.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(**launch_arguments())
        for shot in SHOTS:
            _take(browser, shot, url, cookies.get(shot.who))


@contextmanager
def demo_house(people: Collection[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Found and serve the demo house; yield a session for each address of `people`, and where it is served."""
    with tempfile.TemporaryDirectory(prefix="beffroi-screenshots-") as home:
        os.environ |= {"BEFFROI_MODE": "demo", "BEFFROI_HOME": home, "BEFFROI_NOW": TUESDAY_MORNING}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        cookies = _found_house(people)
        from tests.support import servers

        with servers.running_server(servers.current_database_url(), log=Path(home) / "server.log") as server:
            yield cookies, server.url


def _found_house(people: Collection[str]) -> dict[str, str]:
    from django.core.management import call_command

    from members.models import Account
    from tests.support.cast import client_of

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo")
    accounts = Account.objects.filter(email__in=people)
    return {account.email: client_of(account).cookies[settings.SESSION_COOKIE_NAME].value for account in accounts}


def _take(browser: Browser, shot: Shot, url: str, session: str | None) -> None:
    viewport = ViewportSize(width=shot.size[0], height=shot.size[1])
    context = browser.new_context(
        viewport=viewport, color_scheme=shot.scheme, reduced_motion="reduce", locale="fr-FR", base_url=url
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()
    page.goto(shot.path, wait_until="networkidle")
    if shot.click:
        page.get_by_role("link", name=shot.click).first.click()
        page.get_by_role("dialog").wait_for()
    page.screenshot(path=FOLDER / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main()
