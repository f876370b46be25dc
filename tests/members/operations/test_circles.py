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
    operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.MANAGE_PRICES, space_id=here.pk)
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


def test_the_last_person_who_can_change_rights_stays(circle: Circle, bob: Member) -> None:
    given = operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.MANAGE_CIRCLES)
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    with pytest.raises(Refused, match="last_keeper"):
        operations.remove_from_circle(actor=SEED, at=AT, circle=circle, member=bob)
    with pytest.raises(Refused, match="last_keeper"):
        operations.take_right_from_circle(actor=SEED, at=AT, given=given)
    assert circle.people.filter(left_at=None).exists()
    assert circle.rights.exists()


def test_somebody_without_an_account_keeps_nothing_open(circle: Circle, bob: Member) -> None:
    operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.MANAGE_CIRCLES)
    nobody = operations.add_member(actor=SEED, at=AT, name="Sans compte")
    for member in (bob, nobody):
        operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=member)
    with pytest.raises(Refused, match="last_keeper"):
        operations.remove_from_circle(actor=SEED, at=AT, circle=circle, member=bob)


def test_a_circle_is_called_otherwise_and_keeps_what_it_gives(circle: Circle, bob: Member) -> None:
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=bob)
    operations.change_circle(actor=SEED, at=AT, circle=circle, name=" Salles et cour ", purpose="Louer.")
    circle.refresh_from_db()
    assert (circle.name, circle.purpose, circle.slug, circle.people.count()) == ("Salles et cour", "Louer.", "rooms", 1)
    entry = AuditEntry.objects.get(action="circle.changed")
    assert entry.changes == {"name": ["Salles", "Salles et cour"], "purpose": ["", "Louer."]}
    operations.change_circle(actor=SEED, at=AT, circle=circle, name="Salles et cour", purpose="Louer.")
    assert AuditEntry.objects.filter(action="circle.changed").count() == 1


@pytest.mark.parametrize(
    ("name", "purpose", "code"),
    [(" ", "", "name_needed"), ("x" * 101, "", "name_too_long"), ("Salles", "x" * 301, "purpose_too_long")],
)
def test_words_that_do_not_fit_are_refused(circle: Circle, name: str, purpose: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        operations.change_circle(actor=SEED, at=AT, circle=circle, name=name, purpose=purpose)
    with pytest.raises(Refused, match=code):
        operations.open_circle(actor=SEED, at=AT, slug="other", name=name, purpose=purpose)


def test_two_circles_of_one_name_could_not_be_told_apart(circle: Circle) -> None:
    other = operations.open_circle(actor=SEED, at=AT, slug="garden", name="Jardin")
    for name in ("Salles", "SALLES "):
        with pytest.raises(Refused, match="circle_exists"):
            operations.change_circle(actor=SEED, at=AT, circle=other, name=name, purpose="")


def test_a_short_name_that_no_address_could_hold_is_refused() -> None:
    with pytest.raises(Refused, match="slug_invalid"):
        operations.open_circle(actor=SEED, at=AT, slug="À nous", name="À nous")


@pytest.mark.parametrize("right", [Right.MANAGE_CIRCLES, Right.MANAGE_MEMBERS, Right.SEE_AUDIT])
def test_a_right_over_the_whole_house_is_not_given_in_one_space(circle: Circle, right: Right) -> None:
    space = Space.objects.create(slug="here", name="Ici")
    with pytest.raises(Refused, match="right_of_whole_house"):
        operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=right, space_id=space.pk)


def test_a_right_in_a_space_that_is_not_there_is_refused(circle: Circle) -> None:
    with pytest.raises(Refused, match="space_unknown"):
        operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=Right.MANAGE_PRICES, space_id=99)
