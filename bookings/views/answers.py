"""Confirm or refuse what waits for an answer, and say that somebody has come."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from bookings.enums import Tentative
from bookings.forms import BackForm, RefusalForm, read
from bookings.models import Booking
from bookings.operations import check_in, confirm_booking, refuse_request
from bookings.operations.answer import refuse_unanswerable
from bookings.queries.visible import booking_visible_to
from bookings.views.standing import with_ways_out
from common.errors import Reason, Refused
from members.web import PersonRequest, signed_in

SUGGESTIONS = (
    gettext_lazy("La salle sert déjà à une activité du lieu ce jour-là."),
    gettext_lazy("Personne ne peut ouvrir et fermer à ces heures."),
    gettext_lazy("Ce n’est pas dans l’objet du lieu."),
)


@require_POST
@signed_in
def confirmation(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Make an option firm, or accept a request."""
    booking, place = booking_visible_to(request.actor, booking_id), _place(request)
    try:
        confirm_booking(actor=request.actor, at=request.at, booking_id=booking_id)
    except Refused as refusal:
        raise Refused(*with_ways_out(request, booking, refusal.reasons)) from refusal
    if booking.tentative == Tentative.REQUEST:
        messages.success(request, _("Accepté : %(name)s l’apprend par mail.") % {"name": booking.for_label})
    return _back(request, booking, place)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def refusal(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Ask why a request is refused; refuse it with that reason."""
    booking = booking_visible_to(request.actor, booking_id)
    if request.method != "POST":
        refuse_unanswerable(request.actor, booking, request.at)
        return _refusal_page(request, booking)
    because, place = read(RefusalForm, request.POST)["because"], _place(request)
    try:
        refuse_request(actor=request.actor, at=request.at, booking_id=booking_id, because=because)
    except Refused as refused:
        if refused.reason.code not in {"reason_needed", "text_too_long"}:
            raise
        return _refusal_page(request, booking, reasons=refused.reasons, because=because)
    messages.success(request, _("Refusé : %(name)s l’apprend par mail.") % {"name": booking.for_label})
    return _back(request, booking, place)


@require_POST
@signed_in
def arrival(request: PersonRequest, booking_id: int) -> HttpResponseBase:
    """Say that one is there, or that somebody is."""
    booking, place = booking_visible_to(request.actor, booking_id), _place(request)
    try:
        check_in(actor=request.actor, at=request.at, booking_id=booking_id)
    except Refused as refusal:
        raise Refused(*with_ways_out(request, booking, refusal.reasons)) from refusal
    return _back(request, booking, place)


def _refusal_page(
    request: PersonRequest, booking: Booking, *, reasons: tuple[Reason, ...] = (), because: str = ""
) -> HttpResponse:
    back = request.POST.get("back") or request.GET.get("back", "")
    context = {
        "booking": booking,
        "space": request.house.space_of(booking.space_id),
        "reasons": reasons,
        "because": because,
        "back": back if back in dict(BackForm.PLACES) else "",
        "suggestions": SUGGESTIONS,
    }
    return render(request, "bookings/refusal.html", context, status=reasons[0].status if reasons else 200)


def _place(request: PersonRequest) -> str:
    """Return where the button was; read before anything is done, since what was sent may be unreadable."""
    place: str = read(BackForm, request.POST)["back"]
    return place


def _back(request: PersonRequest, booking: Booking, place: str) -> HttpResponse:
    """Go back to where the button was."""
    match place:
        case "to-do":
            return redirect("to-do")
        case "day":
            space = request.house.space_of(booking.space_id)
            asked = {"space": space.slug, "day": space.local(booking.starts_at).date().isoformat()}
            return redirect(f"{reverse('manage-day')}?{urlencode(asked)}")
        case "today":
            return redirect("today")
    return redirect("booking", booking.pk)
