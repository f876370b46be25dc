"""Set up a demo house by the operations that a person would use."""

from datetime import date, datetime

from common.rights import Actor
from frontend.demo.plan import AccessPlan, HousePlan, PricePlan, SpacePlan, SupplementPlan
from spaces import operations
from spaces.catalogue import OpeningWeekFacts, PackagePeriod, PriceFacts, RuleFacts
from spaces.details import StepDetails
from spaces.enums import ResourceKind
from spaces.models import Resource, Space
from spaces.operations import access
from spaces.operations.keys import add_key
from spaces.supplements import SupplementFacts


def found(plan: HousePlan, *, actor: Actor, at: datetime, this_year: int) -> None:
    """Set up the house and its spaces, with hours, prices and rules that hold since two years before this one."""
    operations.found_house(details=plan.details, actor=actor, at=at)
    for space_plan in plan.spaces:
        space = operations.add_space(details=space_plan.details, actor=actor, at=at)
        resources = _add_resources(space, space_plan, actor=actor, at=at)
        _set_hours(space, space_plan, actor=actor, at=at, since=date(this_year - 2, 1, 1))
        _set_rules(space, space_plan, resources, actor=actor, at=at, since=date(this_year - 2, 1, 1))
        for price in space_plan.prices:
            facts = _price(price, resources, this_year)
            operations.set_price(space_id=space.pk, price=facts, actor=actor, at=at)
        since = date(this_year - 2, 1, 1)
        supplements = [
            _supplement(one, audience, since) for one in space_plan.supplements for audience in one.audiences
        ]
        operations.set_supplements(space_id=space.pk, supplements=supplements, actor=actor, at=at)
        _tell_way_in(space, space_plan.access, actor=actor, at=at)


def _add_resources(space: Space, plan: SpacePlan, *, actor: Actor, at: datetime) -> dict[str, Resource]:
    for position, name in enumerate(plan.zones):
        operations.add_zone(space_id=space.pk, name=name, position=position, actor=actor, at=at)
    return {
        details.slug: operations.add_resource(space_id=space.pk, details=details, actor=actor, at=at)
        for details in plan.resources
    }


def _set_hours(space: Space, plan: SpacePlan, *, actor: Actor, at: datetime, since: date) -> None:
    slots = tuple((weekday, opens, closes) for weekdays, opens, closes in plan.hours for weekday in weekdays)
    week = OpeningWeekFacts(since, slots)
    operations.set_opening_hours(space_id=space.pk, week=week, actor=actor, at=at)
    for named in plan.periods:
        for kind in named.kinds:
            hours = (named.starts_at, named.ends_at)
            period = PackagePeriod(kind.value, None, named.unit, named.name.value, *hours, since, None)
            operations.set_named_period(space_id=space.pk, period=period, actor=actor, at=at)


def _set_rules(
    space: Space, plan: SpacePlan, resources: dict[str, Resource], *, actor: Actor, at: datetime, since: date
) -> None:
    for rule in plan.rules:
        for target in rule.targets:
            kind = target.value if isinstance(target, ResourceKind) else ""
            facts = RuleFacts(kind, None if kind else resources[str(target)].pk, rule.name, rule.value, since)
            operations.set_rule(space_id=space.pk, rule=facts, actor=actor, at=at)
    for whole, parts in plan.wholes.items():
        part_ids = [resources[part].pk for part in parts]
        operations.set_parts(resource_id=resources[whole].pk, part_ids=part_ids, actor=actor, at=at)


def _tell_way_in(space: Space, plan: AccessPlan, *, actor: Actor, at: datetime) -> None:
    for position, texts in enumerate(plan.steps, start=1):
        access.add_access_step(space_id=space.pk, details=StepDetails(texts, position), actor=actor, at=at)
    for name, value in plan.codes.items():
        access.add_access_code(space_id=space.pk, name=name, value=value, actor=actor, at=at)
    for number, opens in plan.keys.items():
        add_key(space_id=space.pk, number=number, opens=opens, actor=actor, at=at)


def _price(plan: PricePlan, resources: dict[str, Resource], this_year: int) -> PriceFacts:
    is_for_kind = isinstance(plan.target, ResourceKind)
    return PriceFacts(
        kind=str(plan.target) if is_for_kind else "",
        resource_id=None if is_for_kind else resources[str(plan.target)].pk,
        unit=plan.unit,
        audience=plan.audience,
        net_minor=plan.net_minor,
        vat_bp=plan.vat_bp,
        valid_from=date(this_year - plan.years_ago, 1, 1),
        note=plan.note,
    )


def _supplement(plan: SupplementPlan, audience: str, since: date) -> SupplementFacts:
    return SupplementFacts(
        kind=plan.kind,
        resource_id=None,
        code=plan.code,
        name=plan.name,
        audience=audience,
        net_minor=plan.net_minor,
        vat_bp=plan.vat_bp,
        valid_from=since,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        most=plan.most,
    )
