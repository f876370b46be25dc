"""Say what is sold: the named periods of a day, and what each unit costs an audience, from a date on."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, refuse_unless_empty
from common.governance import Authority
from common.money import decimal_amount
from common.rights import Actor, Right, refuse_without_right
from spaces.catalogue import PackagePeriod, PriceFacts
from spaces.local_time import DAY
from spaces.models import Audience, House, NamedPeriod, Price, Space
from spaces.operations.change import (
    field_name,
    find_scope,
    find_space,
    finish_change,
    local_today,
    lock_house,
    refuse_change,
)
from spaces.policies import offers as policies


@transaction.atomic
def set_prices(
    *,
    space_id: int,
    prices: Sequence[PriceFacts],
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> list[Price]:
    """Set what units cost audiences, each from its `valid_from`, without VAT; all of them or none.

    No amount: not on offer from then. The same date replaces the price of that date; what is booked keeps the
    price it was booked at. Refusals: `space_unknown`, `resource_unknown`, `right_needed`,
    `governed_by_decision`, `audience_unknown`, those of `policies.reasons_not_to_set_prices`.
    """
    house, space = lock_house(), find_space(space_id)
    refuse_without_right(actor, Right.MANAGE_PRICES, space_id=space.pk)
    refuse_unless_empty(policies.reasons_not_to_set_prices(prices, today=local_today(space, at)))
    return [_set_price(house, space, price, actor=actor, at=at, authority=authority) for price in prices]


def set_price(
    *, space_id: int, price: PriceFacts, actor: Actor, at: datetime, authority: Authority | None = None
) -> Price:
    """Set one price; refusals as `set_prices`."""
    (row,) = set_prices(space_id=space_id, prices=[price], actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def set_named_period(
    *, space_id: int, period: PackagePeriod, actor: Actor, at: datetime, authority: Authority | None = None
) -> NamedPeriod:
    """Set the hours (local time) of a named period from `period.valid_from`; the former hours end the day before.

    The same date replaces the row of that date; a row that begins later keeps its own hours.
    Refusals: `space_unknown`, `resource_unknown`, `right_needed`, `governed_by_decision`, those of
    `policies.reasons_not_to_set_period`.
    """
    house, space = lock_house(), find_space(space_id)
    scope = find_scope(space, period.resource_id)
    field = field_name("period", period.kind, period.unit, period.name)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_PRICES, authority=authority)
    refuse_unless_empty(policies.reasons_not_to_set_period(period, today=local_today(space, at)))
    row, before = _write_period(space, period, reference=authority.reference if authority else "")
    changes = {
        field: (before and _span(before), _span(row)),
        "valid_from": (before and before.valid_from, row.valid_from),
        "valid_until": (before and before.valid_until, row.valid_until),
        "label": ((before and before.label) or None, row.label or None),
    }
    finish_change(house, scope, action="period.set", changes=changes, actor=actor, at=at, authority=authority)
    return row


@transaction.atomic
def end_named_period(
    *,
    space_id: int,
    period: PackagePeriod,
    last_day: date,
    actor: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> None:
    """Sell the named period up to `last_day`, that day included, and not after; what is booked stays booked.

    Of `period` only the scope, the unit and the name count. Refusals: `space_unknown`, `resource_unknown`,
    `right_needed`, `governed_by_decision`, `period_unknown`.
    """
    house, space = lock_house(), find_space(space_id)
    scope = find_scope(space, period.resource_id)
    field = field_name("period", period.kind, period.unit, period.name)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_PRICES, authority=authority)
    same = _same_period(space, period)
    before = same.filter(valid_from__lte=last_day).order_by("-valid_from").first()
    if not same.filter(Q(valid_until=None) | Q(valid_until__gt=last_day)).exists():
        raise Refused(Reason("period_unknown", _("Cette plage n’est plus vendue après cette date."), status=404))
    same.filter(valid_from__gt=last_day).delete()
    same.filter(Q(valid_until=None) | Q(valid_until__gt=last_day)).update(valid_until=last_day)
    changes = {field: (before and _span(before), None), "valid_until": (before and before.valid_until, last_day)}
    finish_change(house, scope, action="period.ended", changes=changes, actor=actor, at=at, authority=authority)


def _set_price(
    house: House, space: Space, price: PriceFacts, *, actor: Actor, at: datetime, authority: Authority | None
) -> Price:
    scope = find_scope(space, price.resource_id)
    field = field_name("price", price.kind, price.unit, price.audience)
    refuse_change(scope, field, actor=actor, right=Right.MANAGE_PRICES, authority=authority)
    same = _same_price(space, price)
    before = same.filter(valid_from__lte=price.valid_from).order_by("-valid_from").first()
    row = same.filter(valid_from=price.valid_from).first()
    row = row or Price(space=space, audience=find_audience(price.audience))
    for name in ("kind", "resource_id", "unit", "net_minor", "least_minor", "vat_bp", "valid_from", "note"):
        setattr(row, name, getattr(price, name))
    row.authority = authority.reference if authority else ""
    row.save()
    changes = {
        field: (before and _amount(before, house.currency), _amount(row, house.currency)),
        "valid_from": (before and before.valid_from, row.valid_from),
    }
    finish_change(house, scope, action="price.set", changes=changes, actor=actor, at=at, authority=authority)
    return row


def _same_price(space: Space, price: PriceFacts) -> QuerySet[Price]:
    """Return the price's rows of all dates."""
    of_scope = Price.objects.filter(space=space, kind=price.kind, resource=price.resource_id)
    return of_scope.filter(unit=price.unit, audience__code=price.audience)


