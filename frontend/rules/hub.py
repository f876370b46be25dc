"""« Règles et tarifs »: one line for each thing a co-manager can change, with what is in force now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.governance import Decided, decided_fields
from common.rights import Right
from frontend.menu import SETTING_RIGHTS
from frontend.rules import glance
from frontend.rules.glance import Fact
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer

Glance = Callable[[SpaceOffer, date], Sequence[Fact]]


@dataclass(frozen=True)
class Section:
    """One line of the hub: what can be changed there, on which page, by which right, and what holds now."""

    title: str | Promise
    says: str | Promise
    url_name: str
    right: Right
    glance: Glance | None = None

    @property
    def url(self) -> str:
        """Return where it leads; nothing while its page does not exist."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


SECTIONS = [
    Section(
        _("Horaires"),
        _("Les heures d’ouverture de la semaine, à partir d’une date."),
        "rules-hours",
        Right.MANAGE_HOURS,
        glance.hours,
    ),
    Section(
        _("Fermetures et ouvertures exceptionnelles"),
        _("Fermer un jour ou plusieurs, ouvrir un jour férié."),
        "rules-closures",
        Right.MANAGE_HOURS,
        glance.closures,
    ),
    Section(
        _("Salles et places"),
        _("Ajouter, changer ou retirer ce qui se réserve."),
        "rules-rooms",
        Right.MANAGE_RESOURCES,
        glance.rooms,
    ),
    Section(
        _("Règles de réservation"),
        _("Délais, durées, acompte, annulation : pour tout le lieu, une sorte ou une salle."),
        "rules-rules",
        Right.MANAGE_RULES,
    ),
    Section(
        _("Ce que la maison utilise"),
        _("Options, demandes à accepter, places numérotées… : montrer ou cacher leurs réglages."),
        "rules-features",
        Right.MANAGE_RULES,
    ),
    Section(
        _("Tarifs"),
        _("Les prix, les demi-journées, les suppléments et les publics, à partir d’une date."),
        "rules-prices",
        Right.MANAGE_PRICES,
    ),
    Section(
        _("La maison et ses lieux"),
        _("Nom, contact, adresse, fuseau horaire, monnaie."),
        "rules-house",
        Right.MANAGE_RULES,
    ),
    Section(
        _("Cercles et droits"),
        _("Qui peut quoi : les personnes d’un cercle, et les droits qu’il donne."),
        "rules-rights",
        Right.MANAGE_CIRCLES,
    ),
    Section(
        _("Entrer : accès et clés"),
        _("Comment entrer, étape par étape ; les codes et qui les a vus ; le registre des clés."),
        "rules-access",
        Right.MANAGE_ACCESS,
    ),
]


@dataclass(frozen=True)
class ShownFact:
    space: SpaceOffer
    says: str
    decided: Decided | None


@dataclass(frozen=True)
class ShownSection:
    """One line as somebody reads it: with a link where their rights open it."""

    section: Section
    url: str
    facts: Sequence[ShownFact]


@require_safe
@needs_right(*SETTING_RIGHTS)
def hub(request: PersonRequest) -> HttpResponseBase:
    """List what can be changed, with what holds now; a link where one's rights open the page."""
    decided = decided_fields(["house", *(f"space:{space.id}" for space in request.house.spaces)])
    sections = [
        ShownSection(
            section,
            section.url if request.actor.has_right_somewhere(section.right) else "",
            [
                ShownFact(space, fact.says, decided.get((fact.subject, fact.field)))
                for space, fact in _facts(request, section)
            ],
        )
        for section in SECTIONS
        if section.url or section.glance
    ]
    return render(request, "rules/hub.html", {"sections": sections})


def _facts(request: PersonRequest, section: Section) -> Iterator[tuple[SpaceOffer, Fact]]:
    """Yield what holds today in each space."""
    for space in request.house.spaces:
        for fact in section.glance(space, space.local(request.at).date()) if section.glance else ():
            yield space, fact
