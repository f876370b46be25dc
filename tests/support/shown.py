"""Pages shown by a real browser without a server: each request is answered by the test's own client."""

from contextvars import Context, copy_context
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, Route

ORIGIN = "http://localhost"
AXE_OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
CONTRAST: dict[str, Any] = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


@dataclass
class Window:
    """Show answers in a page as if they came from the house, and keep what the page asked for and said."""

    page: Page
    strangers: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _answer: Any = None
    _client: Client | None = None
    _context: Context = field(default_factory=copy_context)

    def __post_init__(self) -> None:
        self.page.route("**/*", self._serve)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def show(self, answer: Any, path: str, *, client: Client | None = None) -> None:
        """Show an answer as the page at `path`; what its script fetches is answered by `client`."""
        self._answer, self._client, self._context = answer, client, copy_context()
        self.page.goto(ORIGIN + path)

    def faults(self) -> list[str]:
        """Return what hinders a reader: any rule in the light, contrast in the dark, width on a small phone."""
        found = self.violations(AXE_OPTIONS)
        self.page.emulate_media(color_scheme="dark")
        found += self.violations(CONTRAST)
        self.page.emulate_media(color_scheme="light")
        return found + self.too_wide(320) + self.too_wide(390)

    def violations(self, options: dict[str, Any]) -> list[str]:
        """Return one line for each accessibility violation: rule, what is wrong, and where."""
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{rule['id']}: {rule['help']} at {node['target']} {node.get('failureSummary', '')}"
            for rule in found
            for node in rule["nodes"]
        ]

    def too_wide(self, width: int) -> list[str]:
        """Return a line if the page has to be scrolled sideways at `width` pixels."""
        size = self.page.viewport_size or {"width": width, "height": 844}
        self.page.set_viewport_size({"width": width, "height": size["height"]})
        needed = int(self.page.evaluate("document.documentElement.scrollWidth"))
        return [f"{needed} px wide at {width}"] if needed > width else []

    def _serve(self, route: Route, request: Request) -> None:
        url = urlsplit(request.url)
        if f"{url.scheme}://{url.netloc}" != ORIGIN:
            self.strangers.append(request.url)
            route.abort()
        elif url.path.startswith("/static/"):
            found = finders.find(url.path.removeprefix("/static/"))
            route.fulfill(path=Path(str(found))) if found else route.fulfill(status=HTTPStatus.NOT_FOUND)
        elif request.is_navigation_request() and self._answer is not None:
            answer, self._answer = self._answer, None
            _fulfil(route, answer)
        elif self._client is not None and request.method == "GET":
            asked = {name: value for name, value in request.headers.items() if name.startswith("hx-")}
            _fulfil(route, self._context.run(self._client.get, f"{url.path}?{url.query}", headers=asked))
        else:
            route.fulfill(status=HTTPStatus.NO_CONTENT)


def _fulfil(route: Route, answer: Any) -> None:
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    route.fulfill(status=answer.status_code, headers=headers, body=answer.content)
