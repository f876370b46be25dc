"""Read from a request, once, what every page asks: the instant, the house and who acts."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from common import clock
from common.errors import Refused
from common.rights import Right, refuse_without_right
from members import queries
from members.models import Account
from members.people import PersonActor
from spaces.catalogue import HouseOffer
from spaces.queries import catalogue

P = ParamSpec("P")
T = TypeVar("T")


class PersonRequest(HttpRequest):
    """A request of a signed-in person, as `signed_in` hands it to the view."""

    actor: PersonActor
    at: datetime
    house: HouseOffer
    htmx: HtmxDetails


def at_of(request: HttpRequest) -> datetime:
    """Return the instant of this request; the clock is read once."""
    return _once(request, "_at", clock.now)


def house_of(request: HttpRequest) -> HouseOffer:
    """Return the house as this request sees it. Refusal: `no_house`."""
    return _once(request, "_house", catalogue)


def actor_of(request: HttpRequest) -> PersonActor | None:
    """Return who acts, or nobody when nobody is signed in."""
    return _once(request, "_actor", lambda: _read_actor(request))


def account_of(request: HttpRequest) -> Account:
    """Return the account of a signed-in request."""
    return cast("Account", request.user)


def signed_in(
    view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only signed-in people reach `view`; others sign in first and then come back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = actor_of(request)
        if actor is None:
            return _to_login(request)
        person = cast("PersonRequest", request)
        person.actor, person.at, person.house = actor, at_of(request), house_of(request)
        return view(person, *args, **kwargs)

    return guarded


def needs_right(
    *rights: Right,
) -> Callable[
    [Callable[Concatenate[PersonRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let only people who hold one of `rights` in some space reach the view. Refusal: `right_needed`, the first."""

    def decorate(
        view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @signed_in
        @wraps(view)
        def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(request.actor.has_right_somewhere(right) for right in rights):
                refuse_without_right(request.actor, rights[0])
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return guarded

    return decorate


def _once(request: HttpRequest, name: str, read: Callable[[], T]) -> T:
    if not hasattr(request, name):
        setattr(request, name, read())
    return cast("T", getattr(request, name))


def _read_actor(request: HttpRequest) -> PersonActor | None:
    account = getattr(request, "user", None)
    if not isinstance(account, Account):
        return None
    return queries.actor_for(account, at_of(request), house=_house_or_none(request))


def _house_or_none(request: HttpRequest) -> HouseOffer | None:
    try:
        return house_of(request)
    except Refused:
        return None


def _to_login(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page; only a page that was read, not a form that was sent, is come back to."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(f"{reverse('account_login')}?{urlencode({'next': _page_of(htmx)})}")
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return redirect_to_login(back, login_url=reverse("account_login"))


def _page_of(htmx: HtmxDetails) -> str:
    """Return the page that sent a request of htmx, as far as its header can be read."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"
