"""Who calls the API: bearer tokens and their scopes."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from common.errors import Reason, Refused, sentence
from members.people import PersonActor
from members.queries import actor_by_token
from members.web import at_of, house_of
from spaces.catalogue import HouseOffer


class TokenAuthentication(BaseAuthentication):
    """Recognise the person behind `Authorization: Bearer KEY`; a session's cookie means nothing here."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, PersonActor] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, key = header.partition(" ")
        at, house = at_of_call(request), house_of_call(request)
        actor = actor_by_token(key.strip(), at, house=house) if scheme.lower() == "bearer" else None
        if actor is None:
            raise AuthenticationFailed(_("Ce jeton n’est pas valable, ou ne l’est plus."), code="token_invalid")
        if "Accept-Language" not in request.headers:
            translation.activate(actor.language)
        return AnonymousUser(), actor

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TokenScope(BasePermission):
    """Ask for a token whose scopes hold what the view needs; public views can be read without.

    Refusal: `scope_missing` (403).
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if view.is_public and request.method in {"GET", "HEAD"}:
            return True
        if request.auth is None:
            return False
        scope = view.scopes.get(request.method)
        if scope is not None and scope not in (caller(request).scopes or ()):
            text = sentence(_("Ce jeton n’a pas la portée « %(scope)s »."), scope=scope)
            raise Refused(Reason("scope_missing", text, {"scope": scope}, status=403))
        return True


def caller(request: Request) -> PersonActor:
    """Return the person whose token this is."""
    return cast("PersonActor", request.auth)


def at_of_call(request: Request) -> datetime:
    """Return the instant of this call; the clock is read once."""
    return at_of(request._request)


def house_of_call(request: Request) -> HouseOffer:
    """Return the house as this call sees it. Refusal: `no_house`."""
    return house_of(request._request)