def _same_period(space: Space, period: PackagePeriod) -> QuerySet[NamedPeriod]:
    """Return the period's rows of all dates."""
    of_scope = NamedPeriod.objects.filter(space=space, kind=period.kind, resource=period.resource_id)
    return of_scope.filter(unit=period.unit, name=period.name)


def _write_period(space: Space, period: PackagePeriod, *, reference: str) -> tuple[NamedPeriod, NamedPeriod | None]:
    """Write the period between its neighbours in time; return it, and as it was, the one in force till then."""
    same = _same_period(space, period)
    running = same.filter(Q(valid_until=None) | Q(valid_until__gte=period.valid_from))
    before = running.filter(valid_from__lte=period.valid_from).order_by("-valid_from").first()
    later = same.filter(valid_from__gt=period.valid_from).order_by("valid_from").first()
    ends = [end for end in (period.valid_until, later and later.valid_from - DAY) if end]
    running.filter(valid_from__lt=period.valid_from).update(valid_until=period.valid_from - DAY)
    row = same.filter(valid_from=period.valid_from).first() or NamedPeriod(space=space)
    for name, value in asdict(period).items():
        setattr(row, name, value)
    row.valid_until, row.authority = min(ends, default=None), reference
    row.save()
    return row, before


def find_audience(code: str) -> Audience:
    """Return the audience. Refusal: `audience_unknown`."""
    audience = Audience.objects.filter(code=code).first()
    if audience is None:
        text = _("Ce tarif est pour un public qui n’existe pas.")
        raise Refused(Reason("audience_unknown", text, {"audience": code}))
    return audience


def _amount(price: Price, currency: str) -> str | None:
    """Return a price as the trail shows it: `105.00 EUR + 20 %`; None where it is not on offer."""
    if price.net_minor is None:
        return None
    said = f"{decimal_amount(price.net_minor, currency)} {currency} + {price.vat_bp / 100:g} %"
    return said if price.least_minor is None else f"{said} >= {decimal_amount(price.least_minor, currency)}"


def _span(period: NamedPeriod) -> str:
    return f"{period.starts_at:%H:%M}-{period.ends_at:%H:%M}"
