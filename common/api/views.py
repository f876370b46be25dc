"""What every resource of the API has in common."""

from collections.abc import Iterable
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from common.api.answers import tagged
from common.api.reading import JsonParser


class OnlyJson(BaseContentNegotiation):
    """Answer in JSON whatever the Accept header says, read what its content type says."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class ApiView(APIView):
    """Read and answer JSON; refuse with problem documents; spare a reader what it has already.

    `is_public` lets everybody read; otherwise a token is needed, with the scope of `scopes` by method.
    """

    parser_classes = [JsonParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJson
    http_method_names = ["get", "head", "post"]
    is_public = False
    scopes = {"GET": "read", "HEAD": "read", "POST": "book"}

    def finalize_response(  # type: ignore[override]  # our answers are rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        final: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        if request.method in {"GET", "HEAD"}:
            final = tagged(request, final)
        patch_vary_headers(final, ["Authorization", "Accept-Language"])
        return final
