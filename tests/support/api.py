"""A program that calls the API with somebody's token."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from members.operations import create_token
from tests.support.booking import NOW, actor_of
from tests.support.cast import Person
from tests.support.houses import SmallHouse


@dataclass(frozen=True)
class Answer:
    """Hold one answer: its status, its headers, and its body as read from JSON."""

    status: int
    headers: dict[str, str]
    body: bytes
    json: Any

    @property
    def code(self) -> str:
        """Return the code of a problem."""
        return str(self.json["code"])

    @property
    def codes(self) -> set[str]:
        """Return the codes of all reasons of a problem."""
        return {reason["code"] for reason in self.json["reasons"]}


@dataclass(frozen=True)
class Api:
    """Call the API with a token, or without."""

    key: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, /, **headers: str) -> Answer:
        return self._answer(self.client.get(f"/api/v1/{path}", headers=self._headers(headers)))

    def post(self, path: str, body: object = None, /, **headers: str) -> Answer:
        sent = body if isinstance(body, bytes | str) else (body or {})
        return self._answer(
            self.client.post(f"/api/v1/{path}", sent, content_type="application/json", headers=self._headers(headers))
        )

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.key}", **named} if self.key else named

    @staticmethod
    def _answer(response: Any) -> Answer:
        is_json = "json" in response.headers.get("Content-Type", "")
        json = response.json() if is_json and response.content else None
        return Answer(response.status_code, dict(response.headers), response.content, json)


def api_of(person: Person, *, scopes: tuple[str, ...] = ("read", "book"), at: datetime = NOW) -> Api:
    """Return the API as called with a new token of the person."""
    made = create_token(actor=actor_of(person, at), at=at, account=person.account, name="tests", scopes=scopes)
    return Api(made.key)


def room_asked(
    house: SmallHouse, starts_at: str = "2026-12-10T14:00:00+01:00", ends_at: str = "2026-12-10T18:00:00+01:00"
) -> dict[str, Any]:
    """Return the body that asks for the small room; by default the afternoon of Thursday, 10 December 2026."""
    return {"resource": house.small_room.pk, "starts_at": starts_at, "ends_at": ends_at}
