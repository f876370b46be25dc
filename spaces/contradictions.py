"""Find rules that cannot hold together, so that nothing could be booked any more. Pure."""

from collections.abc import Iterator
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Sentence, sentence
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind
from spaces.rulebook import MINUTES_PER_DAY, Rules
from spaces.wording import lazy_hours, lazy_length

CODE = "rules_contradict"


def reasons_against_rules(before: SpaceOffer, after: SpaceOffer, since: date) -> list[Reason]:
    """Return what can no longer hold together from `since` on, and could before: `rules_contradict`."""
    days = sorted({since, *(rule.valid_from for rule in after.rules if rule.valid_from > since)})
    known: set[tuple[str, ...]] = set()
    found = []
    for resource in _probes(after):
        for day in days:
            earlier = {_key(reason) for reason in contradictions(before.rules_for(resource, day), resource.kind)}
            for reason in contradictions(after.rules_for(resource, day), resource.kind):
                if _key(reason) not in earlier | known:
                    known.add(_key(reason))
                    found.append(reason)
    return found


def contradictions(rules: Rules, kind: str = "") -> Iterator[Reason]:
    """Yield each pair of rules that forbid everything between them."""
    if rules.shortest_minutes > rules.longest_minutes:
        text = _("La durée la plus courte (%(short)s) dépasserait la plus longue (%(long)s) : changer l’autre d’abord.")
        short, longest = lazy_length(rules.shortest_minutes), lazy_length(rules.longest_minutes)
        yield _reason(sentence(text, short=short, long=longest), "shortest_minutes", "longest_minutes")
    if rules.notice_minutes >= (rules.horizon_days + 1) * MINUTES_PER_DAY:
        text = _("Il faudrait réserver %(notice)s à l’avance au moins, et %(days)s jours au plus.")
        notice = lazy_length(rules.notice_minutes)
        yield _reason(sentence(text, notice=notice, days=rules.horizon_days), "notice_minutes", "horizon_days")
    yield from _of_hours(rules)
    if rules.free_when_full_of and rules.free_when_full_of == kind:
        text = _("Une ressource ne peut pas remplacer sa propre sorte quand elle est prise.")
        yield _reason(text, "free_when_full_of", "kind")
    if rules.release_after_minutes and rules.release_after_minutes >= rules.longest_minutes:
        text = _("Une réservation serait finie avant d’être rendue : attendre moins longtemps l’arrivée.")
        yield _reason(text, "release_after_minutes", "longest_minutes")


def _of_hours(rules: Rules) -> Iterator[Reason]:
    opens, closes = rules.bookable_from or time(0), rules.bookable_until or time(0)
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute or MINUTES_PER_DAY
    if start >= end:
        text = _("Les heures réservables finiraient avant de commencer (%(hours)s).")
        yield _reason(sentence(text, hours=lazy_hours(opens, closes)), "bookable_from", "bookable_until")
    elif end - start < rules.shortest_minutes <= MINUTES_PER_DAY:
        text = _("La durée la plus courte (%(short)s) ne tient pas dans les heures réservables (%(hours)s).")
        short = lazy_length(rules.shortest_minutes)
        yield _reason(
            sentence(text, short=short, hours=lazy_hours(opens, closes)), "shortest_minutes", "bookable_until"
        )


def _probes(space: SpaceOffer) -> Iterator[ResourceOffer]:
    """Yield every resource, and one of each kind as if there were one: its rules may be written down before it."""
    yield from space.resources
    for number, kind in enumerate(ResourceKind, start=1):
        yield ResourceOffer(id=-number, space_id=space.id, slug="", name="", kind=kind, capacity=1)


def _reason(text: Sentence, *names: str) -> Reason:
    return Reason(CODE, text, {"rules": list(names)}, status=409)


def _key(reason: Reason) -> tuple[str, ...]:
    return tuple(reason.facts["rules"])
