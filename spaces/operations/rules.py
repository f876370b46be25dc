"""Say by which rules things are booked, from a date on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces import policies
from spaces.catalogue import RuleFacts, SpaceOffer
from spaces.contradictions import reasons_against_rules
from spaces.local_time import DAY
from spaces.models import Rule, Space
from spaces.operations.change import (
    field_name,
    find_scope,
    find_space,
    finish_change,
    lock_house,
    refuse_change,
    refuse_past,
    refuse_rewriting,
)
from spaces.queries import catalogue


def set_rule(*, space_id: int, rule: RuleFacts, actor: Actor, at: datetime, authority: Authority | None = None) -> Rule:
    """Set one rule, or clear it; refusals: those of `set_rules`."""
    (row,) = set_rules(space_id=space_id, rules=[rule], actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def set_rules(
    *, space_id: int, rules: Sequence[RuleFacts], actor: Actor, at: datetime, authority: Authority | None = None
) -> list[Rule]:
    """Set rules for a whole space, a kind or a resource, each from its `valid_from`; the same date replaces it.

    A cleared one has no value from then on: the wider scope's holds again. What is booked keeps its terms.
    Refusals: `space_unknown`, `resource_unknown`, `right_needed`, `governed_by_decision`, `date_past` (409),
    `rules_contradict` (409), those of `policies.reasons_not_to_set_rule`.
    """
    house, space = lock_house(), find_space(space_id)
    for rule in rules:
        field = field_name("rule", rule.kind, rule.name)
        scope = find_scope(space, rule.resource_id)
        refuse_change(scope, field, actor=actor, right=Right.MANAGE_RULES, authority=authority)
        refuse_rewriting(rule.valid_from, space, actor=actor, at=at)
        refuse_unless_empty(policies.reasons_not_to_set_rule(rule))
    _refuse_contradictions(catalogue().space_of(space_id), rules)
    found, kept = [], _kept(space, rules)
    for rule in rules:
        row, changes = _write(space, rule, kept=kept, authority=authority)
        kept.append(row)
        action, thing = ("rule.cleared" if rule.is_cleared else "rule.set"), find_scope(space, rule.resource_id)
        finish_change(house, thing, action=action, changes=changes, actor=actor, at=at, authority=authority)
        found.append(row)
    return found


@transaction.atomic
def withdraw_rule(
    *, space_id: int, rule: RuleFacts, actor: Actor, at: datetime, authority: Authority | None = None
) -> None:
    """Take back a change of a rule that is planned for `rule.valid_from` and not in force yet.

    Refusals: those of `set_rules`, `rule_unknown` (404).
    """
    house, space = lock_house(), find_space(space_id)
    scope, field = find_scope(space, rule.resource_id), field_name("rule", rule.kind, rule.name)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_RULES, authority=authority)
    row = Rule.objects.filter(**_key(space, rule), valid_from=rule.valid_from).first()
    if row is None:
        text = _("Aucun changement de cette règle n’est prévu à cette date.")
        raise Refused(Reason("rule_unknown", text, {"rule": rule.name}, status=404))
    refuse_past(rule.valid_from - DAY, space, at)
    changes = {field: (row.value, None), "valid_from": (row.valid_from, None)}
    row.delete()
    finish_change(house, scope, action="rule.withdrawn", changes=changes, actor=actor, at=at, authority=authority)


def _refuse_contradictions(before: SpaceOffer, rules: Sequence[RuleFacts]) -> None:
    if not rules:
        return
    written = {_of(rule) for rule in rules}
    after = replace(before, rules=(*(rule for rule in before.rules if _of(rule) not in written), *rules))
    refuse_unless_empty(reasons_against_rules(before, after, min(rule.valid_from for rule in rules)))


def _of(rule: RuleFacts) -> tuple[object, ...]:
    return rule.kind, rule.resource_id, rule.name, rule.valid_from


def _kept(space: Space, rules: Sequence[RuleFacts]) -> list[Rule]:
    """Return the rows of the rules of these names; one query."""
    return list(Rule.objects.filter(space=space, name__in={rule.name for rule in rules}))


def _write(
    space: Space, rule: RuleFacts, *, kept: Sequence[Rule], authority: Authority | None
) -> tuple[Rule, Mapping[str, tuple[Any, Any]]]:
    scope = (rule.kind, rule.resource_id, rule.name)
    earlier = [
        row for row in kept if (row.kind, row.resource_id, row.name) == scope and row.valid_from <= rule.valid_from
    ]
    present = max(earlier, key=lambda row: row.valid_from, default=None)
    before, last = (present.value, present.valid_from) if present else (None, None)
    row = present if present and last == rule.valid_from else Rule(**_key(space, rule), valid_from=rule.valid_from)
    row.value, row.is_cleared = None if rule.is_cleared else rule.value, rule.is_cleared
    row.authority = authority.reference if authority else ""
    row.save()
    changes = {
        field_name("rule", rule.kind, rule.name): (before, row.value),
        "valid_from": (last, rule.valid_from),
    }
    return row, changes


def _key(space: Space, rule: RuleFacts) -> dict[str, Any]:
    return {"space": space, "kind": rule.kind, "resource_id": rule.resource_id, "name": rule.name}
