"""Answer in JSON, and let a reader keep what has not changed."""

from collections.abc import Mapping
from functools import singledispatch
from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework.request import Request

JSON = "application/json"


@singledispatch
def plain(value: object) -> Any:
    """Return `value` as JSON can hold it; apps register their own classes."""
    raise TypeError(f"{type(value).__name__} has no JSON form")


@plain.register(Promise)
def _sentence(value: Promise) -> str:
    return str(value)


@plain.register(Mapping)
def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value)


def json_of(data: object) -> bytes:
    """Return `data` as JSON; instants keep the offset they have."""
    return orjson.dumps(data, default=plain, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def answer(data: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return `data` as a JSON response in the language of the caller."""
    language = {"Content-Language": get_language() or ""}
    return HttpResponse(json_of(data), status=status, content_type=JSON, headers=language | dict(headers or {}))


def tagged(request: Request | HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a response that was read its ETag, or say 304 to a reader that has this very content."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    if is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponseNotModified(headers={"ETag": etag})
    response.headers["ETag"] = etag
    return response


def is_known(known: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names the tag, by weak comparison."""
    tags = [tag.removeprefix("W/") for tag in parse_etags(known)]
    return etag in tags or "*" in tags
