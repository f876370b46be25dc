"""Who may book, and how much of it: the rules that look at the person, not at the period. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bookings.enums import EventCheck, Tentative
from bookings.wishes import BookingWish
from common.errors import Reason, Sentence, sentence
from spaces.rulebook import Rules

CIRCLE = "circle:"
LIMITS: dict[str, tuple[str, Sentence]] = {
    "most_at_once": (
        "too_many_at_once",
        _("Réservations en même temps : %(most)s au plus. Choisir une autre heure."),
    ),
    "most_upcoming": (
        "too_many_upcoming",
        _("Réservations à venir : %(most)s au plus. En annuler une d’abord."),
    ),
    "most_per_week": (
        "too_many_this_week",
        _("Réservations par semaine : %(most)s au plus. Choisir une autre semaine."),
    ),
    "most_per_month": (
        "too_many_this_month",
        _("Réservations par mois : %(most)s au plus. Choisir un autre mois."),
    ),
}


@dataclass(frozen=True)
class Asker:
    """Know of who books what the rules ask: audience, circles, and how many bookings each limit counts so far."""

    audience: str
    circles: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)


def limits_of(rules: Rules) -> dict[str, int]:
    """Return the limits in force by the name of their rule; without those of 0."""
    return {name: most for name in LIMITS if (most := getattr(rules, name))}


def asks_for_circles(rules: Rules) -> bool:
    """Tell whether a circle opens the door to whoever is in it."""
    return any(name.startswith(CIRCLE) for name in rules.open_to)


def reasons_of_asker(rules: Rules, asker: Asker) -> Iterator[Reason]:
    """Say why this person may not book now: `not_open_to_you`, and one code for each limit they have reached."""
    opened = {asker.audience, *(f"{CIRCLE}{slug}" for slug in asker.circles)}
    if rules.open_to and not opened & set(rules.open_to):
        text = _("C’est réservé à d’autres personnes : voir « Qui peut quoi », ou demander à la permanence.")
        yield Reason("not_open_to_you", text, {"open_to": list(rules.open_to)}, status=403)
    for name, most in limits_of(rules).items():
        if asker.counts.get(name, 0) >= most:
            code, limit = LIMITS[name]
            yield Reason(code, sentence(limit, most=most), {name: most})


def tentative_of(rules: Rules, wish: BookingWish, *, audience: str, may_approve: bool) -> str:
    """Return what the wish becomes: a request where the house must answer, an option where one is asked for."""
    if audience in rules.approval_for and not may_approve:
        return Tentative.REQUEST.value
    return Tentative.OPTION.value if wish.is_option else ""


def term_of(tentative: str, rules: Rules, *, starts_at: datetime, at: datetime) -> datetime | None:
    """Return until when an option or a request made at `at` holds, never beyond its start; None: nothing is asked."""
    if not tentative:
        return None
    minutes = rules.option_minutes if tentative == Tentative.OPTION else rules.approval_minutes
    return min(at + timedelta(minutes=minutes), starts_at)


def option_term(rules: Rules, tentative: str, *, starts_at: datetime, at: datetime) -> datetime | None:
    """Return until when an option made at `at` would hold; None: none is offered, or the house must answer first."""
    if not rules.option_minutes or tentative == Tentative.REQUEST:
        return None
    return term_of(Tentative.OPTION, rules, starts_at=starts_at, at=at)


def reasons_of_option(rules: Rules, wish: BookingWish) -> Iterator[Reason]:
    """Say that nothing is held without obligation here: `option_not_offered`."""
    if wish.is_option and not rules.option_minutes:
        yield Reason("option_not_offered", _("Pas d’option ici : réserver, ou choisir une autre salle."))


def reasons_of_event(rules: Rules, wish: BookingWish, *, members: Collection[int]) -> Iterator[Reason]:
    """Say why a community event is not hosted free of charge, `members` being who may be in charge.

    Codes: `events_not_hosted`, `event_title_needed`, `checklist_incomplete`, `in_charge_needed`. The five
    conditions are those of the house's published terms.
    """
    if wish.event is None:
        return
    if not rules.allows_community_events:
        yield Reason("events_not_hosted", _("Cette salle n’accueille pas d’événement gratuit : la réserver au tarif."))
        return
    if not wish.title.strip():
        yield Reason("event_title_needed", _("Il manque le nom de l’événement."))
    missing = [check.value for check in EventCheck if check.value not in wish.event.ticked]
    if missing:
        text = _("L’accueil gratuit demande que tout soit coché ; sinon, réserver au tarif.")
        yield Reason("checklist_incomplete", text, {"missing": missing})
    if wish.event.in_charge is None or wish.event.in_charge not in members:
        yield in_charge_needed()


def in_charge_needed() -> Reason:
    return Reason("in_charge_needed", _("Il faut le nom d’un membre qui ouvre, reste et ferme."))
