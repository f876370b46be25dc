"""Say why something about people is refused; from loaded values alone."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused, sentence
from members.models import Membership

NAME_LIMIT = 150
EMAIL_LIMIT = 254
PHONE_LIMIT = 40


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
        return [Reason("email_taken", _("Un compte existe déjà avec cette adresse mail."), status=409)]
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


def reasons_against_circle(slug: str, *, is_taken: bool) -> list[Reason]:
    """Return why a circle cannot be formed: `circle_exists`."""
    if not is_taken:
        return []
    text = sentence(_("Le cercle « %(slug)s » existe déjà."), slug=slug)
    return [Reason("circle_exists", text, {"slug": slug}, status=409)]


def not_in_circle(member: str, circle: str) -> Refused:
    """Return the refusal `not_in_circle`."""
    text = sentence(_("%(member)s ne fait pas partie du cercle « %(circle)s »."), member=member, circle=circle)
    return Refused(Reason("not_in_circle", text))
