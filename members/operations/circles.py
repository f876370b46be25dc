"""Form circles, put people in them, and say which rights they give."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from common import audit
from common.errors import refuse_unless_empty
from common.governance import Authority, refuse_if_governed
from common.rights import Actor, Right, refuse_without_right
from members import policies
from members.models import Circle, CirclePerson, CircleRight, Member
from spaces.models import Space


@transaction.atomic
def open_circle(
    *, actor: Actor, at: datetime, slug: str, name: str, purpose: str = "", authority: Authority | None = None
) -> Circle:
    """Form a working group, empty and without rights.

    Refusals: `right_needed`, `governed_by_decision`, `name_needed`, `name_too_long`, `circle_exists`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed("house", "circles", authority=authority)
    is_taken = Circle.objects.filter(slug=slug).exists()
    refuse_unless_empty(
        [*policies.reasons_against_name(name, limit=100), *policies.reasons_against_circle(slug, is_taken=is_taken)]
    )
    circle = Circle.objects.create(slug=slug, name=name.strip(), purpose=purpose)
    _record(circle, actor=actor, at=at, action="circle.opened", authority=authority)
    return circle


@transaction.atomic
def add_to_circle(
    *, actor: Actor, at: datetime, circle: Circle, member: Member, authority: Authority | None = None
) -> CirclePerson:
    """Put a member into a circle from `at` on; nothing happens twice: who is in it stays as they are.

    Refusals: `right_needed`, `governed_by_decision`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "people", authority=authority)
    Circle.objects.select_for_update().get(pk=circle.pk)
    present = CirclePerson.objects.filter(circle=circle, member=member, left_at=None).first()
    if present is not None:
        return present
    person = CirclePerson.objects.create(circle=circle, member=member, joined_at=at)
    changes = {"people": (None, member.name)}
    _record(circle, actor=actor, at=at, action="circle.person_added", changes=changes, authority=authority)
    return person


@transaction.atomic
def remove_from_circle(
    *, actor: Actor, at: datetime, circle: Circle, member: Member, authority: Authority | None = None
) -> CirclePerson:
    """End a member's time in a circle at `at`.

    Refusals: `right_needed`, `governed_by_decision`, `not_in_circle`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "people", authority=authority)
    person = CirclePerson.objects.select_for_update().filter(circle=circle, member=member, left_at=None).first()
    if person is None:
        raise policies.not_in_circle(member.name, circle.name)
    person.left_at = at
    person.save(update_fields=["left_at"])
    changes = {"people": (member.name, None)}
    _record(circle, actor=actor, at=at, action="circle.person_removed", changes=changes, authority=authority)
    return person


@transaction.atomic
def give_right_to_circle(
    *,
    actor: Actor,
    at: datetime,
    circle: Circle,
    right: Right,
    space: Space | None = None,
    authority: Authority | None = None,
) -> CircleRight:
    """Give everybody in a circle one named right, in one space or (None) in the whole house.

    Refusals: `right_needed`, `governed_by_decision`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "rights", authority=authority)
    given, is_new = CircleRight.objects.get_or_create(circle=circle, right=right.value, space=space)
    if is_new:
        changes = {"rights": (None, _right_in_words(given))}
        _record(circle, actor=actor, at=at, action="circle.right_given", changes=changes, authority=authority)
    return given


@transaction.atomic
def take_right_from_circle(
    *, actor: Actor, at: datetime, given: CircleRight, authority: Authority | None = None
) -> None:
    """Take one right back from a circle. Refusals: `right_needed`, `governed_by_decision`."""
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{given.circle_id}", "rights", authority=authority)
    changes = {"rights": (_right_in_words(given), None)}
    _record(given.circle, actor=actor, at=at, action="circle.right_taken", changes=changes, authority=authority)
    given.delete()


def _right_in_words(given: CircleRight) -> str:
    return given.right if given.space is None else f"{given.right}@{given.space.slug}"


def _record(
    circle: Circle,
    *,
    actor: Actor,
    at: datetime,
    action: str,
    changes: Mapping[str, tuple[str | None, str | None]] | None = None,
    authority: Authority | None = None,
) -> None:
    subject = ("circle", circle.pk, circle.name)
    audit.record(actor=actor, at=at, action=action, subject=subject, changes=changes, authority=authority)
