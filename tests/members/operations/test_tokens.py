"""Personal keys: shown once, bound to scopes and a term, useless to strangers."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from common import clock
from common.errors import Refused
from common.models import AuditEntry
from common.rights import ActorKind, SystemActor
from members import operations, queries
from members.models import Account, ApiToken
from members.people import PersonActor
from members.tokens import PREFIX, digest_of, new_key

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEED = SystemActor(ActorKind.COMMAND, "seed", "seed")

pytestmark = pytest.mark.django_db


def _account(name: str) -> Account:
    return operations.open_account(actor=SEED, at=AT, name=name, email=f"{name.lower()}@example.org")


@pytest.fixture
def alice() -> Account:
    return _account("Alice")


def _create(account: Account, **values: Any) -> operations.NewToken:
    actor = values.pop("actor", None) or queries.actor_for(account, AT)
    values = {"name": "Agenda", "scopes": ["read"], **values}
    return operations.create_token(actor=actor, at=AT, account=account, **values)


def test_the_key_is_returned_once_and_only_its_digest_is_kept(alice: Account) -> None:
    made = _create(alice)
    assert made.key.startswith(PREFIX)
    assert len(made.key) >= len(PREFIX) + 43
    kept = ApiToken.objects.values().get()
    assert kept["digest"] == digest_of(made.key)
    assert made.key not in str(kept)
    assert made.key.startswith(kept["hint"])
    assert made.key not in str(list(AuditEntry.objects.values()))


def test_two_keys_are_never_the_same() -> None:
    assert len({new_key().text for _ in range(100)}) == 100


def test_a_key_stands_for_its_person_within_its_scopes(alice: Account) -> None:
    actor = queries.actor_by_token(_create(alice, scopes=["read", "book", "read"]).key, AT)
    assert actor is not None
    assert (actor.account_id, actor.scopes) == (alice.pk, frozenset({"read", "book"}))


def test_a_key_is_recognised_in_two_queries_and_written_once_a_day(
    alice: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = _create(alice).key
    with django_assert_num_queries(3):
        queries.actor_by_token(key, AT)
    with django_assert_num_queries(2):
        queries.actor_by_token(key, AT + timedelta(hours=3))
    assert ApiToken.objects.get().used_on == AT.date()
    queries.actor_by_token(key, AT + timedelta(days=1))
    assert ApiToken.objects.get().used_on == AT.date() + timedelta(days=1)


@pytest.mark.parametrize("key", ["", "bef_", "bef_unknown", "x" * 10_000, "bef_" + "é" * 43, "bef_\x00", "Bearer x"])
def test_what_is_no_key_stands_for_nobody(key: str) -> None:
    assert queries.actor_by_token(key, AT) is None


def test_a_key_is_useless_from_its_term_on(alice: Account) -> None:
    key = _create(alice, expires_at=AT + timedelta(days=1)).key
    assert queries.actor_by_token(key, AT + timedelta(days=1) - timedelta(seconds=1)) is not None
    assert queries.actor_by_token(key, AT + timedelta(days=1)) is None


def test_a_key_lasts_a_year_unless_told_otherwise(alice: Account) -> None:
    assert _create(alice).token.expires_at == AT + timedelta(days=365)


def test_a_key_taken_back_is_useless_at_once(alice: Account) -> None:
    made = _create(alice)
    actor = queries.actor_for(alice, AT)
    for _ in range(2):
        operations.revoke_token(actor=actor, at=AT, token=made.token)
    assert queries.actor_by_token(made.key, AT) is None
    assert not queries.tokens_of(alice.pk).exists()
    actions = AuditEntry.objects.filter(subject_kind="token").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["token.created", "token.revoked"]


def test_the_keys_of_a_closed_account_are_useless(alice: Account) -> None:
    key = _create(alice).key
    Account.objects.update(is_active=False)
    assert queries.actor_by_token(key, AT) is None


def test_charlie_can_neither_make_nor_take_back_a_key_of_alice(alice: Account) -> None:
    charlie = queries.actor_for(_account("Charlie"), AT)
    made = _create(alice)
    with pytest.raises(Refused, match="not_your_account"):
        _create(alice, actor=charlie)
    with pytest.raises(Refused, match="not_your_account"):
        operations.revoke_token(actor=charlie, at=AT, token=made.token)
    assert queries.actor_by_token(made.key, AT) is not None


def test_a_key_makes_no_other_key(alice: Account) -> None:
    by_key = queries.actor_by_token(_create(alice, scopes=["read", "book"]).key, AT)
    assert isinstance(by_key, PersonActor)
    with pytest.raises(Refused, match="not_your_account"):
        _create(alice, actor=by_key)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "token_name_needed"),
        ({"name": "x" * 101}, "token_name_too_long"),
        ({"scopes": []}, "token_scope_needed"),
        ({"scopes": ["read", "rule the world"]}, "token_scope_unknown"),
        ({"expires_at": AT}, "token_expiry_past"),
        ({"expires_at": AT + timedelta(days=365, seconds=1)}, "token_expiry_too_long"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_reason(alice: Account, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        _create(alice, **values)
    assert not ApiToken.objects.exists()


def test_an_account_has_twenty_live_keys_at_most(alice: Account) -> None:
    made = [_create(alice) for _ in range(20)]
    with pytest.raises(Refused, match="token_limit_reached"):
        _create(alice)
    operations.revoke_token(actor=SEED, at=AT, token=made[0].token)
    _create(alice)


def test_the_command_prints_a_key_that_works(alice: Account) -> None:
    printed = StringIO()
    call_command("token", "ALICE@example.org", "--scope", "read", "--days", "7", stdout=printed)
    actor = queries.actor_by_token(printed.getvalue().strip(), clock.now())
    assert actor is not None
    assert (actor.account_id, actor.scopes) == (alice.pk, frozenset({"read"}))


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody@example.org"],
        ["alice@example.org", "--days", "366"],
        ["alice@example.org", "--days", "-9999999999"],
        ["alice@example.org", "--name", ""],
    ],
)
def test_the_command_says_what_is_wrong(alice: Account, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("token", *arguments, stdout=StringIO())
