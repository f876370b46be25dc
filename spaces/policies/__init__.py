"""Say what is wrong with a setting of the house, before it is written. Pure functions of loaded values."""

import re
from collections.abc import Iterable, Sequence
from datetime import time
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

import holidays
from babel.numbers import list_currencies
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Sentence, sentence
from spaces.catalogue import ExceptionFacts, OpeningWeekFacts, RuleFacts
from spaces.details import HouseDetails, ResourceDetails, SpaceDetails
from spaces.enums import ResourceKind
from spaces.rulebook import RULE_NAMES, read_value
from spaces.wording import lazy_hour

MIDNIGHT = time(0)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def reasons_not_to_found(details: HouseDetails, *, languages: Iterable[str]) -> list[Reason]:
    """Say what is wrong with a house: `name_needed`, `slug_invalid`, `currency_unknown`, `language_unknown`."""
    reasons = [*_reasons_against_name(details.name, details.slug), *reasons_against_length(details.contact_phone, 40)]
    if details.currency not in _currencies():
        reasons.append(wrong("currency_unknown", _("« %(value)s » n’est pas une monnaie connue."), details.currency))
    if details.default_language not in set(languages):
        text = _("La langue « %(value)s » n’est pas proposée.")
        reasons.append(wrong("language_unknown", text, details.default_language))
    return reasons


def reasons_not_to_add_space(details: SpaceDetails) -> list[Reason]:
    """Say what is wrong with a space: `name_needed`, `slug_invalid`, `time_zone_unknown`, `country_unknown`."""
    reasons = [*_reasons_against_name(details.name, details.slug), *reasons_against_length(details.address, 200)]
    if details.time_zone not in available_timezones():
        text = _("« %(value)s » n’est pas un fuseau horaire connu.")
        reasons.append(wrong("time_zone_unknown", text, details.time_zone))
    subdivisions = _countries().get(details.country)
    if subdivisions is None or details.subdivision not in {"", *subdivisions}:
        text = _("Les jours fériés de « %(value)s » ne sont pas connus.")
        reasons.append(wrong("country_unknown", text, f"{details.country} {details.subdivision}".strip()))
    return reasons


def reasons_not_to_add_resource(details: ResourceDetails) -> list[Reason]:
    """Say what is wrong with a resource: `name_needed`, `slug_invalid`, `kind_unknown`, `capacity_too_small`."""
    reasons = [*_reasons_against_name(details.name, details.slug), *_reasons_against_kind(details.kind)]
    if details.capacity < 1:
        reasons.append(Reason("capacity_too_small", _("Il faut de la place pour une personne au moins.")))
    return reasons


def reasons_against_name(name: str) -> list[Reason]:
    """Say what is wrong with a name: `name_needed`, `text_too_long`."""
    if not name.strip():
        return [Reason("name_needed", _("Il manque un nom."))]
    return reasons_against_length(name, 100)


def reasons_against_slug(slug: str) -> list[Reason]:
    """Say what is wrong with a short name: `slug_invalid`."""
    if len(slug) <= 50 and _SLUG.fullmatch(slug):
        return []
    text = _("Le nom court « %(value)s » ne peut avoir que des minuscules sans accent, des chiffres et des tirets.")
    return [wrong("slug_invalid", text, slug)]


def reasons_against_length(text: str, longest: int) -> list[Reason]:
    """Say when a text has more than `longest` characters: `text_too_long`."""
    if len(text) <= longest:
        return []
    return [wrong("text_too_long", _("Ce texte peut avoir %(value)s caractères au plus."), longest)]


def reasons_not_to_set_hours(week: OpeningWeekFacts) -> list[Reason]:
    """Say what is wrong with weekly hours: `weekday_unknown`, `hours_reversed`, `hours_overlap`."""
    if any(not 0 <= weekday <= 6 for weekday, _opens, _closes in week.slots):
        return [Reason("weekday_unknown", _("Les jours de la semaine vont de 0 (lundi) à 6 (dimanche)."))]
    for _weekday, opens, closes in week.slots:
        if not is_forward(opens, closes):
            return [hours_reversed(opens, closes)]
    for (day, _opens, closes), (next_day, opens, _closes) in pairwise(sorted(week.slots)):
        if day == next_day and (closes == MIDNIGHT or opens < closes):
            return [Reason("hours_overlap", _("Deux plages d’un même jour se chevauchent."), {"weekday": day})]
    return []


