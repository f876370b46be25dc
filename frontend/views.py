"""Pages of the house as a whole: the front door, accessibility, language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from bookings.views.today import today
from frontend.front_page import space_page
from members.operations import change_profile
from members.web import account_of, actor_of, at_of, house_of


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Show the day to who is signed in, the place to everybody else."""
    return place(request) if actor_of(request) is None else today(request)


@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Show the spaces of the house: hours, prices, how to come."""
    house, at = house_of(request), at_of(request)
    pages = [space_page(space, at, audiences=house.audiences) for space in house.spaces]
    return render(request, "public/place.html", {"pages": pages})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how accessible these pages are."""
    return render(request, "public/accessibility.html")


def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language chosen in the footer, in one's account too, and go back to the page."""
    actor, chosen = actor_of(request), request.POST.get("language")
    if actor and chosen in dict(settings.LANGUAGES):
        account = account_of(request)
        change_profile(actor=actor, at=at_of(request), account=account, name=account.name, language=chosen)
    return set_language(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was kept open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
