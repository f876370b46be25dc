"""Bookings in my own calendar: private addresses, what a calendar program finds there, one booking as a file."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.forms import CalendarForm
from bookings.ical import MINE, Telling, calendar_of
from bookings.models import CalendarFeed
from bookings.operations import close_calendar, open_calendar, renew_calendar
from bookings.queries.feeds import Feed, calendars_of, feed_by_key, may_follow, space_of_calendar
from bookings.queries.visible import booking_visible_to
from common.api.answers import is_known
from common.rights import Right
from members.web import PersonRequest, at_of, house_of, signed_in
from spaces.catalogue import HouseOffer

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Followed:
    """Hold one calendar as the page lists it; `is_open`: its address still answers."""

    id: int
    name: str
    address: str
    is_mine: bool
    is_open: bool

    @property
    def subscription(self) -> str:
        """Return the address by which calendar programs subscribe."""
        return self.address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def my_calendar(request: PersonRequest) -> HttpResponse:
    """Show the addresses of the calendars I follow, or make one more."""
    can_see_names = request.actor.has_right_somewhere(Right.SEE_ALL_BOOKINGS)
    form = CalendarForm(
        request.POST or None,
        initial={"what": request.GET.get("what", "")},
        house=request.house,
        at=request.at,
        can_see_names=can_see_names,
    )
    if request.method == "POST" and form.is_valid():
        open_calendar(actor=request.actor, at=request.at, subject=form.subject())
        messages.success(request, _("L’adresse est prête."))
        return redirect("my-calendar")
    found = [_followed(row, request) for row in calendars_of(request.actor)]
    mine = next((one for one in found if one.is_mine), None)
    others = [one for one in found if not one.is_mine]
    can_follow = request.actor.is_member or can_see_names
    context = {"mine": mine, "others": others, "form": form, "can_follow": can_follow}
    return render(request, "bookings/calendar.html", context)


@require_POST
@signed_in
def renew(request: PersonRequest, pk: int) -> HttpResponse:
    """Give one of my calendars another address."""
    renew_calendar(actor=request.actor, at=request.at, calendar_id=pk)
    messages.success(request, _("La nouvelle adresse est prête ; l’ancienne ne marche plus."))
    return redirect("my-calendar")


@require_POST
@signed_in
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """End the address of one of my calendars."""
    close_calendar(actor=request.actor, at=request.at, calendar_id=pk)
    messages.success(request, _("Cette adresse ne marche plus."))
    return redirect("my-calendar")


@require_safe
@signed_in
def event_file(request: PersonRequest, booking_id: int) -> HttpResponse:
    """Give one booking as a file that any calendar can read."""
    booking = booking_visible_to(request.actor, booking_id)
    is_mine = request.actor.party.is_same_as(booking.for_member_id, booking.for_account_id)
    telling = Telling(is_mine=is_mine)
    content = calendar_of([booking], name=request.house.name, house=request.house, at=request.at, telling=telling)
    headers = {"Content-Disposition": f'attachment; filename="reservation-{booking.pk}.ics"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)


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
    return HttpResponse(_rendered(found, house), content_type=CONTENT_TYPE, headers=headers)


def _rendered(found: Feed, house: HouseOffer) -> bytes:
    row = found.row
    is_mine = space_of_calendar(row, house) is None
    telling = MINE if is_mine else Telling(is_named=row.has_names, resource_id=row.resource_id)
    with translation.override(found.account.language):
        name = _("%(house)s : %(calendar)s") % {"house": house.name, "calendar": _name(row, house)}
        return calendar_of(found.bookings, name=name, house=house, at=found.at, telling=telling)


def _followed(row: CalendarFeed, request: PersonRequest) -> Followed:
    space = space_of_calendar(row, request.house)
    return Followed(
        id=row.pk,
        name=_name(row, request.house),
        address=settings.PUBLIC_URL + reverse("calendar-feed", args=[row.key]),
        is_mine=space is None,
        is_open=space is None or may_follow(request.actor, space.id, has_names=row.has_names),
    )


def _name(row: CalendarFeed, house: HouseOffer) -> str:
    """Return what a calendar is called: « mes réservations », « Petite salle, sans les noms »."""
    space, resource = space_of_calendar(row, house), house.resource(row.resource_id or 0)
    if space is None:
        return _("mes réservations")
    what = resource.name if resource else space.name
    pattern = _("%(what)s, avec les noms") if row.has_names else _("%(what)s, sans les noms")
    return pattern % {"what": what}
