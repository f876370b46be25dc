"""Accounts: opened once per address, and changed by their own person."""

from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from common.errors import Refused
from common.models import AuditEntry
from common.rights import ActorKind, SystemActor
from members import operations
from members.models import Account
from members.people import Party, PersonActor

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEED = SystemActor(ActorKind.COMMAND, "seed", "seed")

pytestmark = pytest.mark.django_db


def test_an_opened_account_has_its_address_on_file_and_no_password() -> None:
    account = operations.open_account(actor=SEED, at=AT, name=" Oscar ", email=" Oscar@Example.org ")
    assert (account.name, account.email, account.created_at) == ("Oscar", "oscar@example.org", AT)
    assert not account.has_usable_password()
    address = EmailAddress.objects.get(user=account)
    assert (address.email, address.primary, address.verified) == ("oscar@example.org", True, False)


def test_the_cast_of_a_demo_gets_a_password_and_a_checked_address() -> None:
    account = operations.open_account(
        actor=SEED,
        at=AT,
        name="Alice",
        email="alice@example.org",
        password_hash=make_password("belfry-at-five"),
        is_email_checked=True,
    )
    assert account.check_password("belfry-at-five")
    assert EmailAddress.objects.get(user=account).verified


def test_one_address_opens_one_account_however_it_is_written() -> None:
    operations.open_account(actor=SEED, at=AT, name="Oscar", email="oscar@example.org")
    with pytest.raises(Refused, match="email_taken"):
        operations.open_account(actor=SEED, at=AT, name="Oscar", email="OSCAR@example.org")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "name_needed"),
        ({"name": "x" * 151}, "name_too_long"),
        ({"email": "nowhere"}, "email_invalid"),
        ({"email": "x" * 250 + "@example.org"}, "email_invalid"),
        ({"language": "tlh"}, "language_unknown"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_nothing(values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        operations.open_account(actor=SEED, at=AT, **{"name": "Oscar", "email": "oscar@example.org", **values})
    assert not Account.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_person_without_the_right_opens_no_account() -> None:
    charlie = PersonActor(account_id=1, party=Party("Charlie"))
    with pytest.raises(Refused, match="right_needed"):
        operations.open_account(actor=charlie, at=AT, name="Mallory", email="mallory@example.org")
