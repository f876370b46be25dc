"""Choose which mails one receives, signed in or by the link that stands in each of them."""

from collections.abc import Mapping
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common import audit
from common.errors import Reason, Refused
from common.rights import Actor, ActorKind, SystemActor
from members.mail_kinds import MailHolder, MailKind, mail_kinds
from members.models import Account, MailChoice, Member
from members.people import PersonActor
from members.queries.mails import unwanted_mails

_signer = signing.Signer(salt="members.mails", sep=".")


@transaction.atomic
def choose_mails(*, actor: PersonActor, at: datetime, wanted: Mapping[str, bool]) -> None:
    """Switch kinds of mail on or off for the actor; what is not named stays. Refusal: `mail_kind_unknown`."""
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    _choose(MailHolder(account_id=account.pk), wanted, actor=actor, at=at, label=actor.label)


@transaction.atomic
def refuse_mail_by_link(*, link: str, at: datetime) -> MailKind:
    """Switch off the kind of mail that a link names, for whom it names; whoever has the link may.

    Refusal: `mail_link_unknown` (404).
    """
    holder, kind = read_mail_link(link)
    name = _locked_name(holder)
    actor = SystemActor(ActorKind.PERSON, holder.reference, name)
    _choose(holder, {kind.code: False}, actor=actor, at=at, label=name)
    return kind


def mail_link(holder: MailHolder, kind: str) -> str:
    """Return the word by which a link names a holder and a kind of mail, and which nobody else can make."""
    return _signer.sign(f"{holder.reference}-{kind}")


def read_mail_link(link: str) -> tuple[MailHolder, MailKind]:
    """Return whom and what kind of mail a link names. Refusal: `mail_link_unknown` (404)."""
    try:
        reference, _dash, code = _signer.unsign(link).partition("-")
        return MailHolder.from_reference(reference), mail_kinds()[code]
    except (signing.BadSignature, ValueError, KeyError):
        raise Refused(_link_unknown()) from None


def _locked_name(holder: MailHolder) -> str:
    """Lock the holder's row and return their name. Refusal: `mail_link_unknown` (404)."""
    row: Account | Member | None
    if holder.account_id is not None:
        row = Account.objects.select_for_update().filter(pk=holder.account_id).first()
    else:
        row = Member.objects.select_for_update().filter(pk=holder.member_id or 0).first()
    if row is None:
        raise Refused(_link_unknown())
    return row.name


def _choose(holder: MailHolder, wanted: Mapping[str, bool], *, actor: Actor, at: datetime, label: str) -> None:
    unknown = [code for code in wanted if code not in mail_kinds()]
    if unknown:
        text = _("Cette sorte de mail n’existe pas ici.")
        raise Refused(Reason("mail_kind_unknown", text, {"kinds": unknown}))
    before = unwanted_mails(holder)
    switched_off = {code for code, is_on in wanted.items() if not is_on}
    after = before.difference(wanted) | switched_off
    if after == before:
        return
    whose = {"account_id": holder.account_id, "member_id": holder.member_id}
    MailChoice.objects.filter(**whose, kind__in=before ^ after).delete()
    MailChoice.objects.bulk_create(
        MailChoice(**whose, kind=code, is_wanted=code not in after, chosen_at=at) for code in before ^ after
    )
    number = holder.account_id if holder.account_id is not None else holder.member_id
    audit.record(
        actor=actor,
        at=at,
        action="mails.chosen",
        subject=("account" if holder.account_id is not None else "member", number, label),
        changes={"unwanted_mails": (sorted(before), sorted(after))},
    )


def _link_unknown() -> Reason:
    return Reason("mail_link_unknown", _("Ce lien n’est pas complet, ou ne vaut plus rien."), status=404)
