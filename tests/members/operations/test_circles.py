"""Circles: who is in them, what they give, and what a decision holds fast."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from common.errors import Refused
from common.governance import Authority
from common.models import AuditEntry, GovernedField
from common.rights import ActorKind, Right, SystemActor
from members import operations, queries
from members.models import Account, Circle, Member
from members.people import Party, PersonActor
from spaces.models import Space

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEED = SystemActor(ActorKind.COMMAND, "seed", "seed")
NOBODY = PersonActor(account_id=1, party=Party("Charlie"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return operations.open_circle(actor=SEED, at=AT, slug="rooms", name="Salles")


@pytest.fixture
def bob() -> Member:
    account = operations.open_account(actor=SEED, at=AT, name="Bob", email="bob@example.org")
    return operations.add_member(actor=SEED, at=AT, name="Bob", email="bob@example.org", account=account)


def _account(member: Member) -> Account:
    assert member.account is not None
    return member.account


def test_a_person_has_the_rights_of_their_circle_from_joining_until_leaving(circle: Circle, bob: Member) -> None:
    operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.SEE_AUDIT)
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    assert queries.actor_for(_account(bob), AT).has_right(Right.SEE_AUDIT)

    later = AT.replace(hour=12)
    operations.remove_from_circle(actor=SEED, at=later, circle=circle, member=bob)
    assert queries.actor_for(_account(bob), AT.replace(hour=11)).has_right(Right.SEE_AUDIT)
    assert not queries.actor_for(_account(bob), later).has_right(Right.SEE_AUDIT)


def test_a_right_in_one_space_does_not_hold_in_another(circle: Circle, bob: Member) -> None:
    here, there = Space.objects.create(slug="here", name="Ici"), Space.objects.create(slug="there", name="Là")
    operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.MANAGE_PRICES, space=here)
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    actor = queries.actor_for(_account(bob), AT)
    assert actor.has_right(Right.MANAGE_PRICES, here.pk)
    assert not actor.has_right(Right.MANAGE_PRICES, there.pk)
    assert not actor.has_right(Right.MANAGE_PRICES)


def test_a_right_taken_back_is_gone_and_both_acts_are_on_record(circle: Circle, bob: Member) -> None:
    given = operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.SEE_AUDIT)
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    operations.take_right_from_circle(actor=SEED, at=AT, given=given)
    assert not queries.actor_for(_account(bob), AT).has_right(Right.SEE_AUDIT)
    entries = AuditEntry.objects.filter(subject_kind="circle", action__startswith="circle.right").order_by("id")
    assert [entry.changes["rights"] for entry in entries] == [[None, "see_audit"], ["see_audit", None]]


def test_doing_it_twice_changes_and_records_nothing_more(circle: Circle, bob: Member) -> None:
    for _ in range(2):
        operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
        operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.SEE_AUDIT)
    assert circle.people.count() == 1
    assert AuditEntry.objects.filter(subject_kind="circle").count() == 3


def test_who_left_may_come_back(circle: Circle, bob: Member) -> None:
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    operations.remove_from_circle(actor=SEED, at=AT, circle=circle, member=bob)
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    assert circle.people.count() == 2


def test_who_is_not_in_a_circle_cannot_be_taken_out(circle: Circle, bob: Member) -> None:
    with pytest.raises(Refused, match="not_in_circle"):
        operations.remove_from_circle(actor=SEED, at=AT, circle=circle, member=bob)


def test_a_stranger_changes_no_circle(circle: Circle, bob: Member) -> None:
    given = operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.SEE_AUDIT)
    attempts: list[Callable[[], object]] = [
        lambda: operations.open_circle(actor=NOBODY, at=AT, slug="mine", name="À moi"),
        lambda: operations.add_to_circle(actor=NOBODY, at=AT, circle=circle, member=bob),
        lambda: operations.remove_from_circle(actor=NOBODY, at=AT, circle=circle, member=bob),
        lambda: operations.give_right_to_circle(actor=NOBODY, at=AT, circle=circle, right=Right.MANAGE_PRICES),
        lambda: operations.take_right_from_circle(actor=NOBODY, at=AT, given=given),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="right_needed"):
            attempt()


def test_a_circle_governed_by_a_decision_changes_only_in_its_name(circle: Circle, bob: Member) -> None:
    for field in ("rights", "people"):
        GovernedField.objects.create(subject=f"circle:{circle.pk}", field=field, decision="2026-014")
    with pytest.raises(Refused, match="governed_by_decision"):
        operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.SEE_AUDIT)
    with pytest.raises(Refused, match="governed_by_decision"):
        operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    decision = Authority("2026-014")
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob, authority=decision)
    assert AuditEntry.objects.get(action="circle.person_added").authority == "2026-014"


def test_a_second_circle_of_the_same_name_is_refused(circle: Circle) -> None:
    with pytest.raises(Refused, match="circle_exists"):
        operations.open_circle(actor=SEED, at=AT, slug="rooms", name="Salles encore")
