"""Rules of booking, as pure functions: each returns the reasons that stand against it; none: allowed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bookings.extras import reasons_of_price, supplement_needed
from bookings.quoting import (
    BookingCase,
    is_open,
    length_of,
    month_from,
    packages_on_sale,
    quote_for,
    stretches_of,
    supplement_stretches,
    supplements_that_open,
)
from common.errors import Reason, sentence
from spaces.local_time import Period
from spaces.rulebook import Rules
from spaces.wording import lazy_length, lazy_stretches

OVERRIDABLE = frozenset(
    {
        "notice_too_short",
        "too_far_ahead",
        "too_short",
        "too_long",
        "off_step",
        "outside_opening_hours",
        "not_open_to_you",
        "too_many_at_once",
        "too_many_upcoming",
        "too_many_this_week",
        "too_many_this_month",
    }
)
FARTHEST = timedelta(days=3660)
LONGEST_PRICED = timedelta(days=31)
LONGEST_BY_MONTH = timedelta(days=366)


def reasons_not_to_book(case: BookingCase, *, is_overridden: bool = False) -> list[Reason]:
    """Return every rule that forbids the booking, whether it is free or not.

    An override passes over the rules of `OVERRIDABLE`, never over the past, a missing price or an overlap.
    """
    nonsense = _reasons_of_sense(case)
    if nonsense:
        return nonsense
    if case.is_named and case.space.is_interchangeable(case.resource, case.first_day):
        return [_not_numbered(case)]
    reasons = [
        *_reasons_of_time(case),
        *_reasons_of_length(case),
        *_reasons_of_offer(case),
        *reasons_of_price(case),
    ]
    return [reason for reason in reasons if not (is_overridden and reason.code in OVERRIDABLE)]


def _reasons_of_sense(case: BookingCase) -> list[Reason]:
    """Return why the period cannot be meant at all."""
    period = case.period
    if period.ends_at == period.starts_at:
        return [Reason("period_empty", _("Le début et la fin sont au même moment : choisir une fin plus tardive."))]
    if period.ends_at < period.starts_at:
        return [Reason("period_reversed", _("La fin est avant le début : échanger les deux."))]
    if period.starts_at < case.at:
        return [Reason("period_in_past", _("Ce moment est déjà passé : choisir une heure à venir."))]
    if period.ends_at - case.at > FARTHEST:
        return [_too_far(case.rules)]
    longest = LONGEST_BY_MONTH if month_from(case, period.starts_at) else LONGEST_PRICED
    if length_of(case) > max(longest, timedelta(minutes=case.rules.longest_minutes)):
        return [_too_long(case.rules)]
    return []


def _reasons_of_time(case: BookingCase) -> Iterator[Reason]:
    rules = case.rules
    if case.period.starts_at - case.at < timedelta(minutes=rules.notice_minutes):
        yield _notice(rules)
    first_day, today = (case.space.local(t).date() for t in (case.period.starts_at, case.at))
    if first_day - today > timedelta(days=rules.horizon_days):
        yield _too_far(rules)
    if case.resource.retired_on and case.resource.retired_on <= first_day:
        yield Reason("not_on_offer", _("Cette ressource n’est plus proposée à cette date."))


def _reasons_of_length(case: BookingCase) -> Iterator[Reason]:
    rules = case.rules
    if case.period.duration < timedelta(minutes=1) * rules.shortest_minutes:
        text = sentence(_("La durée minimale est de %(length)s."), length=lazy_length(rules.shortest_minutes))
        yield Reason("too_short", text, {"shortest_minutes": rules.shortest_minutes})
    if length_of(case) > timedelta(minutes=rules.longest_minutes):
        yield _too_long(rules)
    if not _is_on_step(case, rules):
        text = sentence(_("Les heures vont de %(step)s en %(step)s."), step=lazy_length(rules.step_minutes))
        yield Reason("off_step", text, {"step_minutes": rules.step_minutes})


def _reasons_of_offer(case: BookingCase) -> Iterator[Reason]:
    quote = quote_for(case)
    is_within = is_open(case, quote)
    if quote is None or (is_within and not quote.is_in_hours):
        yield Reason(
            "not_on_offer", _("Ceci n’est pas proposé à ce tarif : choisir une autre durée ou une autre salle.")
        )
    if not is_within:
        needed = supplements_that_open(case) if quote else []
        yield supplement_needed(case, needed) if needed else _closed(case, quote.period if quote else case.period)


def _is_on_step(case: BookingCase, rules: Rules) -> bool:
    """Tell whether both ends lie on the step of the local clock or on the edge of hours a supplement opens.

    What is sold by name may begin and end off the step.
    """
    edges = {edge for stretch in supplement_stretches(case) for edge in (stretch.starts_at, stretch.ends_at)}
    if all(end in edges or _is_step(case, end, rules) for end in (case.period.starts_at, case.period.ends_at)):
        return True
    return any(package.period == case.period for package in packages_on_sale(case))


def _is_step(case: BookingCase, end: datetime, rules: Rules) -> bool:
    local = case.space.local(end)
    return not ((local.hour * 60 + local.minute) % rules.step_minutes or local.second or local.microsecond)


def _not_numbered(case: BookingCase) -> Reason:
    text = _("Les places n’ont pas de numéro ici : demander « une place », et s’asseoir où c’est libre.")
    return Reason("seat_not_numbered", text, {"space": case.space.slug, "kind": case.resource.kind.value})


def _notice(rules: Rules) -> Reason:
    text = sentence(_("Il faut demander au moins %(length)s à l’avance."), length=lazy_length(rules.notice_minutes))
    return Reason("notice_too_short", text, {"notice_minutes": rules.notice_minutes})


def _too_far(rules: Rules) -> Reason:
    text = sentence(_("On réserve au plus %(days)s jours à l’avance."), days=rules.horizon_days)
    return Reason("too_far_ahead", text, {"horizon_days": rules.horizon_days})


def _too_long(rules: Rules) -> Reason:
    text = sentence(_("La durée maximale est de %(length)s."), length=lazy_length(rules.longest_minutes))
    return Reason("too_long", text, {"longest_minutes": rules.longest_minutes})


def _closed(case: BookingCase, asked: Period) -> Reason:
    open_periods = stretches_of(case, asked)
    facts = [{"starts_at": p.starts_at.isoformat(), "ends_at": p.ends_at.isoformat()} for p in open_periods]
    if not open_periods:
        return Reason("outside_opening_hours", _("C’est fermé ce jour-là : choisir un autre jour."), {"open": facts})
    local = case.space.local
    shown = lazy_stretches([(local(p.starts_at).time(), local(p.ends_at).time()) for p in open_periods])
    text = sentence(_("Cela se réserve dans ces heures : %(hours)s."), hours=shown)
    return Reason("outside_opening_hours", text, {"open": facts})
