"""Every address of the product, and every page that people read, as the URL resolver has them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.support.scene import Scene

API = "api/v1/"
NOT_PAGES = {
    "healthz": "for machines",
    "language": "keeps a choice and goes back",
    "device-sign-out": "only sent",
    "devices-sign-out-others": "only sent",
    "mfa_login_webauthn": "for the browser's script",
    "token-revocation": "only sent",
    "book-people": "a piece of a page",
    "calendar-renewal": "only sent",
    "calendar-removal": "only sent",
    "booking-event": "for machines",
    "calendar-feed": "for machines",
    "rules-hours-withdrawal": "only sent",
    "rules-rule-withdrawal": "only sent",
    "way-in-showings": "only sent",
    "booking-confirmation": "only sent",
    "booking-check-in": "only sent",
    "free-uses": "only sent",
    "booking-departure": "only sent",
    "way-in-picture": "for machines",
    "api-nothing": "has nothing to show",
    "api-schema": "for machines",
}
FOR_STRANGERS = {"account_login", "account_signup", "account_confirm_login_code", "account_email_verification_sent"}
MANAGED = ("manage", "to-do", "booking-refusal", "audit", "rules", "rights", "access")


@dataclass(frozen=True)
class Address:
    """One pattern of the URL resolver: its name, its route, and what has to be filled in."""

    name: str
    route: str
    parameters: tuple[str, ...]

    def path(self, scene: Scene) -> str:
        """Return the address of Alice's thing."""
        return reverse(self.name, kwargs=scene.arguments(self.name, list(self.parameters)))

    @property
    def is_of_api(self) -> bool:
        return self.route.startswith(API)


@dataclass(frozen=True)
class Page:
    """A page in one state: who reads it, what was done before, what is asked, or sent."""

    name: str
    reader: str = "alice"
    state: str = ""
    query: str = ""
    sent: Callable[[Scene], dict[str, Any]] | None = None
    before: Callable[[Scene, Client], object] | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name}-{self.state}" if self.state else self.name

    def path(self, scene: Scene) -> str:
        asked = self.query.format(house=scene.house, booking=scene.booking)
        return address_of(self.name).path(scene) + (f"?{asked}" if asked else "")

    def prepare(self, scene: Scene, language: str = "fr") -> Client:
        """Return the reader's client, what has to happen before the page having happened."""
        client = scene.client_of(self.reader)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if self.before is not None:
            self.before(scene, client)
        return client

    def answer(self, scene: Scene, language: str = "fr") -> HttpResponse:
        """Return the page as its reader gets it in a language."""
        scene.speak(language)
        client, path = self.prepare(scene, language), self.path(scene)
        return client.get(path) if self.sent is None else client.post(path, self.sent(scene))  # type: ignore[return-value]


@cache
def addresses() -> tuple[Address, ...]:
    """Return every address that the URL resolver knows."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def address_of(name: str) -> Address:
    return next(address for address in addresses() if address.name == name)


def pages() -> list[Page]:
    """Return every page once, plainly, as the one reads it whom it is for."""
    named = (address.name for address in addresses() if not address.is_of_api or address.name == "api-docs")
    return [_plain(name) for name in named if name not in NOT_PAGES]


def _plain(name: str) -> Page:
    reader = "anonymous" if name in FOR_STRANGERS else "bob" if name.startswith(MANAGED) else "alice"
    return Page(name, reader, before=BEFORE.get(name), query=QUERIES.get(name, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Address(pattern.name or route, route, tuple(pattern.pattern.converters) or _groups(pattern))


def _groups(pattern: URLPattern) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None else ()


def sending(name: str, /, **values: str) -> Callable[[Scene, Client], object]:
    """Return what sends a form to the address called `name`."""
    return lambda scene, client: client.post(reverse(name), values)


WISH = "resource={house.small_room.pk}&starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
BEFORE = {
    "account_confirm_login_code": sending("account_login", login="alice@example.org"),
    "account_email_verification_sent": sending("account_signup", name="Nina", email="nina@example.org"),
}
QUERIES = {"book": "day=2026-12-10&view=day", "book-sheet": WISH}
