"""Page through rows by where the last page ended, so that new rows shift nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from common.api.reading import InstantField, Strict
from common.errors import Reason, Refused

M = TypeVar("M", bound=Model)
PAGE, LARGEST_PAGE = 50, 200


class PageQuery(Strict):
    """Ask for one page of a list."""

    cursor = serializers.CharField(required=False, max_length=300, help_text="Where to go on: from `next`.")
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_PAGE, default=PAGE, help_text="How many results at most."
    )


@dataclass(frozen=True)
class Page(Generic[M]):
    """Hold the rows of one page, and the cursor of the next one where there is more."""

    rows: Sequence[M]
    cursor: str | None

    def as_json(self, request: Request, results: Sequence[Any]) -> dict[str, Any]:
        """Return the envelope of a list: its results and the address of the next page."""
        return {"next": self._address(request), "results": results}

    def _address(self, request: Request) -> str | None:
        if self.cursor is None:
            return None
        query = request.query_params.copy()
        query["cursor"] = self.cursor
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def page_of(rows: QuerySet[M], *, limit: int = PAGE, cursor: str = "", by: str = "") -> Page[M]:
    """Return one page of `rows`: in order of the instant `by` and then the key, else the newest key first.

    Refusal: `cursor_invalid`.
    """
    if cursor:
        rows = rows.filter(_after(cursor, by))
    found = list(rows.order_by(*((by, "pk") if by else ("-pk",)))[: limit + 1])
    has_more = len(found) > limit
    return Page(found[:limit], _cursor(found[limit - 1], by) if has_more else None)


def _cursor(row: Model, by: str) -> str:
    place = [row.pk, *([getattr(row, by).isoformat()] if by else [])]
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def _after(cursor: str, by: str) -> Q:
    try:
        key, *instants = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        after = Q(pk__lt=int(key))
        if by:
            at = InstantField().instant(instants[0])
            after = Q(**{f"{by}__gt": at}) | Q(**{by: at, "pk__gt": int(key)})
    except (ValueError, TypeError, IndexError, serializers.ValidationError) as error:
        text = _("Cette page n’existe pas : reprendre au début de la liste.")
        raise Refused(Reason("cursor_invalid", text)) from error
    return after
