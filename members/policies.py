"""Say why something about people is refused; from loaded values alone."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence
from common.rights import Actor, Right, SystemActor
from members.circles import OF_WHOLE_HOUSE, RightsBook
from members.models import Membership
from members.people import PersonActor
from members.tokens import Scope

NAME_LIMIT = 150
EMAIL_LIMIT = 254
PHONE_LIMIT = 40
CIRCLE_NAME_LIMIT = 100
PURPOSE_LIMIT = 300
TOKEN_NAME_LIMIT = 100
TOKEN_LIMIT = 20
PASSKEY_NAME_LIMIT = 60
PASSKEY_LIMIT = 10
EMAIL_TAKEN = Reason("email_taken", _("Un compte existe déjà avec cette adresse mail."), status=409)


def reasons_against_name(name: str, *, limit: int = NAME_LIMIT) -> list[Reason]:
    """Return why `name` cannot stand: `name_needed`, `name_too_long`."""
    if not name.strip():
        return [Reason("name_needed", _("Il manque un nom."))]
    if len(name.strip()) > limit:
        text = sentence(_("Ce nom est trop long : %(limit)s caractères au plus."), limit=limit)
        return [Reason("name_too_long", text, {"limit": limit})]
    return []


def reasons_against_email(email: str, *, is_taken: bool) -> list[Reason]:
    """Return why an account cannot have this address: `email_invalid`, `email_taken`."""
    if not is_email(email):
        return [Reason("email_invalid", _("Cette adresse mail n’a pas la bonne forme."))]
    if is_taken:
        return [EMAIL_TAKEN]
    return []


def reasons_against_contact(*, email: str, phone: str) -> list[Reason]:
    """Return why a member cannot be reached so: `email_invalid`, `phone_too_long`; both may be empty."""
    reasons = reasons_against_email(email, is_taken=False) if email else []
    if len(phone) > PHONE_LIMIT:
        text = sentence(_("Ce numéro est trop long : %(limit)s caractères au plus."), limit=PHONE_LIMIT)
        reasons.append(Reason("phone_too_long", text, {"limit": PHONE_LIMIT}))
    return reasons


def is_email(email: str) -> bool:
    """Tell whether `email` has the form of an address that the tables can hold."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= EMAIL_LIMIT


def reasons_against_language(language: str) -> list[Reason]:
    """Return why the pages cannot be shown so: `language_unknown`."""
    if language in dict(settings.LANGUAGES):
        return []
    return [Reason("language_unknown", _("Cette langue n’est pas encore proposée."))]


def reasons_against_linking(*, has_member: bool) -> list[Reason]:
    """Return why a member cannot have this account: `account_has_member`."""
    if not has_member:
        return []
    return [Reason("account_has_member", _("Ce compte est déjà celui d’un membre."), status=409)]


def reasons_against_membership(starts_on: date, ends_on: date, *, overlapping: Membership | None) -> list[Reason]:
    """Return why a membership cannot cover these dates: `membership_backwards`, `membership_overlaps`."""
    if ends_on < starts_on:
        return [Reason("membership_backwards", _("L’adhésion finirait avant d’avoir commencé."))]
    if overlapping is None:
        return []
    facts = {"starts_on": overlapping.starts_on.isoformat(), "ends_on": overlapping.ends_on.isoformat()}
    text = _("Une adhésion couvre déjà une partie de ces dates.")
    return [Reason("membership_overlaps", text, facts, status=409)]


def reasons_against_circle_words(name: str, purpose: str) -> list[Reason]:
    """Return why a circle cannot be called so: `name_needed`, `name_too_long`, `purpose_too_long`."""
    reasons = reasons_against_name(name, limit=CIRCLE_NAME_LIMIT)
    if len(purpose.strip()) > PURPOSE_LIMIT:
        text = sentence(_("Cette mission est trop longue : %(limit)s caractères au plus."), limit=PURPOSE_LIMIT)
        reasons.append(Reason("purpose_too_long", text, {"limit": PURPOSE_LIMIT}))
    return reasons


def reasons_against_circle(name: str, *, is_taken: bool) -> list[Reason]:
    """Return why a circle cannot be formed: `circle_exists`."""
    if not is_taken:
        return []
    text = sentence(_("Le cercle « %(name)s » existe déjà."), name=name)
    return [Reason("circle_exists", text, {"name": name}, status=409)]


