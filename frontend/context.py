"""What every template may use; each value is read only when a template asks for it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from common.errors import Refused
from frontend.menu import Menu, menu_for
from members.people import PersonActor
from members.web import actor_of, house_of
from spaces.catalogue import HouseOffer


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give `house` (or None while there is none), `actor` (or None), `menu` (or None) and `net_first`.

    `net_first` says whether the reader sees prices without VAT first: a choice of their account.
    """
    return {
        "house": SimpleLazyObject(lambda: _house(request)),
        "actor": SimpleLazyObject(lambda: _actor(request)),
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "net_first": SimpleLazyObject(lambda: getattr(request.user, "sees_net_first", False)),
    }


def _house(request: HttpRequest) -> HouseOffer | None:
    try:
        return house_of(request)
    except Refused:
        return None


def _actor(request: HttpRequest) -> PersonActor | None:
    return actor_of(request)


def _menu(request: HttpRequest) -> Menu | None:
    actor = actor_of(request)
    return menu_for(request, actor) if actor else None
