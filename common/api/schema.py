"""Describe the API by itself: OpenAPI 3.1, with what every operation can answer said once."""

from typing import Any, cast

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, inline_serializer
from rest_framework import serializers

from common.api.idempotency import HEADER, is_idempotent
from common.api.problems import PROBLEM
from common.api.reading import Strict
from common.api.views import ApiView

PROBLEMS = {
    "400": "The body is not JSON.",
    "401": "No token, or one that is not good (any more): `not_authenticated`, `token_invalid`.",
    "403": "The token's scopes or the person's rights do not reach so far: `scope_missing`, `right_needed`.",
    "404": "It does not exist, or not for the caller.",
    "409": (
        "It is too late: `already_cancelled`, `already_begun`, or `slot_taken`. The facts of `slot_taken` hold "
        "`alternatives`, free at that moment, each in the words of a booking's body, with `name` and `price`."
    ),
    "413": "The body is larger than two megabytes: `body_too_large`.",
    "415": "The body is not declared as `application/json`.",
    "422": "A rule forbids it, or a value makes no sense; one reason for each.",
    "503": "This house has not been set up yet: `no_house`.",
}
OF_METHOD = {
    "GET": ["304", "401", "404", "422", "503"],
    "POST": list(PROBLEMS),
    "DELETE": ["401", "404", "409", "422", "503"],
}


class ReasonShown(serializers.Serializer[Any]):
    """One reason of a refusal."""

    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="A sentence, for people, in their language.")
    facts = serializers.DictField(help_text="What goes with the code, such as `alternatives` with `slot_taken`.")
    field = serializers.CharField(required=False, help_text="Which field of the body or address makes no sense.")


class ProblemShown(serializers.Serializer[Any]):
    """Why something is refused (RFC 9457); `code` and `detail` are those of the first reason."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    reasons = ReasonShown(many=True)


class Schema(AutoSchema):
    """Describe one operation: its summary is the first line of the method's docstring."""

    def get_summary(self) -> str:
        return super().get_description().partition("\n")[0].replace("`", "")

    def get_description(self) -> str:  # type: ignore[override]
        return super().get_description().partition("\n")[2].strip()

    def get_tags(self) -> list[str]:
        return [self._tokenize_path()[0]]

    def get_auth(self) -> list[dict[str, Any]]:
        view = cast("ApiView", self.view)
        needed = [{"bearer": [view.scopes[self.method]]}]
        return [{}, *needed] if view.is_public and self.method == "GET" else needed

    def get_override_parameters(self) -> list[Any]:
        if not is_idempotent(getattr(self.view, self.method.lower())):
            return []
        return [
            OpenApiParameter(
                HEADER,
                {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
                OpenApiParameter.HEADER,
                description="Send it again with the same key, and the first answer comes back (24 hours).",
            )
        ]

    def get_serializer_name(self, serializer: Any, direction: Direction) -> str:
        name = super().get_serializer_name(serializer, direction)
        return f"{name.removesuffix('Asked')}Request" if name.endswith("Asked") else name.removesuffix("Shown")

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        found = super()._get_response_bodies(direction)
        self.resolve_serializer(ProblemShown, direction)
        if "200" in found and self.method == "GET":
            found["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
        codes = [*OF_METHOD[self.method], *(["403"] if not cast("ApiView", self.view).is_public else [])]
        return found | {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(set(codes))}

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> dict[str, Any]:
        found: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Strict):
            found |= {"additionalProperties": False, **serializer.schema_extra}
        return found


def page_shape(shape: type[serializers.Serializer[Any]]) -> Any:
    """Return the shape of one page of a list."""
    name = shape.__name__.removesuffix("Shown")
    following = serializers.URLField(allow_null=True, help_text="The address of the next page, where there is one.")
    return inline_serializer(f"{name}PageShown", {"next": following, "results": shape(many=True)})


def add_shared_parts(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say once what every operation refers to: refusals and the token (drf-spectacular's hook)."""
    problem = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    responses: dict[str, Any] = {code: {"description": text, **problem} for code, text in PROBLEMS.items()}
    responses["304"] = {"description": "Nothing has changed since the answer whose ETag was sent."}
    responses["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    result["components"]["responses"] = dict(sorted(responses.items()))
    result["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A personal key, with the scopes it needs."}
    }
    return result
