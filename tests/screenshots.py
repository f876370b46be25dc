"""Photograph the pages of a demo house for the README: bin/screenshots writes docs/screenshots/*.png."""

import os
import tempfile
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
    with tempfile.TemporaryDirectory(prefix="beffroi-screenshots-") as home:
        os.environ |= {"BEFFROI_MODE": "demo", "BEFFROI_HOME": home, "BEFFROI_NOW": TUESDAY_MORNING}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        cookies = _found_house()
        _photograph(cookies, Path(home))


def _found_house() -> dict[str, str]:
    """Make the demo house; return a session for each person who is in a picture."""
    from django.core.management import call_command

    from members.models import Account
    from tests.support.cast import client_of

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo")
    accounts = Account.objects.filter(email__in={shot.who for shot in SHOTS})
    return {account.email: client_of(account).cookies[settings.SESSION_COOKIE_NAME].value for account in accounts}


def _photograph(cookies: dict[str, str], home: Path) -> None:
    from tests.support import servers

    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        servers.running_server(servers.current_database_url(), log=home / "server.log") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_arguments())
        for shot in SHOTS:
            _take(browser, shot, server.url, cookies.get(shot.who))


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
