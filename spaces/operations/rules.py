"""Say by which rules things are booked, from a date on."""

from datetime import datetime
from typing import Any

from django.db import transaction

from common.errors import refuse_unless_empty
from common.governance import Authority
from common.rights import Actor, Right
from spaces import policies
from spaces.catalogue import RuleFacts
from spaces.models import Rule
from spaces.operations.change import field_name, find_scope, find_space, finish_change, lock_house, refuse_change


@transaction.atomic
def set_rule(*, space_id: int, rule: RuleFacts, actor: Actor, at: datetime, authority: Authority | None = None) -> Rule:
    """Set a rule for a whole space, a kind or a resource from `rule.valid_from`; the same date replaces it.

    Refusals: `space_unknown`, `resource_unknown`, `right_needed`, `governed_by_decision`, those of
    `policies.reasons_not_to_set_rule`.
    """
    house, space = lock_house(), find_space(space_id)
    scope = find_scope(space, rule.resource_id)
    field = field_name("rule", rule.kind, rule.name)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_RULES, authority=authority)
    refuse_unless_empty(policies.reasons_not_to_set_rule(rule))
    key: dict[str, Any] = {"space": space, "kind": rule.kind, "resource_id": rule.resource_id, "name": rule.name}
    before = Rule.objects.filter(**key, valid_from__lte=rule.valid_from).order_by("-valid_from").first()
    changes = {
        field: (before and before.value, rule.value),
        "valid_from": (before and before.valid_from, rule.valid_from),
    }
    values = {"value": rule.value, "authority": authority.reference if authority else ""}
    row, _is_new = Rule.objects.update_or_create(**key, valid_from=rule.valid_from, defaults=values)
    finish_change(house, scope, action="rule.set", changes=changes, actor=actor, at=at, authority=authority)
    return row
