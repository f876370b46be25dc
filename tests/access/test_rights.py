"""Every administrative page, and every endpoint that changes a setting, names the right it asks for."""

from typing import Any

import orjson
from django.urls import resolve

from common.rights import Right
from tests.access.bodies import body_of
from tests.reading.pages import Address, addresses
from tests.support.api import api_of
from tests.support.scene import Scene

MANAGED = [address for address in addresses() if address.route.startswith("manage/")]
API = [address for address in addresses() if address.is_of_api]
UNSAFE = ("POST", "PATCH", "PUT", "DELETE")


def test_every_page_under_manage_names_its_right(scene: Scene) -> None:
    assert len(MANAGED) > 10
    for address in MANAGED:
        rights = getattr(resolve(address.path(scene)).func, "rights", ())
        assert rights, address.name
        assert set(rights) <= set(Right), address.name


def test_a_plain_member_is_refused_on_every_page_under_manage(scene: Scene) -> None:
    client = scene.client_of("charlie")
    for address in MANAGED:
        path = address.path(scene)
        answers = [client.get(path), client.post(path, body_of(address.name, scene))]
        refused = [answer for answer in answers if answer.status_code != 405]
        assert refused, address.name
        for answer in refused:
            assert (answer.status_code, answer.context["reasons"][0].code) == (403, "right_needed"), address.name


def test_a_plain_member_changes_no_setting_by_the_api(scene: Scene) -> None:
    changing = [(address, method) for address in API for method in _manage_methods(address, scene)]
    assert len(changing) >= 6
    api = api_of(scene.people["charlie"])
    headers = {"Authorization": f"Bearer {api.key}"}
    for address, method in changing:
        body = orjson.dumps(body_of(address.name, scene))
        answer: Any = api.client.generic(
            method, address.path(scene), body, content_type="application/json", headers=headers
        )
        reason = answer.json()["reasons"][0]
        assert (answer.status_code, reason["code"]) == (403, "right_needed"), (address.name, method)
        assert reason["facts"]["right"] in Right.values, address.name


def _manage_methods(address: Address, scene: Scene) -> list[str]:
    """Return the unsafe methods of an endpoint that need a key which may manage."""
    view = getattr(resolve(address.path(scene)).func, "view_class", None)
    scopes = getattr(view, "scopes", {})
    return [method for method in UNSAFE if scopes.get(method) == "manage" and hasattr(view, method.lower())]
