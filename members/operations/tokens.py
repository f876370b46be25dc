"""Give and take back personal keys to the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.rights import Actor
from members import policies
from members.models import Account, ApiToken
from members.tokens import Scope, new_key

LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class NewToken:
    """Hold a new personal key together with its text, which is shown this once."""

    token: ApiToken
    key: str


@transaction.atomic
def create_token(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
) -> NewToken:
    """Give `account` a personal key that acts in its name, until `expires_at` (one year, unless sooner).

    Refusals: `not_your_account`, `token_name_needed`, `token_name_too_long`, `token_scope_needed`,
    `token_scope_unknown`, `token_expiry_past`, `token_expiry_too_long`, `token_limit_reached`.
    """
    expires_at = expires_at or at + LONGEST
    Account.objects.select_for_update().get(pk=account.pk)
    live = ApiToken.objects.filter(account=account, revoked_at=None, expires_at__gt=at).count()
    refuse_unless_empty(
        policies.reasons_against_acting_for(actor, account.pk)
        or [
            *policies.reasons_against_token(name, scopes),
            *policies.reasons_against_expiry(expires_at, at=at, latest=at + LONGEST),
            *policies.reasons_against_one_more_token(live),
        ]
    )
    key = new_key()
    token = ApiToken.objects.create(
        account=account,
        name=name.strip(),
        digest=key.digest,
        hint=key.hint,
        scopes=sorted(Scope(scope).value for scope in set(scopes)),
        created_at=at,
        expires_at=expires_at,
    )
    changes = {"scopes": (None, token.scopes), "expires_at": (None, expires_at.isoformat())}
    subject = ("token", token.pk, token.name)
    audit.record(actor=actor, at=at, action="token.created", subject=subject, changes=changes)
    return NewToken(token, key.text)


@transaction.atomic
def revoke_token(*, actor: Actor, at: datetime, token: ApiToken) -> None:
    """Make a personal key useless at once; a key already taken back stays as it is.

    Refusal: `not_your_account`.
    """
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    refuse_unless_empty(policies.reasons_against_acting_for(actor, token.account_id))
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(actor=actor, at=at, action="token.revoked", subject=("token", token.pk, token.name))
