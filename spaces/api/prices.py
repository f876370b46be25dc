"""Prices, named periods, supplements and audiences for programs; each calls the same operation as the page.

What things cost and when is public; changing it needs the right `manage_prices` and a key that may manage.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar, cast

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common import clock
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.schema import page_shape
from common.api.views import ApiView
from common.dated import Dated, in_force
from common.rights import Actor
from spaces import operations
from spaces.api import chosen_spaces
from spaces.api.price_shapes import (
    AudienceAsked,
    AudienceShown,
    NamedPeriodAsked,
    NamedPeriodEndAsked,
    NamedPeriodShown,
    PriceAsked,
    PriceListed,
    PricesAsked,
    SpaceQuery,
    SupplementListed,
    SupplementsAsked,
    SupplementSetAsked,
    period_json,
    price_json,
    space_called,
    supplement_json,
)
from spaces.catalogue import SpaceOffer
from spaces.queries import catalogue

D = TypeVar("D", bound=Dated)
PRICES, SUPPLEMENTS = page_shape(PriceListed), page_shape(SupplementListed)


class PriceListView(ApiView):
    """A part of the price lists: read by everybody, changed by a right."""

    is_public = True
    scopes = {"GET": "read", "HEAD": "read", "POST": "manage"}


class PricesView(PriceListView):
    """What each unit costs whom."""

    @extend_schema(operation_id="list_prices", parameters=[SpaceQuery], responses=PRICES)
    def get(self, request: Request) -> HttpResponse:
        """List the prices that hold on a day, and those that are planned after it."""

        def rows(space: SpaceOffer, on: date) -> Iterable[dict[str, Any]]:
            found = _from(space.prices, on, key=lambda row: (row.kind, row.resource_id, row.unit, row.audience))
            return (price_json(row, space) for row in found)

        return _listed(request, rows)

    @extend_schema(operation_id="set_prices", request=PricesAsked, responses={201: PRICES})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Set prices from a day on, all of them or none; the same day replaces.

        What is booked keeps the price it was booked at.
        """
        asked = PricesAsked.read(request.data)
        space = space_called(catalogue(), asked["space"])
        prices = [PriceAsked.facts(one, space.currency) for one in asked["prices"]]
        operations.set_prices(space_id=space.id, prices=prices, actor=_actor(request), at=clock.now())
        return _made([price_json(price, space) for price in prices])


class NamedPeriodsView(PriceListView):
    """The stretches of the day that are sold by name."""

    @extend_schema(operation_id="list_named_periods", parameters=[SpaceQuery], responses=page_shape(NamedPeriodShown))
    def get(self, request: Request) -> HttpResponse:
        """List the named periods that are sold on a day, and those that are planned after it."""

        def rows(space: SpaceOffer, on: date) -> Iterable[dict[str, Any]]:
            found = (row for row in space.periods if row.valid_until is None or row.valid_until >= on)
            return (period_json(row, space) for row in found)

        return _listed(request, rows)

    @extend_schema(operation_id="set_named_period", request=NamedPeriodAsked, responses={201: NamedPeriodShown})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Set the hours of a named period from a day on; the former hours end the day before."""
        asked = NamedPeriodAsked.read(request.data)
        space = space_called(catalogue(), asked["space"])
        period = NamedPeriodAsked.period(asked)
        operations.set_named_period(space_id=space.id, period=period, actor=_actor(request), at=clock.now())
        return answer(period_json(period, space), status=201)


class NamedPeriodEndsView(PriceListView):
    """The end of a named period."""

    is_public = False

    @extend_schema(operation_id="end_named_period", request=NamedPeriodEndAsked, responses={204: None})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Sell a named period up to a last day, and not after; what is booked stays booked."""
        asked = NamedPeriodEndAsked.read(request.data)
        space = space_called(catalogue(), asked["space"])
        operations.end_named_period(
            space_id=space.id,
            period=NamedPeriodAsked.period(asked),
            last_day=asked["last_day"],
            actor=_actor(request),
            at=clock.now(),
        )
        return HttpResponse(status=204)


class SupplementsView(PriceListView):
    """What is paid beside the packages."""

    @extend_schema(operation_id="list_supplements", parameters=[SpaceQuery], responses=SUPPLEMENTS)
    def get(self, request: Request) -> HttpResponse:
        """List the supplements on offer on a day, and those that are planned after it."""

        def rows(space: SpaceOffer, on: date) -> Iterable[dict[str, Any]]:
            found = _from(space.supplements, on, key=lambda row: (row.kind, row.resource_id, row.code, row.audience))
            return (supplement_json(row, space) for row in found)

        return _listed(request, rows)

    @extend_schema(operation_id="set_supplements", request=SupplementsAsked, responses={201: SUPPLEMENTS})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Set supplements from a day on, all of them or none; the same day replaces."""
        asked = SupplementsAsked.read(request.data)
        space = space_called(catalogue(), asked["space"])
        facts = [SupplementSetAsked.facts(one, space.currency) for one in asked["supplements"]]
        operations.set_supplements(space_id=space.id, supplements=facts, actor=_actor(request), at=clock.now())
        return _made([supplement_json(one, space) for one in facts])


class AudiencesView(PriceListView):
    """Whom prices are for."""

    @extend_schema(operation_id="list_audiences", responses=page_shape(AudienceShown))
    def get(self, request: Request) -> HttpResponse:
        """List the audiences of the house."""
        results = [{"code": code, "name": name} for code, name in catalogue().audiences]
        return answer({"next": None, "results": results})

    @extend_schema(operation_id="add_audience", request=AudienceAsked, responses={201: AudienceShown})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Add an audience that prices can be for."""
        asked = AudienceAsked.read(request.data)
        operations.add_audience(**asked, actor=_actor(request), at=clock.now())
        return answer(asked, status=201)


def _listed(request: Request, rows: Callable[[SpaceOffer, date], Iterable[dict[str, Any]]]) -> HttpResponse:
    asked, at = SpaceQuery.read(request.query_params), clock.now()
    spaces = chosen_spaces(catalogue(), asked.get("space"))
    results = [one for space in spaces for one in rows(space, asked.get("on") or space.local(at).date())]
    return answer({"next": None, "results": results})


def _from(rows: Iterable[D], on: date, *, key: Callable[[D], object]) -> list[D]:
    """Return what is in force on a day, and what begins after it, in order of its day."""
    known = list(rows)
    later = [row for row in known if row.valid_from > on]
    return [*in_force(known, on, key=key).values(), *sorted(later, key=lambda row: row.valid_from)]


def _made(results: list[dict[str, Any]]) -> HttpResponse:
    return answer({"next": None, "results": results}, status=201)


def _actor(request: Request) -> Actor:
    return cast("Actor", request.auth)
