"""Say what was done, to what, in the words of the pages: the names the audit trail is kept under."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spaces.enums import AudienceCode, PeriodName, ResourceKind, Unit

KINDS: Mapping[str, Promise] = {
    "booking": _("réservation"),
    "member": _("membre"),
    "account": _("compte"),
    "circle": _("cercle"),
    "token": _("jeton"),
    "house": _("maison"),
    "space": _("lieu"),
    "resource": _("salle ou place"),
    "calendar": _("agenda"),
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
    "calendar.opened": _("a ouvert l’adresse privée de son agenda"),
    "calendar.renewed": _("a changé l’adresse privée de son agenda"),
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
    "address": _("adresse"),
    "audience": _("public"),
    "capacity": _("personnes au plus"),
    "closes_at": _("fermeture"),
    "contact_email": _("mail de contact"),
    "contact_phone": _("téléphone"),
    "country": _("pays"),
    "currency": _("monnaie"),
    "default_language": _("langue de la maison"),
    "description": _("description"),
    "due": _("reste dû"),
    "email": _("mail"),
    "ends_at": _("fin"),
    "ends_on": _("dernier jour"),
    "expires_at": _("fin"),
    "features": _("équipements"),
    "hours": _("horaires"),
    "how_to_come": _("comment venir"),
    "is_closed_on_public_holidays": _("fermé les jours fériés"),
    "is_demo": _("démo"),
    "kind": _("sorte"),
    "label": _("raison"),
    "language": _("langue"),
    "name": _("nom"),
    "opens_at": _("ouverture"),
    "people": _("personne"),
    "period": _("plage"),
    "position": _("rang dans la liste"),
    "price": _("prix"),
    "resource": _("salle ou place"),
    "retired_on": _("retrait"),
    "rights": _("droit"),
    "rule": _("règle"),
    "scopes": _("permissions"),
    "slug": _("nom court"),
    "starts_at": _("début"),
    "starts_on": _("premier jour"),
    "subdivision": _("région"),
    "time_zone": _("fuseau horaire"),
    "valid_from": _("à partir du"),
    "valid_until": _("jusqu’au"),
    "zone": _("zone"),
}
RULES: Mapping[str, Promise] = {
    "bookable_from": _("réservable à partir de"),
    "bookable_until": _("réservable jusqu’à"),
    "cancellation_tiers": _("dû en cas d’annulation"),
    "deposit_percent": _("acompte"),
    "horizon_days": _("combien de jours à l’avance, au plus"),
    "longest_minutes": _("durée la plus longue"),
    "notice_minutes": _("combien de temps à l’avance, au moins"),
    "shortest_minutes": _("durée la plus courte"),
    "step_minutes": _("pas des heures"),
    "undo_minutes": _("annulation libre après avoir réservé"),
}
_PARTS: Mapping[str, str | Promise] = {
    **{code.value: code.label for choices in (AudienceCode, PeriodName, Unit, ResourceKind) for code in choices},
    **FIELDS,
    **RULES,
}


def field_words(field: str) -> str:
    """Return what a field is called; a setting such as `price:room:day:members` is named by all its parts."""
    first, *rest = field.split(":")
    words = [str(FIELDS.get(first, first)), *(str(_PARTS.get(part, part)).lower() for part in rest)]
    return ", ".join(words[1:] if first == "rule" and rest else words)
