"""Answer into the sheet where htmx asks for it, and with a whole page else."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from members.web import PersonRequest


def is_for_sheet(request: PersonRequest) -> bool:
    """Tell whether the answer goes into the sheet of a page that stays."""
    return request.htmx.target == "sheet"


def sheet_or_page(request: PersonRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Render `bookings/NAME_sheet.html`, or `bookings/NAME_page.html`; the sheet leaves the page's address alone."""
    part = "sheet" if is_for_sheet(request) else "page"
    context = {**context, "in_sheet": part == "sheet"}
    response = render(request, f"bookings/{name}_{part}.html", context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return push_url(response, url=False) if part == "sheet" else response
