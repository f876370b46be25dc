"""Answer the same unsafe call once: what it did and what it answered are kept in one transaction.

A twin in flight waits for the first: on PostgreSQL at the unique key, on SQLite before the transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import orjson
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common import clock
from common.api.views import ApiView
from common.errors import Reason, Refused
from common.models import IDEMPOTENCY_KEPT_FOR, IdempotencyRecord
from common.rights import Actor

HEADER = "Idempotency-Key"
LONGEST_WAIT = "15s"
KEPT_HEADERS = ("Content-Type", "Location", "Content-Language")

P = ParamSpec("P")
V = TypeVar("V", bound=ApiView)


@dataclass(frozen=True)
class Call:
    """One unsafe call that its caller may send again: whose, under which key, and what it asks."""

    caller: str
    key: str
    fingerprint: str
    at: datetime


def idempotent(
    handler: Callable[Concatenate[V, Request, P], HttpResponse],
) -> Callable[Concatenate[V, Request, P], HttpResponse]:
    """Let a view's method answer a repeated call with its first answer, where an Idempotency-Key is sent.

    Refusals: `idempotency_key_invalid`, `idempotency_key_reused`, `idempotency_in_flight` (409).
    """

    @wraps(handler)
    def once(view: V, request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(view, request, *args, **kwargs)
        with _claimed(_call(request, key)) as record:
            if record.status is not None:
                return _first_answer(record)
            response = handler(view, request, *args, **kwargs)
            _keep(record, response)
            return response

    once.is_idempotent = True  # type: ignore[attr-defined]
    return once


def is_idempotent(handler: object) -> bool:
    """Tell whether a view's method heeds the Idempotency-Key."""
    return getattr(handler, "is_idempotent", False)


def _call(request: Request, key: str) -> Call:
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= 255):
        text = _("La clé d’idempotence a 1 à 255 caractères ASCII.")
        raise Refused(Reason("idempotency_key_invalid", text))
    asked = [request.method, request.path, request.data]
    fingerprint = sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
    actor = cast("Actor", request.auth)
    return Call(actor.reference, key, fingerprint, clock.now())


@contextmanager
def _claimed(call: Call) -> Iterator[IdempotencyRecord]:
    """Open the transaction of the call and yield its record: the first answer, or a blank one to fill."""
    with ExitStack() as stack:
        try:
            stack.enter_context(transaction.atomic())
            record = _claim(call)
        except OperationalError as error:
            text = _("La même demande est déjà en cours : réessayer dans un instant.")
            raise Refused(Reason("idempotency_in_flight", text, status=409)) from error
        if record.fingerprint != call.fingerprint:
            text = _("Cette clé d’idempotence a déjà servi pour une autre demande.")
            raise Refused(Reason("idempotency_key_reused", text))
        yield record


def _claim(call: Call) -> IdempotencyRecord:
    """Insert the record, or wait for whoever did; an outdated one is taken over."""
    values = {"fingerprint": call.fingerprint, "created_at": call.at}
    with _waiting_at_most():
        IdempotencyRecord.objects.bulk_create(
            [IdempotencyRecord(caller=call.caller, key=call.key, **values)], ignore_conflicts=True
        )
        record = IdempotencyRecord.objects.select_for_update().get(caller=call.caller, key=call.key)
    if record.created_at <= call.at - IDEMPOTENCY_KEPT_FOR:
        record.status, record.fingerprint, record.created_at = None, call.fingerprint, call.at
    return record


@contextmanager
def _waiting_at_most() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        yield
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _keep(record: IdempotencyRecord, response: HttpResponse) -> None:
    record.status = response.status_code
    record.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    record.body = response.content
    record.save()


def _first_answer(record: IdempotencyRecord) -> HttpResponse:
    headers: dict[str, Any] = record.headers
    return HttpResponse(bytes(record.body), status=record.status, headers=headers)
