"""Say in a line or two what is in force today, each with the name under which a decision may govern it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from frontend.front_page import coming_changes, week_lines
from spaces.catalogue import SpaceOffer

SOON = timedelta(days=60)
MOST_CLOSURES = 2


@dataclass(frozen=True)
class Fact:
    """One value as it is said, and what names it: a subject and a field of `common.governance`."""

    says: str
    subject: str
    field: str


def hours(space: SpaceOffer, today: date) -> Sequence[Fact]:
    """Return the usual week, one line for it all."""
    said = ", ".join(f"{line.what.lower()} {line.says}" for line in week_lines(space, today))
    return [Fact(said, f"space:{space.id}", "hours")]


def closures(space: SpaceOffer, today: date) -> Sequence[Fact]:
    """Return the next days on which the usual hours do not hold."""
    coming = coming_changes(space, today)
    pattern = gettext("%(what)s : %(says)s")
    said = " · ".join(pattern % {"what": line.what, "says": line.says} for line in coming[:MOST_CLOSURES])
    nothing = gettext("rien de prévu dans les 60 jours")
    return [Fact(said or nothing, f"space:{space.id}", "exceptions")]


def rooms(space: SpaceOffer, today: date) -> Sequence[Fact]:
    """Return how much there is to book."""
    count = len(space.resources_on(today))
    said = ngettext("%(n)s ressource à réserver", "%(n)s ressources à réserver", count) % {"n": count}
    return [Fact(said, f"space:{space.id}", "resources")]
