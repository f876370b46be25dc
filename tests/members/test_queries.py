"""Who acts: cheap to find out, right to the day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from common.rights import ActorKind, Right, SystemActor
from members import operations, queries
from members.models import Account, Member
from members.people import Standing
from spaces.models import House, Space
from spaces.queries import catalogue

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEED = SystemActor(ActorKind.COMMAND, "seed", "seed")

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Member:
    account = operations.open_account(actor=SEED, at=AT, name="Alice", email="alice@example.org")
    member = operations.add_member(actor=SEED, at=AT, name="Alice", account=account)
    for year in (2026, 2027):
        operations.start_membership(
            actor=SEED, at=AT, member=member, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
        )
    return member


def _account(member: Member) -> Account:
    assert member.account is not None
    return member.account


def test_the_actor_is_read_in_one_query_whatever_their_circles(
    alice: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        circle = operations.open_circle(actor=SEED, at=AT, slug=f"circle-{number}", name=f"Cercle {number}")
        operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=alice)
        for right in (Right.SEE_AUDIT, Right.BOOK_FOR_OTHERS, list(Right)[number]):
            operations.give_right_to_circle(actor=SEED, at=AT, circle=circle, right=right)
    with django_assert_num_queries(1):
        actor = queries.actor_for(_account(alice), AT)
    assert {right for right, _ in actor.rights} == {
        Right.SEE_AUDIT.value,
        Right.BOOK_FOR_OTHERS.value,
        *(right.value for right in list(Right)[:3]),
    }
    assert (actor.party.member_id, actor.is_member) == (alice.pk, True)


def test_a_member_whose_circle_gives_no_right_has_none(alice: Member) -> None:
    circle = operations.open_circle(actor=SEED, at=AT, slug="talk", name="Parole")
    operations.add_to_circle(actor=SEED, at=AT, circle=circle, member=alice)
    assert queries.actor_for(_account(alice), AT).rights == frozenset()


def test_an_account_without_member_is_an_outside_customer() -> None:
    oscar = operations.open_account(actor=SEED, at=AT, name="Oscar", email="oscar@example.org")
    actor = queries.actor_for(oscar, AT)
    assert (actor.is_member, actor.label, actor.party.account_id) == (False, "Oscar", oscar.pk)


def test_a_lapsed_membership_makes_an_outside_customer(alice: Member) -> None:
    assert not queries.actor_for(_account(alice), datetime(2028, 1, 1, tzinfo=UTC)).is_member


def test_standing_goes_by_the_date_where_the_house_is(alice: Member) -> None:
    House.objects.create(pk=1, name="Far", slug="far")
    Space.objects.create(slug="far", name="Far", time_zone="Pacific/Kiritimati")
    new_year = datetime(2028, 1, 1, 0, 30, tzinfo=ZoneInfo("Pacific/Kiritimati"))
    assert not queries.actor_for(_account(alice), new_year, house=catalogue()).is_member
    assert queries.actor_for(_account(alice), new_year.astimezone(UTC)).is_member


@pytest.mark.parametrize(
    ("day", "is_member", "until"),
    [
        (date(2025, 6, 1), False, None),
        (date(2026, 1, 1), True, date(2027, 12, 31)),
        (date(2027, 12, 31), True, date(2027, 12, 31)),
        (date(2028, 1, 1), False, date(2027, 12, 31)),
        (date(2029, 6, 1), True, date(2029, 12, 31)),
    ],
)
def test_standing_tells_the_end_of_the_unbroken_run(
    alice: Member, day: date, is_member: bool, until: date | None
) -> None:
    operations.start_membership(actor=SEED, at=AT, member=alice, starts_on=date(2029, 1, 1), ends_on=date(2029, 12, 31))
    assert queries.standing_of(_account(alice).pk, day) == Standing(is_member, until)
