"""« Comment entrer »: for who has a reason to come in, and codes only while it runs."""

from datetime import datetime

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.views.book import space_of
from common.errors import refuse_unless_empty
from common.rights import Right
from members.web import PersonRequest, signed_in
from spaces.access import AccessReason, access_reasons, open_reason, reasons_not_to_show
from spaces.catalogue import SpaceOffer
from spaces.operations.showing import show_codes
from spaces.queries.access import codes_of, find_picture, minutes_before, steps_of


@require_safe
@never_cache
@signed_in
def way_in(request: PersonRequest, space: str) -> HttpResponseBase:
    """Say how to get in; the codes by a button, or from when they will be shown."""
    place = space_of(request.house, space)
    reasons = _reasons(request, place)
    return render(request, "access/way_in.html", _context(request, place, reasons))


@require_POST
@never_cache
@signed_in
def showings(request: PersonRequest, space: str) -> HttpResponseBase:
    """Show the codes, and log it. Refusals: those of `show_codes`."""
    place = space_of(request.house, space)
    shown = show_codes(space_id=place.id, actor=request.actor, at=request.at)
    reasons = access_reasons(request.actor, place.id, request.at)
    context = _context(request, place, reasons)
    return render(request, "access/shown.html", {**context, "codes": shown})


@require_safe
@signed_in
def picture(request: PersonRequest, picture_id: int) -> HttpResponseBase:
    """Give the picture of a step to who may read the step; never to a shared cache."""
    found = find_picture(picture_id)
    place = request.house.space_of(found.step.space_id)
    _reasons(request, place)
    response = HttpResponse(bytes(found.content), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Disposition"] = "inline"
    return response


def _reasons(request: PersonRequest, place: SpaceOffer) -> list[AccessReason]:
    """Return why the reader comes in. Refusal: `access_without_reason`, but for who manages access."""
    found = access_reasons(request.actor, place.id, request.at)
    if not found and not request.actor.has_right(Right.MANAGE_ACCESS, place.id):
        refuse_unless_empty(reasons_not_to_show([], at=request.at, minutes_before=0))
    return found


def _context(request: PersonRequest, place: SpaceOffer, reasons: list[AccessReason]) -> dict[str, object]:
    minutes = minutes_before(place.id)
    running = open_reason(reasons, at=request.at, minutes_before=minutes)
    coming = running or next(iter(reasons), None)
    manages = request.actor.has_right(Right.MANAGE_ACCESS, place.id)
    return {
        "space": place,
        "steps": steps_of(place.id, languages=[get_language() or "", request.house.default_language]),
        "has_codes": codes_of(place.id).exists(),
        "coming": coming,
        "comes_at": _local(place, coming.starts_at) if coming else None,
        "shows_from": _local(place, coming.shows_from(minutes)) if coming else None,
        "shows_until": _local(place, coming.ends_at) if coming else None,
        "is_open": running is not None or manages,
        "manages": manages,
    }


def _local(place: SpaceOffer, at: datetime) -> datetime:
    return place.local(at)
