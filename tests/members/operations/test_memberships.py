"""Members and the dates between which they are members."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.errors import Refused
from common.models import AuditEntry
from common.rights import ActorKind, SystemActor
from members import operations, queries
from members.models import Member
from members.people import Party, PersonActor

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEED = SystemActor(ActorKind.COMMAND, "seed", "seed")
NOBODY = PersonActor(account_id=1, party=Party("Charlie"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Member:
    account = operations.open_account(actor=SEED, at=AT, name="Alice", email="alice@example.org")
    return operations.add_member(actor=SEED, at=AT, name="Alice", account=account)


def _membership(member: Member, starts_on: date, ends_on: date) -> None:
    operations.start_membership(actor=SEED, at=AT, member=member, starts_on=starts_on, ends_on=ends_on)


def test_a_membership_counts_on_its_first_and_its_last_day(alice: Member) -> None:
    _membership(alice, date(2026, 1, 1), date(2026, 12, 31))
    standing = {day: queries.members_with_standing(day).get() for day in (date(2026, 1, 1), date(2026, 12, 31))}
    assert all(getattr(member, "has_membership", False) for member in standing.values())
    assert not getattr(queries.members_with_standing(date(2027, 1, 1)).get(), "has_membership", True)


def test_years_may_touch_but_not_overlap(alice: Member) -> None:
    _membership(alice, date(2026, 1, 1), date(2026, 12, 31))
    _membership(alice, date(2027, 1, 1), date(2027, 12, 31))
    with pytest.raises(Refused, match="membership_overlaps") as refusal:
        _membership(alice, date(2027, 12, 31), date(2028, 12, 31))
    assert refusal.value.reason.facts == {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}


def test_a_membership_cannot_end_before_it_begins(alice: Member) -> None:
    with pytest.raises(Refused, match="membership_backwards"):
        _membership(alice, date(2026, 2, 1), date(2026, 1, 31))


def test_an_account_belongs_to_one_member(alice: Member) -> None:
    with pytest.raises(Refused, match="account_has_member"):
        operations.add_member(actor=SEED, at=AT, name="Alice bis", account=alice.account)


def test_a_member_may_have_neither_account_nor_mail() -> None:
    member = operations.add_member(actor=SEED, at=AT, name="  Odette  ")
    assert (member.name, member.email, member.account) == ("Odette", "", None)
    assert AuditEntry.objects.get(action="member.added").subject_label == "Odette"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "name_needed"),
        ({"name": "x" * 151}, "name_too_long"),
        ({"name": "Ana", "email": "not a mail"}, "email_invalid"),
        ({"name": "Ana", "phone": "0" * 41}, "phone_too_long"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_reason(values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        operations.add_member(actor=SEED, at=AT, **values)
    assert not Member.objects.exists()


def test_a_stranger_adds_nobody(alice: Member) -> None:
    with pytest.raises(Refused, match="right_needed"):
        operations.add_member(actor=NOBODY, at=AT, name="Mallory")
    with pytest.raises(Refused, match="right_needed"):
        operations.start_membership(
            actor=NOBODY, at=AT, member=alice, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
        )
