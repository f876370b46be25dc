"""A program that calls the API with somebody's token; every answer is held against the API's description."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from config.reference import described
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
        response = self.client.get(f"/api/v1/{path}", headers=self._headers(headers))
        return _answer("get", path, response)

    def post(self, path: str, body: object = None, /, **headers: str) -> Answer:
        sent: Any = body if isinstance(body, bytes | str) else (body or {})
        kind = headers.pop("Content_Type", "application/json")
        response = self.client.post(f"/api/v1/{path}", sent, content_type=kind, headers=self._headers(headers))
        return _answer("post", path, response)

    def delete(self, path: str, /, **headers: str) -> Answer:
        response = self.client.delete(f"/api/v1/{path}", headers=self._headers(headers))
        return _answer("delete", path, response)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.key}", **named} if self.key else named


def api_of(person: Person, *, scopes: tuple[str, ...] = ("read", "book", "manage"), at: datetime = NOW) -> Api:
    """Return the API as called with a new token of the person."""
    made = create_token(actor=actor_of(person, at), at=at, account=person.account, name="tests", scopes=scopes)
    return Api(made.key)


def room_asked(
    house: SmallHouse, starts_at: str = "2026-12-10T14:00:00+01:00", ends_at: str = "2026-12-10T18:00:00+01:00"
) -> dict[str, Any]:
    """Return the body that asks for the small room; by default the afternoon of Thursday, 10 December 2026."""
    return {"resource": house.small_room.pk, "starts_at": starts_at, "ends_at": ends_at}


def _answer(method: str, path: str, response: Any) -> Answer:
    is_json = "json" in response.headers.get("Content-Type", "")
    json = response.json() if is_json and response.content else None
    _hold_against_description(method, f"/api/v1/{path.partition('?')[0]}", response=response, json=json)
    return Answer(response.status_code, dict(response.headers), response.content, json)


def _hold_against_description(method: str, path: str, *, response: Any, json: Any) -> None:
    """Fail where an answer is not described, or holds a field that is not."""
    whole = closed_description()
    said = whole["paths"].get(re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{resolve(path).route}"), {}).get(method)
    if said is None or response.status_code == 405:
        return
    answer = said["responses"][str(response.status_code)]
    if "$ref" in answer:
        answer = whole["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    if json is None:
        assert "content" not in answer
        return
    schema = answer["content"][response.headers["Content-Type"]]["schema"]
    Draft202012Validator({**whole, **schema}, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json)


@lru_cache(maxsize=1)
def closed_description() -> dict[str, Any]:
    """Return the description with every object closed to fields it does not name."""
    found = deepcopy(described())
    for schema in found["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return found
