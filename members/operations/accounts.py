"""Open accounts, and change what belongs to the person who signs in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.rights import Actor, Right, refuse_without_right
from members import policies
from members.models import Account


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    email: str,
    language: str = "fr",
    password_hash: str = "",
    is_email_checked: bool = False,
) -> Account:
    """Open an account for somebody; without `password_hash` it opens by mailed code only.

    The hash comes from `make_password`, made before the transaction. `is_email_checked` says that the
    address is known to be theirs. Refusals: `right_needed`, `name_needed`, `name_too_long`,
    `email_invalid`, `email_taken`, `language_unknown`.
    """
    refuse_without_right(actor, Right.MANAGE_MEMBERS)
    return _open(
        actor, at, name=name, email=email, language=language, password=password_hash, is_checked=is_email_checked
    )


@transaction.atomic
def open_account_for_customer(
    *, actor: Actor, at: datetime, name: str, email: str, language: str, space_id: int
) -> Account:
    """Open an account for an outside customer somebody books for; it opens by mailed code only.

    Refusals: `right_needed` (book_for_others), and those of a name, an address, a language as `open_account`.
    """
    refuse_without_right(actor, Right.BOOK_FOR_OTHERS, space_id=space_id)
    return _open(actor, at, name=name, email=email, language=language)


def _open(
    actor: Actor,
    at: datetime,
    *,
    name: str,
    email: str,
    language: str,
    password: str = "",
    is_checked: bool = False,
) -> Account:
    email = email.strip().lower()
    refuse_unless_empty(
        [
            *policies.reasons_against_name(name),
            *policies.reasons_against_email(email, is_taken=Account.objects.filter(email__iexact=email).exists()),
            *policies.reasons_against_language(language),
        ]
    )
    account = Account.objects.create(
        name=name.strip(),
        email=email,
        language=language,
        password=password or make_password(None),
        created_at=at,
    )
    EmailAddress.objects.create(user=account, email=email, primary=True, verified=is_checked)
    audit.record(actor=actor, at=at, action="account.opened", subject=("account", account.pk, account.name))
    return account
