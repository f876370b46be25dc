"""The API's description: committed, valid, and readable on a page."""

import re
import shlex
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from config.reference import described, described_in_yaml, operations
from spaces.queries import catalogue
from tests.support.api import Api, api_of
from tests.support.database import undone
from tests.support.houses import SmallHouse
from tests.support.scene import Scene

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"


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


def test_each_example_of_the_page_works(scene: Scene) -> None:
    api, owner = api_of(scene.people["bob"]), api_of(scene.people["alice"])
    parameters = re.compile(r"{(\w+)}")
    for one in operations(catalogue()):
        words = shlex.split(one.curl.replace("\\\n", ""))
        _address, _mark, query = next(word for word in words if "://" in word).partition("?")
        names = parameters.findall(one.path)
        path = one.path.removeprefix("/api/v1/").format(**scene.arguments(one.name, names))
        caller = (owner if "calendar" in one.name else api) if one.scope else Api()
        with undone():
            if one.method == "GET":
                assert caller.get(f"{path}?{query}" if query else path).status == 200, one.name
            elif one.method == "DELETE":
                assert caller.delete(path).status == 204, one.name
            else:
                body = _with_keys(orjson.loads(words[-1]), scene)
                if one.name == "use_freely":
                    body["resource"] = scene.house.large_room.pk
                assert caller.post(path, body).status in {200, 201, 204}, one.name


def _with_keys(body: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """Return an example with its keys as they are in this house."""
    known = {"member": scene.people["charlie"].member.pk}
    return {name: known.get(name, value) for name, value in body.items()}
