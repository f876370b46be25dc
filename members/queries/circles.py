"""Reads of circles: who is in them, and which rights they give."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused
from members.circles import CircleFacts, CircleMember, GivenRight, RightIn, RightsBook, circle_unknown
from members.models import Circle, CirclePerson, CircleRight, Member
from members.people import PersonActor

T = TypeVar("T")


@dataclass(frozen=True)
class MyRight:
    """One right of mine, and the circle that gives it."""

    held: RightIn
    circle: str


def rights_book(at: datetime | None) -> RightsBook:
    """Return all circles with their people and rights as they are at `at`, or as last written; three queries."""
    people = _by_circle((row.circle_id, _person(row)) for row in _present(at).select_related("member__account"))
    rights = _by_circle(
        (row.circle_id, GivenRight(row.pk, RightIn(row.right, row.space_id)))
        for row in CircleRight.objects.order_by("right", "id")
    )
    return RightsBook(
        tuple(
            CircleFacts(row.pk, row.slug, row.name, row.purpose, tuple(people[row.pk]), tuple(rights[row.pk]))
            for row in Circle.objects.all()
        )
    )


def my_rights(actor: PersonActor, at: datetime) -> list[MyRight]:
    """Return what somebody may do at `at`, each with the circle it comes from; one query, none without rights."""
    if not actor.rights:
        return []
    rows = CircleRight.objects.filter(circle__people__in=_present(at).filter(member=actor.party.member_id))
    found = rows.values_list("right", "space_id", "circle__name").order_by("circle__name", "right", "space_id")
    return [MyRight(RightIn(right, space_id), circle) for right, space_id, circle in found]


def find_circle(circle_id: int) -> Circle:
    """Return a circle. Refusal: `circle_unknown` (404)."""
    circle = Circle.objects.filter(pk=circle_id).first()
    if circle is None:
        raise circle_unknown()
    return circle


def find_member(member_id: int) -> Member:
    """Return a member. Refusal: `member_unknown` (404)."""
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise Refused(Reason("member_unknown", _("Ce membre n’existe pas ici."), status=404))
    return member


def find_given_right(circle_id: int, given_id: int) -> CircleRight:
    """Return one right of a circle. Refusal: `right_not_given` (404)."""
    given = CircleRight.objects.select_related("circle", "space").filter(circle=circle_id, pk=given_id).first()
    if given is None:
        raise Refused(Reason("right_not_given", _("Ce cercle n’a pas (ou plus) ce droit."), status=404))
    return given


def _present(at: datetime | None) -> QuerySet[CirclePerson]:
    open_end = Q(left_at=None)
    found = CirclePerson.objects.filter(
        open_end if at is None else Q(joined_at__lte=at) & (open_end | Q(left_at__gt=at))
    )
    return found.order_by("member__name", "member_id")


def _person(row: CirclePerson) -> CircleMember:
    account = row.member.account
    return CircleMember(row.member_id, row.member.name, can_act=account is not None and account.is_active)


def _by_circle(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for circle_id, value in rows:
        found[circle_id].append(value)
    return found
