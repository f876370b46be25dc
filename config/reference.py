"""The API's description: as a schema for programs, as a page for people."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from common import clock
from common.api.answers import JSON, json_of, tagged
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import instant
from spaces.queries import catalogue

YAML = "application/yaml"


@dataclass(frozen=True)
class Field:
    """One field of a body, of an address or of an answer."""

    name: str
    kind: str
    says: str
    is_required: bool


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of the API; `scope` is empty where everybody may."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Field]
    body: list[Field]
    shown: list[Field]
    refusals: list[tuple[str, str]]
    curl: str


@require_safe
def schema(request: HttpRequest) -> HttpResponseBase:
    """Give the OpenAPI description: JSON where it is preferred or asked for by ?format=json, else YAML."""
    wanted = request.GET.get("format") or ("json" if request.get_preferred_type([YAML, JSON]) == JSON else "yaml")
    if wanted == "json":
        return tagged(request, HttpResponse(json_of(described()), content_type=JSON))
    return tagged(request, HttpResponse(described_in_yaml(), content_type=YAML))


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show what can be asked, with a line of curl for each."""
    context = {"operations": list(operations(catalogue())), "address": f"{settings.PUBLIC_URL}/api/v1/"}
    return render(request, "api/docs.html", context)


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """Return the OpenAPI description, in English, as the committed one has it."""
    with translation.override("en"):
        found: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return found


@lru_cache(maxsize=1)
def described_in_yaml() -> bytes:
    """Return the OpenAPI description as `docs/api/openapi.yaml` holds it."""
    text: bytes = OpenApiYamlRenderer().render(described(), renderer_context={})  # type: ignore[no-untyped-call]
    return text


