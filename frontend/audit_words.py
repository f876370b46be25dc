"""Say what the audit trail holds in the words of the pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.money import format_money
from spaces.catalogue import SpaceOffer
from spaces.wording import day_words, hour_words

KINDS: Mapping[str, Promise] = {
    "booking": _("réservation"),
    "member": _("membre"),
    "account": _("compte"),
    "circle": _("cercle"),
    "token": _("jeton"),
    "house": _("maison"),
    "space": _("lieu"),
    "resource": _("salle ou place"),
}
ACTIONS: Mapping[str, Promise] = {
    "booking.made": _("a réservé"),
    "booking.moved": _("a déplacé"),
    "booking.cancelled": _("a annulé"),
    "booking.undone": _("a annulé aussitôt"),
    "member.added": _("a ajouté le membre"),
    "membership.started": _("a commencé l’adhésion"),
    "account.opened": _("a ouvert le compte"),
    "account.changed": _("a changé le profil"),
    "account.email_changed": _("a changé l’adresse mail"),
    "account.password_changed": _("a changé le mot de passe"),
    "passkey.added": _("a ajouté une clé d’accès"),
    "passkey.removed": _("a retiré une clé d’accès"),
    "session.ended": _("a fermé une session"),
    "session.others_ended": _("a fermé les autres sessions"),
    "token.created": _("a créé le jeton"),
    "token.revoked": _("a retiré le jeton"),
    "circle.opened": _("a ouvert le cercle"),
    "circle.person_added": _("a ajouté une personne au cercle"),
    "circle.person_removed": _("a retiré une personne du cercle"),
    "circle.right_given": _("a donné un droit au cercle"),
    "circle.right_taken": _("a retiré un droit au cercle"),
    "house.founded": _("a fondé la maison"),
    "space.added": _("a ajouté le lieu"),
    "zone.added": _("a ajouté une zone"),
    "audience.added": _("a ajouté un public"),
    "resource.added": _("a ajouté"),
    "resource.retired": _("a retiré"),
    "price.set": _("a fixé un tarif"),
    "rule.set": _("a fixé une règle"),
    "period.set": _("a fixé une période"),
    "hours.set": _("a fixé les horaires"),
    "days.closed": _("a fermé des jours"),
    "days.opened": _("a ouvert des jours"),
}
FIELDS: Mapping[str, Promise] = {
    "starts_at": _("début"),
    "ends_at": _("fin"),
    "price": _("prix"),
    "due": _("reste dû"),
    "resource": _("salle ou place"),
    "name": _("nom"),
    "email": _("mail"),
    "language": _("langue"),
    "starts_on": _("premier jour"),
    "ends_on": _("dernier jour"),
    "person": _("personne"),
    "right": _("droit"),
}
AMOUNTS = frozenset({"price", "due"})


def field_words(field: str) -> str:
    """Return what a field is called; settings keep their technical name."""
    return str(FIELDS.get(field, field))


def value_words(field: str, value: Any, *, space: SpaceOffer, names: Mapping[int, str]) -> str:
    """Return a value as people read it: a local time, an amount, a room's name; nothing is nothing."""
    if value is None:
        return ""
    if field in AMOUNTS and isinstance(value, int):
        return format_money(value, space.currency)
    if field == "resource" and isinstance(value, int):
        return names.get(value, str(value))
    if isinstance(value, bool):
        return gettext("oui") if value else gettext("non")
    if field.endswith("_at") and isinstance(value, str):
        return _instant_words(value, space)
    return str(value)


def _instant_words(value: str, space: SpaceOffer) -> str:
    try:
        local = space.local(datetime.fromisoformat(value))
    except ValueError:
        return value
    return f"{day_words(local.date(), 'short')} {hour_words(local.time())}"
