"""My bookings in my own calendar: a private address, and what a calendar program finds there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.ical import calendar_of
from bookings.operations import renew_calendar_feed
from bookings.queries.feeds import Feed, feed_address, feed_by_key
from common.api.answers import is_known
from members.web import PersonRequest, at_of, house_of, signed_in
from spaces.catalogue import HouseOffer


@require_safe
@never_cache
@signed_in
def my_calendar(request: PersonRequest) -> HttpResponse:
    """Show the address of my calendar, and how to get one."""
    feed = feed_address(request.actor.account_id)
    address = settings.PUBLIC_URL + reverse("calendar-feed", args=[feed.key]) if feed else ""
    subscription = address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1)
    return render(request, "bookings/calendar.html", {"address": address, "subscription": subscription})


@require_POST
@signed_in
def renew_calendar(request: PersonRequest) -> HttpResponse:
    """Give my calendar an address, or a new one."""
    is_first = feed_address(request.actor.account_id) is None
    renew_calendar_feed(actor=request.actor, at=request.at)
    renewed = _("La nouvelle adresse est prête ; l’ancienne ne marche plus.")
    messages.success(request, _("L’adresse est prête.") if is_first else renewed)
    return redirect("my-calendar")


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Give the calendar at a private address; it asks for no session and renders nothing that is known already."""
    house = house_of(request)
    found = feed_by_key(key, house=house, at=at_of(request))
    if found is None:
        raise Http404
    etag = f'"{found.version(house)}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponseNotModified(headers=headers)
    headers |= {"Content-Disposition": 'inline; filename="beffroi.ics"', "Content-Language": found.account.language}
    return HttpResponse(_rendered(found, house), content_type="text/calendar; charset=utf-8", headers=headers)


def _rendered(found: Feed, house: HouseOffer) -> bytes:
    with translation.override(found.account.language):
        name = _("%(house)s : mes réservations") % {"house": house.name}
        return calendar_of(found.bookings, name=name, house=house)
