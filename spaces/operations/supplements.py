"""Say what is paid beside the packages, by whom, from a date on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.money import decimal_amount
from common.rights import Actor, Right, refuse_without_right
from spaces.models import House, Space, Supplement
from spaces.operations.change import (
    field_name,
    find_scope,
    find_space,
    finish_change,
    local_today,
    lock_house,
    refuse_change,
)
from spaces.operations.offers import find_audience
from spaces.policies import offers as policies
from spaces.supplements import SupplementFacts


@transaction.atomic
def set_supplements(
    *,
    space_id: int,
    supplements: Sequence[SupplementFacts],
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> list[Supplement]:
    """Set what supplements cost audiences, each from its `valid_from`, without VAT; all of them or none.

    No amount: not on offer from then. The same date replaces what was set for it; what is booked keeps its
    lines. Refusals: `space_unknown`, `resource_unknown`, `right_needed`, `governed_by_decision`,
    `audience_unknown`, `supplement_twice`, those of `policies.reasons_not_to_set_supplement`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_without_right(actor, Right.MANAGE_PRICES, space_id=space.pk)
    keys = {(one.kind, one.resource_id, one.code, one.audience, one.valid_from) for one in supplements}
    if len(keys) < len(supplements):
        text = _("Deux suppléments pour la même chose à la même date : n’en garder qu’un.")
        raise Refused(Reason("supplement_twice", text))
    today = local_today(space, at)
    for one in supplements:
        refuse_unless_empty(policies.reasons_not_to_set_supplement(one, today=today))
    return [_set(house, space, one, actor=actor, at=at, authority=authority) for one in supplements]


def set_supplement(
    *, space_id: int, supplement: SupplementFacts, actor: Actor, at: datetime, authority: Authority | None = None
) -> Supplement:
    """Set one supplement for one audience; refusals as `set_supplements`."""
    (row,) = set_supplements(space_id=space_id, supplements=[supplement], actor=actor, at=at, authority=authority)
    return row


def _set(
    house: House, space: Space, facts: SupplementFacts, *, actor: Actor, at: datetime, authority: Authority | None
) -> Supplement:
    scope = find_scope(space, facts.resource_id)
    field = field_name("supplement", facts.kind, facts.code, facts.audience)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_PRICES, authority=authority)
    same = Supplement.objects.filter(
        space=space, kind=facts.kind, resource=facts.resource_id, code=facts.code, audience__code=facts.audience
    )
    before = same.filter(valid_from__lte=facts.valid_from).order_by("-valid_from").first()
    row = same.filter(valid_from=facts.valid_from).first()
    row = row or Supplement(space=space, audience=find_audience(facts.audience))
    for name in _WRITTEN:
        setattr(row, name, getattr(facts, name))
    row.authority = authority.reference if authority else ""
    row.save()
    changes = {
        field: (before and _amount(before, house.currency), _amount(row, house.currency)),
        "name": (before and before.name, row.name),
        "period": (before and _hours(before), _hours(row)),
        "most": (before and before.most, row.most),
        "valid_from": (before and before.valid_from, row.valid_from),
    }
    finish_change(house, scope, action="supplement.set", changes=changes, actor=actor, at=at, authority=authority)
    return row


def _amount(row: Supplement, currency: str) -> str | None:
    if row.net_minor is None:
        return None
    return f"{decimal_amount(row.net_minor, currency)} {currency} + {row.vat_bp / 100:g} %"


def _hours(row: Supplement) -> Any:
    return f"{row.starts_at:%H:%M}-{row.ends_at:%H:%M}" if row.starts_at and row.ends_at else None


_WRITTEN = (
    "kind",
    "resource_id",
    "code",
    "name",
    "starts_at",
    "ends_at",
    "most",
    "net_minor",
    "vat_bp",
    "valid_from",
)
