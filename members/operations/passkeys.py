"""Add, rename and remove passkeys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.rights import Actor
from members import policies
from members.models import Account


@transaction.atomic
def add_passkey(
    *, actor: Actor, at: datetime, account: Account, name: str, credential: Mapping[str, Any]
) -> Authenticator:
    """Let an account be opened by a passkey whose registration has been verified.

    Refusals: `not_your_account`, `name_needed`, `name_too_long`, `passkey_limit_reached`.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    refuse_unless_empty(
        policies.reasons_against_acting_for(actor, account.pk)
        or [
            *policies.reasons_against_name(name, limit=policies.PASSKEY_NAME_LIMIT),
            *policies.reasons_against_one_more_passkey(kept.count()),
        ]
    )
    data = {"name": name.strip(), "credential": dict(credential)}
    passkey = Authenticator(user=account, type=Authenticator.Type.WEBAUTHN, data=data, created_at=at)
    passkey.save()
    _record(passkey, actor=actor, at=at, action="passkey.added")
    return passkey


@transaction.atomic
def rename_passkey(*, actor: Actor, at: datetime, passkey: Authenticator, name: str) -> None:
    """Call a passkey otherwise. Refusals: `not_your_account`, `name_needed`, `name_too_long`."""
    passkey = Authenticator.objects.select_for_update().get(pk=passkey.pk)
    refuse_unless_empty(
        policies.reasons_against_acting_for(actor, passkey.user_id)
        or policies.reasons_against_name(name, limit=policies.PASSKEY_NAME_LIMIT)
    )
    passkey.data["name"] = name.strip()
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(*, actor: Actor, at: datetime, passkey: Authenticator) -> None:
    """Make a passkey useless at once; the other ways in remain. Refusal: `not_your_account`."""
    refuse_unless_empty(policies.reasons_against_acting_for(actor, passkey.user_id))
    _record(passkey, actor=actor, at=at, action="passkey.removed")
    passkey.delete()


def _record(passkey: Authenticator, *, actor: Actor, at: datetime, action: str) -> None:
    subject = ("account", passkey.user_id, passkey.user.name)
    audit.record(actor=actor, at=at, action=action, subject=subject, note=str(passkey))
