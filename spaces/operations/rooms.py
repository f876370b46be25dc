"""Add a room together with its rules, its named periods and its prices: all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from common.governance import Authority
from common.rights import Actor
from spaces.catalogue import PackagePeriod, PriceFacts, RuleFacts
from spaces.details import ResourceDetails
from spaces.models import Resource, Zone
from spaces.operations.offers import set_named_period, set_prices
from spaces.operations.resources import add_resource, add_zone
from spaces.operations.rules import set_rules


@dataclass(frozen=True)
class RoomPlan:
    """A resource with what holds for it alone; of its rules, periods and prices the resource is left open."""

    details: ResourceDetails
    rules: Sequence[RuleFacts] = ()
    periods: Sequence[PackagePeriod] = ()
    prices: Sequence[PriceFacts] = ()


@transaction.atomic
def add_room(
    *, space_id: int, plan: RoomPlan, actor: Actor, at: datetime, authority: Authority | None = None
) -> Resource:
    """Add a resource with its own rules, named periods and prices; a zone that is not there yet is added too.

    Refusals: those of `add_resource`, `add_zone`, `set_rules`, `set_named_period` and `set_prices`.
    """
    zone = plan.details.zone
    if zone and not Zone.objects.filter(space=space_id, name=zone).exists():
        add_zone(space_id=space_id, name=zone, actor=actor, at=at, authority=authority)
    room = add_resource(space_id=space_id, details=plan.details, actor=actor, at=at, authority=authority)
    if plan.rules:
        rules = [replace(rule, kind="", resource_id=room.pk) for rule in plan.rules]
        set_rules(space_id=space_id, rules=rules, actor=actor, at=at, authority=authority)
    for period in plan.periods:
        own = replace(period, kind="", resource_id=room.pk)
        set_named_period(space_id=space_id, period=own, actor=actor, at=at, authority=authority)
    if plan.prices:
        prices = [replace(price, kind="", resource_id=room.pk) for price in plan.prices]
        set_prices(space_id=space_id, prices=prices, actor=actor, at=at, authority=authority)
    return room
