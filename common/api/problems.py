"""Say no to a program: RFC 9457 problem documents, with all reasons and their codes."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from common.api.answers import json_of
from common.errors import Reason, Refused

PROBLEM = "application/problem+json"
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into a problem document; None for what is nobody's refusal (DRF's setting)."""
    match error:
        case Refused():
            reasons = [_of_reason(reason) for reason in error.reasons]
            return problem(error.reason.status, reasons)
        case exceptions.ValidationError():
            return problem(INVALID, list(_of_fields(error.get_full_details(), "")))
        case exceptions.APIException():
            return _of_api_exception(error)
        case Http404():
            return not_found()
        case PermissionDenied():
            return _of_api_exception(exceptions.PermissionDenied())
    return None


def problem(
    status: int, reasons: Sequence[Mapping[str, Any]], headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a problem document whose first reason gives `code` and `detail`."""
    first = reasons[0]
    body = {
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": first["code"],
        "detail": first["detail"],
        "reasons": reasons,
    }
    return HttpResponse(json_of(body), status=status, content_type=PROBLEM, headers=headers)


def not_found() -> HttpResponse:
    """Return the problem of an address where there is nothing."""
    return problem(404, [_plain("not_found", _("Il n’y a rien à cette adresse."))])


def _of_reason(reason: Reason) -> dict[str, Any]:
    return _plain(reason.code, reason.sentence) | {"facts": reason.facts}


def _of_api_exception(error: exceptions.APIException) -> HttpResponse:
    auth_header = getattr(error, "auth_header", None)
    headers = {"WWW-Authenticate": auth_header} if auth_header else {}
    detail = _TOKEN_NEEDED if isinstance(error, exceptions.NotAuthenticated) else error.detail
    return problem(error.status_code, [_plain(str(error.get_codes()), detail)], headers)


def _of_fields(details: Any, field: str) -> Iterator[dict[str, Any]]:
    """Yield one reason per faulty field; `field` is its path, such as for_whom.email."""
    if isinstance(details, list):
        for detail in details:
            yield from _of_fields(detail, field)
    elif set(details) == {"message", "code"}:
        reason = _plain(details["code"], details["message"])
        yield reason | {"field": field} if field else reason
    else:
        for name, inner in details.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _of_fields(inner, ".".join(filter(None, [field, own])))


def _plain(code: str, detail: object) -> dict[str, Any]:
    return {"code": code, "detail": str(detail), "facts": {}}


_TOKEN_NEEDED = _("Il faut un jeton : l’envoyer dans l’en-tête Authorization, après le mot Bearer.")
