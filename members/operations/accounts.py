"""Open accounts, and change what belongs to the person who signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from common import audit
from common.errors import Refused, refuse_unless_empty
from common.rights import Actor, Right, refuse_without_right
from members import policies
from members.models import Account, Member
from members.people import Party, PersonActor


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
    account = _open(at=at, name=name, email=email, language=language, password_hash=password_hash)
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=is_email_checked)
    audit.record(actor=actor, at=at, action="account.opened", subject=_subject(account))
    return account


@transaction.atomic
def open_account_for_customer(
    *, actor: Actor, at: datetime, name: str, email: str, language: str, space_id: int
) -> Account:
    """Open an account for an outside customer somebody books for; it opens by mailed code only.

    Refusals: `right_needed` (book_for_others), and those of a name, an address, a language as `open_account`.
    """
    refuse_without_right(actor, Right.BOOK_FOR_OTHERS, space_id=space_id)
    account = _open(at=at, name=name, email=email, language=language)
    EmailAddress.objects.create(user=account, email=account.email, primary=True)
    audit.record(actor=actor, at=at, action="account.opened", subject=_subject(account))
    return account


@transaction.atomic
def sign_up(*, at: datetime, name: str, email: str, language: str) -> Account:
    """Open an account for the person who asks; they sign in once the address is checked.

    Refusals: `name_needed`, `name_too_long`, `email_invalid`, `email_taken`, `language_unknown`.
    """
    account = _open(at=at, name=name, email=email, language=language)
    person = PersonActor(account.pk, Party(account.name, account_id=account.pk))
    audit.record(actor=person, at=at, action="account.opened", subject=_subject(account))
    return account


@transaction.atomic
def change_profile(
    *,
    actor: Actor,
    at: datetime,
    account: Account,
    name: str,
    language: str,
    sees_net_first: bool | None = None,
) -> Account:
    """Change a person's name, everywhere it stands, the language of their pages and mails, and how they read prices.

    `sees_net_first` puts prices without VAT first, as businesses read them; None leaves it.

    Refusals: `not_your_account`, `name_needed`, `name_too_long`, `language_unknown`.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    refuse_unless_empty(
        policies.reasons_against_acting_for(actor, account.pk)
        or [*policies.reasons_against_name(name), *policies.reasons_against_language(language)]
    )
    wanted: dict[str, Any] = {"name": name.strip(), "language": language}
    if sees_net_first is not None:
        wanted["sees_net_first"] = sees_net_first
    changes = {
        field: (getattr(account, field), value) for field, value in wanted.items() if getattr(account, field) != value
    }
    if not changes:
        return account
    for field, value in wanted.items():
        setattr(account, field, value)
    account.save(update_fields=list(wanted))
    Member.objects.filter(account=account).update(name=account.name)
    audit.record(actor=actor, at=at, action="account.changed", subject=_subject(account), changes=changes)
    return account


@transaction.atomic
def change_password(*, actor: Actor, at: datetime, account: Account, password_hash: str) -> None:
    """Set a new password, hashed before the transaction; sessions opened with the old one end.

    Refusal: `not_your_account`.
    """
    refuse_unless_empty(policies.reasons_against_acting_for(actor, account.pk))
    account.password = password_hash
    account.save(update_fields=["password"])
    audit.record(actor=actor, at=at, action="account.password_changed", subject=_subject(account))


@transaction.atomic
def confirm_email(*, actor: Actor, at: datetime, account: Account, email: str) -> None:
    """Make an address, checked by its code, the only one of the account, and that of its member.

    Refusals: `not_your_account`, `email_invalid`, `email_taken`.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    email, old = email.strip().lower(), account.email
    refuse_unless_empty(
        policies.reasons_against_acting_for(actor, account.pk)
        or policies.reasons_against_email(email, is_taken=_is_taken(email, account))
    )
    EmailAddress.objects.filter(user=account).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(user=account, email=email, defaults={"primary": True, "verified": True})
    if email == old:
        return
    account.email = email
    with _one_account_per_address():
        account.save(update_fields=["email"])
    Member.objects.filter(account=account, email__iexact=old).update(email=email)
    changes = {"email": (old, email)}
    audit.record(actor=actor, at=at, action="account.email_changed", subject=_subject(account), changes=changes)


def _open(*, at: datetime, name: str, email: str, language: str, password_hash: str = "") -> Account:
    email = email.strip().lower()
    refuse_unless_empty(
        [
            *policies.reasons_against_name(name),
            *policies.reasons_against_email(email, is_taken=_is_taken(email)),
            *policies.reasons_against_language(language),
        ]
    )
    password = password_hash or make_password(None)
    account = Account(name=name.strip(), email=email, language=language, password=password, created_at=at)
    with _one_account_per_address():
        account.save()
    return account


def _is_taken(email: str, by_another_than: Account | None = None) -> bool:
    others = Account.objects.filter(email__iexact=email)
    return others.exclude(pk=by_another_than.pk).exists() if by_another_than else others.exists()


@contextmanager
def _one_account_per_address() -> Iterator[None]:
    """Refuse, as `email_taken`, what another process made impossible since it was looked at."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(policies.EMAIL_TAKEN) from error


def _subject(account: Account) -> tuple[str, int, str]:
    return ("account", account.pk, account.name)
