"""Turn a refusal into a page, set the headers that every answer carries, choose a stranger's language."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django_htmx.http import push_url, reswap, retarget

from common.errors import Refused
from members.web import house_of

HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HouseLanguage:
    """Speak the house's own language to a stranger whose browser asks for none that is spoken here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "text/html" in request.headers.get("Accept", "") and not _asks_for_a_known_language(request):
            with suppress(Refused):
                translation.activate(house_of(request).default_language)
                request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class PageHeaders:
    """Keep pages out of shared caches, since nearly each says who reads it, and close unused browser features."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefusalPages:
    """Answer a refusal of any page with its sentence and what to do next, and a wrong method with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        is_swap = bool(getattr(request, "htmx", None))
        template = "elements/refusal.html" if is_swap else "errors/refused.html"
        context = {"reasons": exception.reasons, "back": _page_before(request)}
        response = render(request, template, context, status=exception.reason.status)
        if is_swap:
            push_url(reswap(retarget(response, "#refusal"), "innerHTML"), url=False)
        return response


def _asks_for_a_known_language(request: HttpRequest) -> bool:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    asked = [chosen, *(code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))]
    return any(_is_known(code) for code in asked if code)


def _is_known(code: str) -> bool:
    try:
        return bool(translation.get_supported_language_variant(code))
    except LookupError:
        return False


def _page_before(request: HttpRequest) -> str:
    """Return the page of this house that led here, or nothing."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    return before if is_ours else ""
