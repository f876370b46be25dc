"""Photograph every page of the demo house, on a phone and at a desk, by day and at night, to be looked at.

`bin/pictures [FOLDER]` follows every link as a visitor, a member and a co-manager would, each address
pattern once for each of them, and writes the pictures with a page that shows them side by side.
"""

import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.screenshots import demo_house
from tests.support.browsers import launch_arguments

READERS = {"visitor": "", "member": "lea@mutualab.example", "manager": "karim@mutualab.example"}
SIZES = {"phone": ViewportSize(width=390, height=844), "desk": ViewportSize(width=1280, height=800)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NO_PAGES = ("/static/", "/api/", "/calendar/", "/healthz", "/media/", "/demo/")
MOST_OF_ONE = 2


@dataclass(frozen=True)
class Found:
    """A page that a reader can reach by links."""

    reader: str
    name: str
    path: str


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    people = {address for address in READERS.values() if address}
    with demo_house(people) as (sessions, url), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        taken: list[tuple[Found, str]] = []
        known: set[str] = set()
        for reader, address in READERS.items():
            session = sessions.get(address)
            found = [page for page in _walk(browser, url, reader, session) if page.name not in known]
            known |= {page.name for page in found}
            taken += list(_photograph(browser, url, found, session=session, folder=folder))
        _write_index(folder, taken)
    print(f"{len(taken)} pictures in {folder}")  # noqa: T201 - what the command answers


def _walk(browser: Browser, url: str, reader: str, session: str | None) -> Iterator[Found]:
    """Yield each page that links lead to, breadth first; of one address pattern at most two."""
    page = _page(browser, url, session=session, size="phone", scheme="light")
    waiting, seen, names = deque(["/", "/book/"]), {"/", "/book/"}, dict[str, int]()
    while waiting:
        path = waiting.popleft()
        name = _name_of(path)
        if name is None or names.get(name, 0) >= MOST_OF_ONE:
            continue
        answer = page.goto(path)
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        names[name] = names.get(name, 0) + 1
        yield Found(reader, f"{name}-{names[name]}" if names[name] > 1 else name, path)
        links: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for link in links:
            address = urlsplit(urljoin(url, link))
            target = address.path + (f"?{address.query}" if address.query else "")
            is_page = not address.path.startswith(NO_PAGES) and not address.path.endswith(".ics")
            if address.netloc == urlsplit(url).netloc and target not in seen and is_page:
                seen.add(target)
                waiting.append(target)
    page.context.close()


def _photograph(
    browser: Browser, url: str, found: list[Found], *, session: str | None, folder: Path
) -> Iterator[tuple[Found, str]]:
    for size in SIZES:
        for scheme in SCHEMES:
            page = _page(browser, url, session=session, size=size, scheme=scheme)
            for one in found:
                page.goto(one.path, wait_until="load")
                file = f"{one.reader}-{one.name}-{size}-{scheme}.png"
                page.screenshot(path=folder / file, full_page=True)
                yield one, file
            page.context.close()


def _page(browser: Browser, url: str, *, session: str | None, size: str, scheme: Literal["light", "dark"]) -> Page:
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce", locale="fr-FR", base_url=url
    )
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return context.new_page()


def _name_of(path: str) -> str | None:
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return found.url_name


def _write_index(folder: Path, taken: list[tuple[Found, str]]) -> None:
    """Write a page that shows the four pictures of each page beside each other."""
    files: dict[Found, list[str]] = {}
    for one, file in taken:
        files.setdefault(one, []).append(file)
    rows = "".join(
        f"<h2>{escape(one.reader)}: {escape(one.name)} <small>{escape(one.path)}</small></h2><p>"
        + "".join(f'<a href="{escape(file)}"><img src="{escape(file)}" height="600" alt=""></a> ' for file in found)
        + "</p>"
        for one, found in files.items()
    )
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Pages</title>{rows}")


if __name__ == "__main__":
    main()
