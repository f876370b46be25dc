"""The API's description: committed, valid, and readable on a page."""

import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from config.reference import described, described_in_yaml, operations
from spaces.queries import catalogue
from tests.support.api import Api, api_of, room_asked
from tests.support.booking import NOW
from tests.support.cast import Person
from tests.support.houses import SmallHouse

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"
Hold = Callable[[datetime], datetime]


def test_the_committed_description_is_the_one_that_is_served() -> None:
    """Write it anew: manage.py spectacular --file docs/api/openapi.yaml."""
    assert COMMITTED.read_bytes() == described_in_yaml()


def test_the_description_is_valid_openapi() -> None:
    assert described()["openapi"].startswith("3.1")
    validate_schema(described())  # type: ignore[no-untyped-call]


def test_every_operation_says_what_it_does_and_how_it_refuses() -> None:
    for methods in described()["paths"].values():
        for said in methods.values():
            assert said["summary"].endswith(".")
            assert {"401", "422"} <= set(said["responses"])


@pytest.mark.parametrize(
    ("asked", "accept", "kind"),
    [("", "*/*", "yaml"), ("", "application/json", "json"), ("?format=json", "*/*", "json")],
)
def test_the_description_is_served_in_both_forms(client: Client, db: None, asked: str, accept: str, kind: str) -> None:
    answer = client.get(f"/api/v1/schema/{asked}", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == f"application/{kind}"
    again = client.get(f"/api/v1/schema/{asked}", headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_shows_every_operation(client: Client, house: SmallHouse) -> None:
    html = client.get("/api/v1/docs/").content.decode()
    for path, methods in described()["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code></h3>" in html


def test_each_example_of_the_page_works(house: SmallHouse, bob: Person, clock_at: Hold) -> None:
    clock_at(NOW)
    api = api_of(bob)
    for one in operations(catalogue()):
        booking = api.post("bookings/", room_asked(house)).json["id"]
        words = shlex.split(one.curl.replace("\\\n", ""))
        path = next(word for word in words if "://" in word).partition("/api/v1/")[2].replace("/12/", f"/{booking}/")
        caller = api if one.scope else Api()
        if one.method == "GET":
            assert caller.get(path).status == 200
        else:
            assert caller.post(path, orjson.loads(words[-1])).status in {200, 201}
        api.post(f"bookings/{booking}/cancellation/")
