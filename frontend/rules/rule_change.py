"""What changing a rule does, and for whom: what keeps its terms, what a booking would meet from then on."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bookings.queries.clashes import clashes_between, coming_bookings
from frontend.rules.rule_words import rule_name, value_words
from frontend.rules.scopes import Scope
from frontend.rules.steps import Change, Preview
from members.models import Circle
from members.web import PersonRequest
from spaces import operations
from spaces.catalogue import HouseOffer, ResourceOffer, RuleFacts, SpaceOffer
from spaces.enums import ResourceKind
from spaces.local_time import DAY
from spaces.operations.trial import try_change
from spaces.rule_sources import RuleScope, rules_in_force
from spaces.rulebook import RULEBOOK, RuleShape
from spaces.wording import day_words

OF_HOURS = {"bookable_from", "bookable_until"}


def circles(name: str) -> list[tuple[str, str]]:
    """Return the circles that a rule of this name may be about."""
    if RULEBOOK[name].shape is not RuleShape.AUDIENCES_AND_CIRCLES:
        return []
    return list(Circle.objects.order_by("name").values_list("slug", "name"))


def preview_of(request: PersonRequest, scope: Scope, facts: RuleFacts) -> Preview:
    """Return what setting or clearing the rule would do; refused for the reasons for which it would be."""
    space, house = scope.space, request.house
    tried = try_change(lambda: operations.set_rule(space_id=space.id, rule=facts, actor=request.actor, at=request.at))
    after = tried.space_of(space.id)
    return Preview(
        title=_("Changer cette règle ?"),
        button=_("Changer la règle"),
        changes=list(_changes(scope, after, facts, house=house)),
        notes=list(_notes(request, scope, facts)),
        touched=clashes_between(space, after, at=request.at) if facts.name in OF_HOURS else (),
        is_about_bookings=facts.name in OF_HOURS,
    )


def _changes(scope: Scope, after: SpaceOffer, facts: RuleFacts, *, house: HouseOffer) -> Iterator[Change]:
    """Yield the value before and after for the scope, and for what in it has a value of its own, that it is kept."""
    old, new = (_words(one, scope.rules, facts, house=house) for one in (scope.space, after))
    yield Change(f"{rule_name(facts.name)} · {scope.name}", old, new)
    for narrower in _narrower(scope):
        kept = _words(after, narrower.rules, facts, house=house)
        if _words(scope.space, narrower.rules, facts, house=house) == kept and kept != new:
            yield Change(narrower.name, "", gettext("garde sa propre valeur : %(value)s") % {"value": kept})


def _words(space: SpaceOffer, scope: RuleScope, facts: RuleFacts, *, house: HouseOffer) -> str:
    found = next(rule for rule in rules_in_force(space, scope, facts.valid_from) if rule.name == facts.name)
    return value_words(facts.name, found.value, house)


def _narrower(scope: Scope) -> Iterator[Scope]:
    """Yield the kinds and resources inside a scope that have some rule of their own."""
    kinds = {rule.kind for rule in scope.space.rules if rule.kind}
    own = {rule.resource_id for rule in scope.space.rules if rule.resource_id is not None}
    if scope.rules.resource_id is not None:
        return
    if not scope.rules.kind:
        yield from (Scope(scope.space, RuleScope(k), str(ResourceKind(k).label)) for k in sorted(kinds))
    for one in scope.space.resources:
        if one.id in own and scope.rules.kind in {"", one.kind.value}:
            yield Scope(scope.space, RuleScope(one.kind.value, one.id), one.name)


def _notes(request: PersonRequest, scope: Scope, facts: RuleFacts) -> Iterator[str]:
    space = scope.space
    yield gettext("Pour ce qui se réserve désormais et a lieu à partir du %(day)s.") % {
        "day": day_words(facts.valid_from, "dated")
    }
    if facts.valid_from > space.local(request.at).date():
        yield gettext("Jusqu’au %(day)s compris, rien ne change.") % {"day": day_words(facts.valid_from - DAY, "dated")}
    concerned = {one.id for one in space.resources if _concerns(scope.rules, one)}
    count = sum(booking.resource_id in concerned for booking in coming_bookings(space.id, request.at))
    if count:
        text = ngettext(
            "%(n)s réservation à venir garde le prix et les conditions d’alors.",
            "%(n)s réservations à venir gardent le prix et les conditions d’alors.",
            count,
        )
        yield text % {"n": count}


def _concerns(scope: RuleScope, resource: ResourceOffer) -> bool:
    if scope.resource_id is not None:
        return resource.id == scope.resource_id
    return scope.kind in {"", resource.kind.value}
