"""Limits of attempts, against real processes: they hold for all of them together."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.core.cache import cache

from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.servers import Server

Serve = Callable[..., Server]
ATTEMPTS = 24


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


class _Visitor:
    """One browser of the network: it keeps its cookies and sends forms."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookies = server, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.opener.open(f"{server.url}/account/login/").close()

    def send(self, path: str, values: dict[str, str]) -> str:
        """Return the page that answers, or the number of a refusal."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        body = urlencode({**values, "csrfmiddlewaretoken": token or ""}).encode()
        try:
            with self.opener.open(Request(self.server.url + path, body), timeout=60) as response:
                return str(response.read().decode())
        except HTTPError as refusal:
            return str(refusal.code)


def _all_at_once(attempt: Callable[[int], str]) -> list[str]:
    with ThreadPoolExecutor(ATTEMPTS) as pool:
        return list(pool.map(attempt, range(ATTEMPTS)))


def test_passwords_tried_at_once_on_two_processes_are_counted_together(
    running_server: Serve, house: SmallHouse, alice: Person
) -> None:
    server = running_server(workers=2)
    visitors = [_Visitor(server) for _ in range(ATTEMPTS)]
    values = {"login": "alice@example.org", "password": "wrong"}
    pages = _all_at_once(lambda n: visitors[n].send("/account/login/", values))
    assert sum("ne vont pas ensemble" in page for page in pages) <= 5
    assert sum("Trop d’essais" in page for page in pages) >= ATTEMPTS - 5


def test_codes_tried_at_once_with_one_cookie_are_counted_together(
    running_server: Serve, house: SmallHouse, alice: Person
) -> None:
    server = running_server(workers=2)
    visitor = _Visitor(server)
    visitor.send("/account/login/", {"login": "alice@example.org"})
    pages = _all_at_once(lambda n: visitor.send("/account/login/code/", {"code": f"{n:08}"}))
    looked_at = sum("pas le bon code" in page for page in pages)
    assert 1 <= looked_at <= 5