def reasons_against_giving(right: Right, *, is_in_one_space: bool) -> list[Reason]:
    """Return why a right cannot be given there: `right_of_whole_house`."""
    if not is_in_one_space or right not in OF_WHOLE_HOUSE:
        return []
    text = sentence(_("Le droit « %(right)s » ne vaut que pour toute la maison."), right=right.label)
    return [Reason("right_of_whole_house", text, {"right": right.value})]


def space_unknown() -> Refused:
    """Return the refusal `space_unknown`."""
    return Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))


def reasons_against_lockout(before: RightsBook, after: RightsBook) -> list[Reason]:
    """Return why nobody can be the last to leave: `last_keeper`; a house must never lock itself out."""
    if after.has_keeper() or not before.has_keeper():
        return []
    text = _(
        "Plus personne ne pourrait changer les cercles et les droits : donner d’abord ce droit à quelqu’un d’autre."
    )
    return [Reason("last_keeper", text, status=409)]


def not_in_circle(member: str, circle: str) -> Refused:
    """Return the refusal `not_in_circle`."""
    text = sentence(_("%(member)s ne fait pas partie du cercle « %(circle)s »."), member=member, circle=circle)
    return Refused(Reason("not_in_circle", text))


def reasons_against_acting_for(actor: Actor, account_id: int) -> list[Reason]:
    """Return why `actor` cannot change what belongs to an account: `not_your_account`.

    Its own person may, and the house itself; a personal key may not.
    """
    is_theirs = isinstance(actor, PersonActor) and actor.account_id == account_id and actor.scopes is None
    if is_theirs or isinstance(actor, SystemActor):
        return []
    return [Reason("not_your_account", _("Cela appartient au compte d’une autre personne."), status=403)]


def reasons_against_token(name: str, scopes: Sequence[str]) -> list[Reason]:
    """Return why a key cannot be so: `token_name_needed`, `token_name_too_long`, `token_scope_…`."""
    reasons = []
    if not name.strip():
        reasons.append(Reason("token_name_needed", _("Il manque un nom, pour reconnaître ce jeton plus tard.")))
    if len(name.strip()) > TOKEN_NAME_LIMIT:
        text = sentence(_("Ce nom est trop long : %(limit)s caractères au plus."), limit=TOKEN_NAME_LIMIT)
        reasons.append(Reason("token_name_too_long", text, {"limit": TOKEN_NAME_LIMIT}))
    if not scopes:
        reasons.append(Reason("token_scope_needed", _("Il faut dire ce que ce jeton permet.")))
    elif unknown := sorted(set(scopes) - set(Scope.values)):
        text = sentence(_("Un jeton ne peut pas permettre « %(scope)s »."), scope=unknown[0][:40])
        reasons.append(Reason("token_scope_unknown", text, {"allowed": Scope.values}))
    return reasons


def reasons_against_expiry(expires_at: datetime, *, at: datetime, latest: datetime) -> list[Reason]:
    """Return why a key cannot end then: `token_expiry_past`, `token_expiry_too_long`."""
    if expires_at <= at:
        return [Reason("token_expiry_past", _("La fin de ce jeton est déjà passée."))]
    if expires_at > latest:
        text = _("Un jeton vaut un an au plus ; ensuite, il suffit d’en créer un autre.")
        return [Reason("token_expiry_too_long", text, {"latest": latest.isoformat()})]
    return []


def reasons_against_one_more_token(live: int) -> list[Reason]:
    """Return why an account gets no further key: `token_limit_reached`."""
    if live < TOKEN_LIMIT:
        return []
    text = sentence(_("Ce compte a déjà %(limit)s jetons : en retirer un d’abord."), limit=TOKEN_LIMIT)
    return [Reason("token_limit_reached", text, {"limit": TOKEN_LIMIT}, status=409)]


def reasons_against_one_more_passkey(kept: int) -> list[Reason]:
    """Return why an account gets no further passkey: `passkey_limit_reached`."""
    if kept < PASSKEY_LIMIT:
        return []
    text = sentence(_("Ce compte a déjà %(limit)s clés d’accès : en retirer une d’abord."), limit=PASSKEY_LIMIT)
    return [Reason("passkey_limit_reached", text, {"limit": PASSKEY_LIMIT}, status=409)]
