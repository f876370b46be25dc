"""Name what people may do, and who an act is done by."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence


class Right(TextChoices):
    """List every named right; circles give them (members.CircleRight), nothing else does."""

    BOOK_FOR_OTHERS = "book_for_others", _("réserver pour d’autres")
    SEE_ALL_BOOKINGS = "see_all_bookings", _("voir toutes les réservations avec les noms")
    CHANGE_ALL_BOOKINGS = "change_all_bookings", _("annuler ou déplacer les réservations des autres")
    OVERRIDE_BOOKING_RULES = "override_booking_rules", _("passer outre une règle de réservation")
    APPROVE_BOOKINGS = "approve_bookings", _("accepter ou refuser les demandes de réservation")
    MANAGE_RESOURCES = "manage_resources", _("gérer les salles et les places")
    MANAGE_PRICES = "manage_prices", _("gérer les tarifs")
    MANAGE_RULES = "manage_rules", _("gérer les règles")
    MANAGE_HOURS = "manage_hours", _("gérer les horaires et les fermetures")
    MANAGE_ACCESS = "manage_access", _("gérer les codes, les clés et l’accès")
    MANAGE_MEMBERS = "manage_members", _("gérer les membres")
    MANAGE_CIRCLES = "manage_circles", _("gérer les cercles et les droits")
    SEE_AUDIT = "see_audit", _("lire le journal des changements")


class ActorKind(StrEnum):
    PERSON = "person"
    COMMAND = "command"
    CLOCK = "clock"
    WEBHOOK = "webhook"
    PARTNER = "partner"
    DECISION = "decision"


class Actor(Protocol):
    """Stand for whoever acts; the audit names them by kind, reference and label, without a foreign key."""

    @property
    def kind(self) -> ActorKind: ...

    @property
    def reference(self) -> str: ...

    @property
    def label(self) -> str: ...

    def has_right(self, right: Right, space_id: int | None = None) -> bool:
        """Tell whether the actor holds `right`, in one space or (None) in the whole house."""
        ...


@dataclass(frozen=True)
class SystemActor:
    """Act as the house itself: a command, the clock, a seed; may do everything."""

    kind: ActorKind
    reference: str
    label: str

    def has_right(self, right: Right, space_id: int | None = None) -> bool:
        return True


def refuse_without_right(actor: Actor, right: Right, *, space_id: int | None = None) -> None:
    """Raise `Refused` (`right_needed`, 403) unless `actor` holds `right`."""
    if not actor.has_right(right, space_id):
        text = sentence(_("Il faut le droit « %(right)s » : le demander au cercle qui le donne."), right=right.label)
        raise Refused(Reason("right_needed", text, {"right": right.value}, status=403))
