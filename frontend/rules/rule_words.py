"""Say a booking rule and its value in plain words."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.audit_words import RULES
from spaces.catalogue import HouseOffer
from spaces.enums import ResourceKind
from spaces.rule_sources import Source
from spaces.rulebook import RULEBOOK, RuleGroup, RuleShape
from spaces.wording import hour_words, length_words

CIRCLE = "circle:"
GROUPS: Mapping[RuleGroup, tuple[Promise, Promise]] = {
    RuleGroup.ESSENTIAL: (_("L’essentiel"), _("Délais, durées, heures et annulation.")),
    RuleGroup.DEPOSIT: (_("Acompte"), _("Une part du prix due dès la confirmation.")),
    RuleGroup.BUFFERS: (_("Temps entre deux réservations"), _("Pour ranger, aérer, préparer.")),
    RuleGroup.LIMITS: (_("Nombre de réservations"), _("Combien une même personne peut en avoir.")),
    RuleGroup.WHO: (_("Qui peut réserver"), _("Réserver une salle à certains publics ou cercles.")),
    RuleGroup.APPROVAL: (_("Demandes à accepter"), _("Quelqu’un répond oui ou non avant que ce soit confirmé.")),
    RuleGroup.OPTIONS: (_("Options"), _("Tenir un créneau quelque temps avant de confirmer.")),
    RuleGroup.CHECK_IN: (_("Arrivée"), _("Dire qu’on est là ; sinon la salle est rendue.")),
    RuleGroup.NUMBERED: (_("Places numérotées"), _("Choisir sa place, au lieu d’une place quelconque.")),
    RuleGroup.FREE_WHEN_FULL: (_("Gratuit quand tout est pris"), _("Une salle vide quand les cabines sont prises.")),
    RuleGroup.COMMUNITY_EVENTS: (
        _("Événements ouverts"),
        _("Accueillir gratuitement ce qui est ouvert à tout le monde."),
    ),
}
NOTHING: Mapping[str, Promise] = {
    "allows_community_events": _("non"),
    "approval_for": _("personne n’a à demander"),
    "bookable_from": _("dès l’ouverture"),
    "bookable_until": _("jusqu’à la fermeture"),
    "buffer_after_minutes": _("aucun"),
    "buffer_before_minutes": _("aucun"),
    "cancellation_tiers": _("gratuit jusqu’au début"),
    "check_in_from_minutes": _("au début seulement"),
    "deposit_percent": _("aucun"),
    "free_when_full_of": _("non"),
    "horizon_days": _("le jour même seulement"),
    "is_numbered": _("non"),
    "most_at_once": _("sans limite"),
    "most_per_month": _("sans limite"),
    "most_per_week": _("sans limite"),
    "most_upcoming": _("sans limite"),
    "notice_minutes": _("jusqu’au dernier moment"),
    "open_to": _("tout le monde, si un prix existe"),
    "option_minutes": _("pas d’option"),
    "release_after_minutes": _("jamais"),
    "undo_minutes": _("non"),
}
HINTS: Mapping[str, Promise] = {
    "bookable_from": _("Vide : dès l’ouverture."),
    "bookable_until": _("Vide : jusqu’à la fermeture."),
    "buffer_after_minutes": _("0 : aucun."),
    "buffer_before_minutes": _("0 : aucun."),
    "cancellation_tiers": _("À moins de ce temps avant le début, cette part du prix est due. Aucun palier : gratuit."),
    "most_at_once": _("0 : sans limite."),
    "most_per_month": _("0 : sans limite."),
    "most_per_week": _("0 : sans limite."),
    "most_upcoming": _("0 : sans limite."),
    "notice_minutes": _("0 : jusqu’au dernier moment."),
    "open_to": _("Rien de coché : tout le monde, si un prix existe."),
    "approval_for": _("Rien de coché : personne n’a à demander."),
    "option_minutes": _("0 : pas d’option."),
    "release_after_minutes": _("0 : jamais."),
    "step_minutes": _("Les heures de début et de fin se choisissent de ce temps en ce temps."),
    "undo_minutes": _("0 : jamais."),
}
SOURCES: Mapping[Source, Promise] = {
    Source.DEFAULT: _("valeur de départ"),
    Source.SPACE: _("vaut pour tout le lieu"),
    Source.KIND: _("vaut pour cette sorte"),
    Source.RESOURCE: _("vaut pour cette ressource seule"),
}


def rule_name(name: str) -> str:
    """Return what a rule is called."""
    return str(capfirst(str(RULES[name])))


def value_words(name: str, value: Any, house: HouseOffer) -> str:
    """Return a rule's JSON value in words, nothing being said in words too."""
    if name in NOTHING and not value:
        return str(NOTHING[name])
    shape = RULEBOOK[name].shape
    if shape is RuleShape.MINUTES:
        return length_words(value)
    if shape in {RuleShape.AUDIENCES, RuleShape.AUDIENCES_AND_CIRCLES}:
        return ", ".join(audience_words(code, house) for code in value)
    if shape is RuleShape.TIERS:
        return tiers_words(value)
    return _plain(shape, value)


def tiers_words(tiers: Sequence[Sequence[int]]) -> str:
    """Return cancellation tiers in words, the earliest first."""
    pattern = gettext("%(percent)s %% à moins de %(length)s")
    ordered = sorted(tiers, key=lambda tier: -tier[0])
    return ", ".join(pattern % {"percent": percent, "length": length_words(minutes)} for minutes, percent in ordered)


def audience_words(code: str, house: HouseOffer) -> str:
    """Return who is meant by the code of an audience, or of a circle."""
    if code.startswith(CIRCLE):
        return gettext("cercle « %(name)s »") % {"name": code.removeprefix(CIRCLE)}
    return dict(house.audiences).get(code, code)


def _plain(shape: RuleShape, value: Any) -> str:
    if shape is RuleShape.DAYS:
        return gettext("%(n)s jours") % {"n": value}
    if shape is RuleShape.PERCENT:
        return gettext("%(n)s %%") % {"n": value}
    if shape is RuleShape.TIME:
        return hour_words(time.fromisoformat(value))
    if shape is RuleShape.YES_NO:
        return gettext("oui") if value else gettext("non")
    if shape is RuleShape.KIND:
        return str(ResourceKind(value).label)
    return str(value)