def link_bookings(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say what can be done with the booking that was made (drf-spectacular's hook)."""
    result["paths"]["/api/v1/bookings/"]["post"]["responses"]["201"]["links"] = {
        name: {"operationId": name, "parameters": {"booking_id": "$response.body#/id"}}
        for name in ("read_booking", "move_booking", "cancel_booking")
    }
    return result


def operations(house: HouseOffer) -> Iterator[Operation]:
    """Yield every operation in the order of its address, with an example that fits the house."""
    whole = described()
    for path, methods in whole["paths"].items():
        for method, said in methods.items():
            yield _operation(path, method, said=said, parts=whole["components"], house=house)


def _operation(
    path: str, method: str, *, said: Mapping[str, Any], parts: Mapping[str, Any], house: HouseOffer
) -> Operation:
    good = next(answer for code, answer in said["responses"].items() if code.startswith("2"))
    refusals = [code for code in said["responses"] if code[0] in "45"]
    body = said.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    security = said["security"]
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said["summary"],
        description=_marked(said.get("description", "")),
        scope="" if {} in security else security[0]["bearer"][0],
        parameters=[_parameter(one) for one in said.get("parameters", ())],
        body=list(_fields(body, parts)),
        shown=list(_fields(good.get("content", {}).get(JSON, {}).get("schema", {}), parts)),
        refusals=[(code, _marked(parts["responses"][code]["description"])) for code in refusals],
        curl=_curl(said["operationId"], method, path=path, has_token={} not in security, house=house),
    )


def _parameter(said: Mapping[str, Any]) -> Field:
    return Field(said["name"], _kind(said["schema"]), _marked(said.get("description", "")), said.get("required", False))


def _fields(said: Mapping[str, Any], parts: Mapping[str, Any], before: str = "") -> Iterator[Field]:
    """Yield the fields of an object and of what lies in it, by their path."""
    whole = _resolved(said, parts)
    for name, inner in whole.get("properties", {}).items():
        found = _resolved(inner, parts)
        says = _marked(found.get("description", ""))
        yield Field(before + name, _kind(found), says, name in whole.get("required", ()))
        if "items" in found:
            yield from _fields(found["items"], parts, f"{before}{name}[].")
        else:
            yield from _fields(found, parts, f"{before}{name}.")


def _resolved(said: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to written out; its own words go first."""
    referred = [one["$ref"] for one in (said, *said.get("allOf", ()), *said.get("oneOf", ())) if "$ref" in one]
    found: dict[str, Any] = {}
    for reference in reversed(referred):
        found |= parts["schemas"][reference.rpartition("/")[2]]
    return found | {name: value for name, value in said.items() if name != "$ref"}


def _marked(text: str) -> SafeString:
    """Return a text whose words between backticks are set as code."""
    words = enumerate(text.split("`"))
    return format_html_join("", "{}", ((format_html("<code>{}</code>", word) if n % 2 else word,) for n, word in words))


def _kind(said: Mapping[str, Any]) -> str:
    """Return the type in a word or two: « integer », « date-time or null », one of the values."""
    if "enum" in said:
        return " | ".join(str(value) for value in said["enum"] if value is not None)
    if "anyOf" in said:
        return " | ".join(_kind(one) for one in said["anyOf"])
    types = said.get("type", "object")
    names = [types] if isinstance(types, str) else list(types)
    return " | ".join(said.get("format", name) if name == "string" else name for name in names)


def _curl(name: str, method: str, *, path: str, has_token: bool, house: HouseOffer) -> str:
    queries, bodies = _examples(house)
    address = settings.PUBLIC_URL + re.sub(r"{\w+}", "12", path) + queries.get(name, "")
    lines = [f"curl '{address}'" if method == "get" else f"curl -X {method.upper()} '{address}'"]
    if has_token:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if method == "post":
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{orjson.dumps(bodies.get(name, {})).decode()}'")
    return " \\\n  ".join(lines)


def _examples(house: HouseOffer) -> tuple[dict[str, str], dict[str, Any]]:
    """Return an address's query and a body by operation, which make sense in this house now."""
    space = house.spaces[0]
    day = space.local(clock.now() + timedelta(days=15)).date()
    hours = [space.local(instant(day, time(hour), space.zone)).isoformat() for hour in (9, 13, 14, 18)]
    room = next((r for r in space.resources if r.kind == ResourceKind.ROOM), space.resources[0])
    asked = {"resource": room.id, "starts_at": hours[2], "ends_at": hours[3]}
    queries = {
        "list_availability": f"?space={space.slug}&from={day}&to={day}",
        "list_resources": f"?space={space.slug}&kind={room.kind}",
        "list_rules": f"?space={space.slug}&kind={room.kind}",
        "list_bookings": "?state=confirmed",
        "list_audit_entries": "?action=booking.cancelled",
    }
    moved = {"starts_at": hours[0], "ends_at": hours[1]}
    bodies = {
        "quote": asked,
        "book": asked,
        "move_booking": moved,
        "choose_mail_preference": {"kind": "booking_moved", "is_wanted": False},
        **_of_settings(space, day),
        **_of_prices(space, day),
        "open_calendar": {"space": space.slug, "names": False},
    }
    return queries, {**bodies, **_EXAMPLES}


def _of_settings(space: SpaceOffer, day: date) -> dict[str, Any]:
    """Return what changes the settings of a space from a day on."""
    monday = {"weekday": 0, "opens_at": "08:30", "closes_at": "19:00"}
    closing = {"space": space.slug, "starts_on": str(day), "reason": "Travaux"}
    blue = {"name": "Salle bleue", "capacity": 6, "features": ["screen"]}
    rule = {"name": "notice_minutes", "value": 1440}
    return {
        "set_opening_hours": {"valid_from": str(day), "hours": [monday]},
        "close_period": {**closing, "message": "Nothing is due."},
        "preview_closing": closing,
        "withdraw_closure": {"space": space.slug},
        "set_rule": {"space": space.slug, "kind": "room", **rule, "valid_from": str(day)},
        "add_resource": {"space": space.slug, "kind": "room", **blue, "rules": [rule]},
        "change_resource": blue,
        "retire_resource": {"on": str(day)},
        "change_house": {"name": "Mutualab", "currency": space.currency, "default_language": "fr"},
        "change_space": {"name": space.name, "country": space.country, "time_zone": space.zone.key},
        "add_zone": {"name": "Sous les toits"},
        "set_number_of": {"kind": "seat", "number": 4, "on": str(day)},
        "switch_feature": {"feature": "options", "is_on": True},
    }


def _of_prices(space: SpaceOffer, day: date) -> dict[str, Any]:
    """Return what changes the price lists of a space from a day on."""
    morning = {"space": space.slug, "unit": "half_day", "name": "morning"}
    for_members = {"kind": "room", "audience": "members", "vat_bp": 2000, "valid_from": str(day)}
    early = {"code": "early", "name": "Early opening", "amount": "40.00", **for_members}
    return {
        "set_prices": {"space": space.slug, "prices": [{"unit": "day", "amount": "105.00", **for_members}]},
        "set_supplements": {"space": space.slug, "supplements": [early]},
        "set_named_period": {**morning, "starts_at": "09:00", "ends_at": "13:00", "valid_from": str(day)},
        "end_named_period": {**morning, "last_day": str(day)},
        "add_audience": {"code": "students", "name": "Students"},
    }


_EXAMPLES: dict[str, Any] = {
    "show_codes": {},
    "set_access_window": {"minutes": 30},
    "add_access_step": {"texts": {"en": "Ring at the door on the left."}, "position": 1},
    "change_access_step": {"texts": {"en": "Ring at the door on the right."}, "position": 1},
    "add_access_code": {"name": "Wi-Fi", "value": "brique-rouge"},
    "rotate_access_code": {"value": "7711", "valid_from": "2027-01-04T09:00:00+01:00"},
    "add_key": {"number": "14", "opens": "La cave"},
    "hand_key": {"name": "Fab lab", "training": {"by": "Karim", "on": "2026-11-20"}},
    "note_key_return": {"lost": False},
    "refuse_booking": {"because": "Works on that day."},
    "open_circle": {"slug": "cuisine", "name": "Cuisine", "purpose": "Friday lunch."},
    "change_circle": {"name": "Cuisine"},
    "change_in_charge": {"member": 12},
    "use_freely": {"resource": 51},
    "compose_resource": {"parts": []},
    "add_to_circle": {"member": 12},
    "give_right": {"right": "manage_access"},
}
