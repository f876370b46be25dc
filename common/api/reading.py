"""Read what a program sends: JSON bodies, fields of the right type, instants with their offset."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import IO, Any, ClassVar, cast

import orjson
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ParseError
from rest_framework.parsers import BaseParser

MOST_BYTES = 2 * 1024 * 1024
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,6}\d*)?)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?", re.ASCII)
PLUS_LOST = re.compile(r" (?=\d\d:\d\d$)")
FIRST_YEAR, LAST_YEAR = 1970, 2200


class BodyTooLarge(APIException):
    status_code = 413
    default_code = "body_too_large"
    default_detail = _("Cette demande est trop grande.")


class JsonParser(BaseParser):
    """Read a JSON body of at most two megabytes."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise BodyTooLarge
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("Ce n’est pas du JSON : vérifier la forme de la demande.")) from error


class Strict(serializers.Serializer[Any]):
    """Read an object and refuse the fields it does not know (`unknown_field`).

    `schema_extra` says in JSON Schema what the fields alone do not say.
    """

    schema_extra: ClassVar[dict[str, Any]] = {}

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """Return the values of a body or of a query, each in its type; raise DRF's `ValidationError`."""
        reader = cls(data=data.dict() if isinstance(data, QueryDict) else data)
        reader.is_valid(raise_exception=True)
        values: dict[str, Any] = reader.validated_data
        return values

    def to_internal_value(self, data: Any) -> Any:
        errors = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**errors, **cast("dict[str, Any]", error.detail)}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _unknown(self, data: Mapping[Any, Any]) -> dict[str, Any]:
        names = [str(name) for name in data if name not in self.fields]
        return {name[:100]: [ErrorDetail(str(_UNKNOWN), "unknown_field")] for name in names[:20]}


class NothingAsked(Strict):
    """Ask for what the address says, with nothing more."""


class TextField(serializers.CharField):
    """Read text, never a number in its place."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeField(serializers.IntegerField):
    """Read a whole number, never text in its place."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class IdField(WholeField):
    """Read the key of a thing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)


class InstantField(serializers.DateTimeField):
    """Read an RFC 3339 instant and return it in UTC. Codes: `naive_time`, `instant_invalid`."""

    default_error_messages = {
        "naive_time": _("Il manque le décalage horaire : écrire par exemple 2027-03-28T09:00:00+02:00."),
        "instant_invalid": _("Ce moment n’existe pas : écrire par exemple 2027-03-28T09:00:00+02:00."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        return self.instant(value)

    def instant(self, value: object) -> datetime:
        """Return the instant that `value` names, in UTC."""
        written = INSTANT.fullmatch(value) if isinstance(value, str) else None
        if written is None:
            self.fail("instant_invalid")
        if written["offset"] is None:
            self.fail("naive_time")
        try:
            found = datetime.fromisoformat(written[0].upper())
        except ValueError:
            self.fail("instant_invalid")
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.fail("instant_invalid")
        return found.astimezone(UTC)


class QueryInstantField(InstantField):
    """Read an instant out of an address, where a plus sign that was not escaped arrives as a space."""

    def to_internal_value(self, value: Any) -> datetime:
        return self.instant(PLUS_LOST.sub("+", str(value)))


_UNKNOWN = _("Ce champ n’existe pas ici.")
