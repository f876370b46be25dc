"""What a house may use or leave aside: the groups of rules that stay hidden until they are switched on. Pure."""

from collections.abc import Iterable

from spaces.catalogue import HouseOffer, RuleFacts
from spaces.rule_sources import DEFAULTS
from spaces.rulebook import RULEBOOK, RuleGroup

FEATURES = tuple(group.value for group in RuleGroup if group is not RuleGroup.ESSENTIAL)


def features_in_use(house: HouseOffer) -> set[str]:
    """Return the features of which some rule says more than nothing, now or later."""
    return {RULEBOOK[rule.name].group.value for rule in _rules(house) if _says_something(rule)} & set(FEATURES)


def shown_groups(house: HouseOffer) -> set[str]:
    """Return the groups of rules that pages show: the essential ones, those switched on, those in use."""
    return {RuleGroup.ESSENTIAL.value} | house.features | features_in_use(house)


def _rules(house: HouseOffer) -> Iterable[RuleFacts]:
    """Yield the rules that hold some day from now on: of those of one scope that have begun, the last."""
    for space in house.spaces:
        last: dict[tuple[str, int | None, str], RuleFacts] = {}
        for rule in sorted(space.rules, key=lambda rule: rule.valid_from):
            last[rule.kind, rule.resource_id, rule.name] = rule
        yield from last.values()


def _says_something(rule: RuleFacts) -> bool:
    return not rule.is_cleared and rule.name in RULEBOOK and rule.value != DEFAULTS[rule.name]
