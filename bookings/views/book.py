"""The page where one books: the bars of a day or a week, or the same as a list."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from bookings.day_plan import layout_of
from bookings.forms import DayForm, read
from bookings.views.days import DAYS_LOOKED_AHEAD, Aim, DaysPage
from bookings.views.free_use import lent_now
from common.errors import Reason, Refused
from members.web import PersonRequest, signed_in
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import DAY


@require_safe
@signed_in
def book(request: PersonRequest) -> HttpResponseBase:
    """Show what is free and taken in a space on a day, or in its week."""
    aim = Aim(reverse("book"), f"{reverse('book-sheet')}?", request.actor.party.audience)
    values = read(DayForm, request.GET)
    space = space_of(request.house, values["space"])
    day = values["day"] or first_day(space, aim.audience, request.at)
    is_now = day == space.local(request.at).date() and request.htmx.target not in {"days", "sheet"}
    lent = lent_now(request, [space]) if is_now else []
    return days_response(request, aim, space, day=day, view=values["view"], lent=lent)


def days_response(
    request: PersonRequest, aim: Aim, space: SpaceOffer, *, day: date, view: str, **more: Any
) -> HttpResponse:
    """Return the page of a day or its week, or only what changes on it; to the sheet, the address of the page."""
    if request.htmx.target == "sheet":
        return HttpResponseClientRedirect(request.get_full_path())
    page = DaysPage(
        spaces=request.house.spaces,
        space=space,
        day=day,
        view=view or usual_view(request),
        actor=request.actor,
        at=request.at,
        aim=aim,
    )
    template = "bookings/days.html" if request.htmx.target == "days" else "bookings/book.html"
    response = render(request, template, {"page": page, **more})
    patch_vary_headers(response, ["HX-Target", "Sec-CH-UA-Mobile", "User-Agent"])
    return response


def space_of(house: HouseOffer, slug: str) -> SpaceOffer:
    """Return the space asked for, else the first. Refusal: `space_unknown` (404)."""
    space = house.space(slug) if slug else next(iter(house.spaces), None)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return space


def first_day(space: SpaceOffer, audience: str, at: datetime) -> date:
    """Return the first day from today on that is neither over nor closed."""
    today = space.local(at).date()
    for ahead in range(DAYS_LOOKED_AHEAD):
        axis = layout_of(space, today + ahead * DAY, audience).axis
        if axis is not None and at < axis.ends_at:
            return today + ahead * DAY
    return today


def usual_view(request: PersonRequest) -> str:
    """Return the day on a phone, the week on a desktop, as far as the browser says which it is."""
    hint = request.headers.get("Sec-CH-UA-Mobile")
    if hint is not None:
        return "week" if hint == "?0" else "day"
    agent = request.headers.get("User-Agent", "")
    return "week" if "Mozilla/" in agent and "Mobi" not in agent else "day"
