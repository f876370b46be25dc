"""Say what is wrong with a price, a named period or a supplement, before it is written. Pure functions."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, sentence
from spaces.catalogue import PackagePeriod, PriceFacts
from spaces.enums import NAMED_UNITS, PeriodName, Unit
from spaces.policies import (
    hours_reversed,
    is_forward,
    reasons_against_length,
    reasons_against_name,
    reasons_against_scope,
    reasons_against_slug,
    wrong,
)
from spaces.policies.amounts import LARGEST_AMOUNT, too_large
from spaces.supplements import SupplementFacts

EARLIEST = date(2000, 1, 1)
FARTHEST = timedelta(days=3660)
MOST_TAKEN = 1000


def reasons_not_to_set_prices(prices: Sequence[PriceFacts], *, today: date) -> list[Reason]:
    """Say what is wrong with a list of prices: that of each, `price_twice`, `prices_missing`."""
    if not prices:
        return [Reason("prices_missing", _("Il manque au moins un prix."))]
    keys = [(price.kind, price.resource_id, price.unit, price.audience, price.valid_from) for price in prices]
    if len(set(keys)) < len(keys):
        text = _("Deux prix pour la même chose à la même date : n’en garder qu’un.")
        return [Reason("price_twice", text)]
    return [reason for price in prices for reason in reasons_not_to_set_price(price, today=today)]


def reasons_not_to_set_price(price: PriceFacts, *, today: date) -> list[Reason]:
    """Say what is wrong with a price: `scope_unclear`, `kind_unknown`, `unit_unknown`, `price_invalid`,
    `amount_too_large`, `least_too_high`, `vat_invalid`, `date_too_far`, `text_too_long`.
    """
    reasons = reasons_against_scope(price.kind, price.resource_id)
    if not price.kind and price.resource_id is None:
        text = _("Un prix vaut pour une sorte de ressource ou pour une seule ressource.")
        reasons.append(Reason("scope_unclear", text))
    if price.unit not in Unit.values:
        reasons.append(wrong("unit_unknown", _("« %(value)s » n’est pas une unité de vente."), price.unit))
    reasons += [*_against_amounts((price.net_minor, price.least_minor)), *_against_least(price)]
    return [
        *reasons,
        *_against_vat(price.vat_bp),
        *_against_date(price.valid_from, today=today),
        *reasons_against_length(price.note, 200),
    ]


def reasons_not_to_set_period(period: PackagePeriod, *, today: date) -> list[Reason]:
    """Say what is wrong with a named period: `unit_unknown`, `slug_invalid`, `name_needed`, `hours_reversed`,
    `dates_reversed`, `date_too_far`.
    """
    reasons = reasons_against_scope(period.kind, period.resource_id)
    if period.unit not in NAMED_UNITS:
        reasons.append(wrong("unit_unknown", _("« %(value)s » ne se vend pas par plage nommée."), period.unit))
    if period.name not in PeriodName.values:
        reasons += [*reasons_against_slug(period.name), *reasons_against_name(period.label)]
    reasons += reasons_against_length(period.label, 100)
    if not is_forward(period.starts_at, period.ends_at):
        reasons.append(hours_reversed(period.starts_at, period.ends_at))
    if period.valid_until is not None and period.valid_until < period.valid_from:
        reasons.append(Reason("dates_reversed", _("Cette plage finirait avant de commencer.")))
    return [*reasons, *_against_date(period.valid_from, today=today)]


def reasons_not_to_set_supplement(supplement: SupplementFacts, *, today: date) -> list[Reason]:
    """Say what is wrong with a supplement: `scope_unclear`, `kind_unknown`, `slug_invalid`, `name_needed`,
    `price_invalid`, `amount_too_large`, `vat_invalid`, `hours_incomplete`, `hours_reversed`, `most_invalid`,
    `date_too_far`.
    """
    reasons = [
        *reasons_against_scope(supplement.kind, supplement.resource_id),
        *reasons_against_slug(supplement.code),
        *reasons_against_name(supplement.name),
        *_against_amounts((supplement.net_minor,)),
        *_against_vat(supplement.vat_bp),
    ]
    starts_at, ends_at = supplement.starts_at, supplement.ends_at
    if (starts_at is None) != (ends_at is None):
        reasons.append(Reason("hours_incomplete", _("Il faut une heure de début et une heure de fin, ou aucune.")))
    elif starts_at is not None and ends_at is not None and not is_forward(starts_at, ends_at):
        reasons.append(hours_reversed(starts_at, ends_at))
    most = 1 if supplement.is_of_hours else MOST_TAKEN
    if not 1 <= supplement.most <= most:
        text = sentence(_("On peut en prendre de 1 à %(most)s."), most=most)
        reasons.append(Reason("most_invalid", text, {"most": most}))
    return [*reasons, *_against_date(supplement.valid_from, today=today)]


def _against_amounts(amounts: Iterable[int | None]) -> list[Reason]:
    known = [amount for amount in amounts if amount is not None]
    if any(amount < 0 for amount in known):
        return [Reason("price_invalid", _("Un prix est de zéro ou plus."))]
    return [too_large()] if any(amount > LARGEST_AMOUNT for amount in known) else []


def _against_least(price: PriceFacts) -> list[Reason]:
    if price.least_minor is None or (price.net_minor is not None and price.least_minor <= price.net_minor):
        return []
    text = _("Le plus petit montant ne peut pas dépasser celui qui est conseillé.")
    return [Reason("least_too_high", text)]


def _against_vat(vat_bp: int) -> list[Reason]:
    if 0 <= vat_bp <= 10_000:
        return []
    return [Reason("vat_invalid", _("Le taux de TVA va de 0 à 100 %."))]


def _against_date(day: date, *, today: date) -> list[Reason]:
    if EARLIEST <= day <= today + FARTHEST:
        return []
    return [Reason("date_too_far", _("Cette date est trop lointaine : dix ans au plus."), {"value": day.isoformat()})]