def reasons_not_to_except(exception: ExceptionFacts) -> list[Reason]:
    """Say what is wrong with other hours on some days: `exception_reversed`, `hours_incomplete`, `hours_reversed`."""
    reasons = reasons_against_length(exception.label, 100)
    if exception.ends_on < exception.starts_on:
        reasons.append(Reason("exception_reversed", _("Le dernier jour vient avant le premier.")))
    opens, closes = exception.opens_at, exception.closes_at
    if (opens is None) != (closes is None):
        reasons.append(Reason("hours_incomplete", _("Il faut une heure d’ouverture et une heure de fermeture.")))
    elif opens is not None and closes is not None and not is_forward(opens, closes):
        reasons.append(hours_reversed(opens, closes))
    return reasons


def reasons_not_to_set_rule(rule: RuleFacts) -> list[Reason]:
    """Say what is wrong with a rule: `scope_unclear`, `kind_unknown`, `rule_unknown`, `rule_value_invalid`."""
    reasons = reasons_against_scope(rule.kind, rule.resource_id)
    if rule.name not in RULE_NAMES:
        return [*reasons, wrong("rule_unknown", _("« %(value)s » n’est pas une règle connue."), rule.name)]
    try:
        if not rule.is_cleared:
            read_value(rule.name, rule.value)
    except ValueError as error:
        text = sentence(_("Cette valeur ne convient pas à la règle « %(rule)s »."), rule=rule.name)
        reasons.append(Reason("rule_value_invalid", text, {"rule": rule.name, "expected": str(error)}))
    return reasons


def reasons_against_parts(whole_id: int, part_ids: Sequence[int], *, links: Iterable[tuple[int, int]]) -> list[Reason]:
    """Say when a resource would hold itself, `links` being the (whole, part) keys so far: `part_of_itself`."""
    below: dict[int, set[int]] = {}
    for whole, part in links:
        if whole != whole_id:
            below.setdefault(whole, set()).add(part)
    reached, waiting = set[int](), list(part_ids)
    while waiting:
        part = waiting.pop()
        if part not in reached:
            reached.add(part)
            waiting.extend(below.get(part, ()))
    if whole_id not in reached:
        return []
    return [Reason("part_of_itself", _("Une salle ne peut pas faire partie d’elle-même."), {"resource": whole_id})]


def is_forward(starts_at: time, ends_at: time) -> bool:
    """Tell whether a stretch of a local day has a length; an end at 00:00 is the end of that day."""
    return ends_at == MIDNIGHT or starts_at < ends_at


def _reasons_against_name(name: str, slug: str) -> list[Reason]:
    return [*reasons_against_name(name), *reasons_against_slug(slug)]


def _reasons_against_kind(kind: str) -> list[Reason]:
    if kind in ResourceKind.values:
        return []
    return [wrong("kind_unknown", _("« %(value)s » n’est pas une sorte de ressource connue."), kind)]


def reasons_against_scope(kind: str, resource_id: int | None) -> list[Reason]:
    """Say what is wrong with what a setting is for: `scope_unclear`, `kind_unknown`."""
    if kind and resource_id is not None:
        text = _("Choisir : toute une sorte de ressources, ou une seule.")
        return [Reason("scope_unclear", text)]
    return _reasons_against_kind(kind) if kind else []


def wrong(code: str, text: Sentence, value: object) -> Reason:
    """Return a refusal that names the value it is about."""
    return Reason(code, sentence(text, value=value), {"value": str(value)})


def hours_reversed(opens: time, closes: time) -> Reason:
    """Return the refusal of a stretch of the day that has no length."""
    facts = {"opens_at": f"{opens:%H:%M}", "closes_at": f"{closes:%H:%M}"}
    text = _("La fin (%(closes_at)s) doit venir après le début (%(opens_at)s).")
    said = sentence(text, opens_at=lazy_hour(opens), closes_at=lazy_hour(closes))
    return Reason("hours_reversed", said, facts)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def _countries() -> dict[str, list[str]]:
    return {code: names for code, names in holidays.list_supported_countries().items() if len(code) == 2}
