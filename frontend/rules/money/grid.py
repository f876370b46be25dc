"""The price lists as a co-manager reads them: for each thing and unit, what holds now and what is planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from common.dated import in_force
from common.governance import Decided, decided_fields
from common.rights import Right
from frontend.rules.money.scopes import Scope, audience_words, scopes_of
from frontend.rules.steps import managed_space
from members.web import PersonRequest, needs_right
from spaces.catalogue import HouseOffer, PriceFacts, SpaceOffer
from spaces.enums import Unit
from spaces.operations.change import field_name


@dataclass(frozen=True)
class Cell:
    """What one unit costs one audience: now, and from which days on something else."""

    audience: str
    audience_name: str
    now: PriceFacts | None
    planned: Sequence[PriceFacts]
    decided: Decided | None


@dataclass(frozen=True)
class UnitRow:
    unit: Unit
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Block:
    """All prices of a kind or of one resource."""

    scope: Scope
    rows: Sequence[UnitRow]


@require_safe
@needs_right(Right.MANAGE_PRICES)
def prices(request: PersonRequest) -> HttpResponseBase:
    """Show the prices in force and planned, each with the way to change it."""
    space, spaces = managed_space(request, Right.MANAGE_PRICES)
    today = space.local(request.at).date()
    context = {"space": space, "spaces": spaces, "blocks": list(blocks_of(request.house, space, today))}
    return render(request, "rules/prices.html", context)


def blocks_of(house: HouseOffer, space: SpaceOffer, today: date) -> Iterator[Block]:
    """Yield the price list of each kind and resource that has one, and of those that have none yet."""
    scopes = scopes_of(space, has_space=False)
    decided = decided_fields({scope.subject(space) for scope in scopes})
    for scope in scopes:
        rows = [price for price in space.prices if (price.kind, price.resource_id) == scope.key]
        units = [unit for unit in Unit if any(price.unit is unit for price in rows)]
        cells = {unit: list(_cells(house, space, scope, unit=unit, today=today, decided=decided)) for unit in units}
        yield Block(scope, [UnitRow(unit, str(capfirst(str(unit.label))), cells[unit]) for unit in units])


def price_field(scope: Scope, unit: str, audience: str) -> str:
    """Return the name under which decisions know a price."""
    return field_name("price", scope.kind, unit, audience)


def history_of(space: SpaceOffer, scope: Scope, unit: str, *, audience: str) -> list[PriceFacts]:
    """Return what a unit has cost and will cost an audience, the latest first."""
    rows = [
        price
        for price in space.prices
        if (price.kind, price.resource_id) == scope.key and (price.unit, price.audience) == (unit, audience)
    ]
    return sorted(rows, key=lambda price: price.valid_from, reverse=True)


def _cells(
    house: HouseOffer,
    space: SpaceOffer,
    scope: Scope,
    *,
    unit: Unit,
    today: date,
    decided: dict[tuple[str, str], Decided],
) -> Iterator[Cell]:
    for audience, _name in house.audiences:
        history = history_of(space, scope, unit, audience=audience)
        if not history:
            continue
        now = in_force(history, today, key=lambda _: None).get(None)
        planned = [price for price in reversed(history) if price.valid_from > today]
        ruled = decided.get((scope.subject(space), price_field(scope, unit, audience)))
        yield Cell(audience, audience_words(house, audience), now, planned, ruled)
