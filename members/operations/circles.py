"""Form circles, put people in them, and say which rights they give."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from common import audit
from common.errors import refuse_unless_empty
from common.governance import Authority, refuse_if_governed
from common.rights import Actor, Right, refuse_without_right
from members import policies
from members.circles import RightIn, RightsBook
from members.models import Circle, CirclePerson, CircleRight, Member
from members.queries.circles import rights_book
from spaces.models import Space
from spaces.policies import reasons_against_slug


@transaction.atomic
def open_circle(
    *, actor: Actor, at: datetime, slug: str, name: str, purpose: str = "", authority: Authority | None = None
) -> Circle:
    """Form a working group, empty and without rights.

    Refusals: `right_needed`, `governed_by_decision`, `name_needed`, `name_too_long`, `purpose_too_long`,
    `slug_invalid`, `circle_exists`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed("house", "circles", authority=authority)
    is_taken = Circle.objects.filter(Q(slug=slug) | Q(name__iexact=name.strip())).exists()
    refuse_unless_empty(
        policies.reasons_against_circle_words(name, purpose)
        or [*reasons_against_slug(slug), *policies.reasons_against_circle(name.strip(), is_taken=is_taken)]
    )
    circle = Circle.objects.create(slug=slug, name=name.strip(), purpose=purpose.strip())
    _record(circle, actor=actor, at=at, action="circle.opened", authority=authority)
    return circle


@transaction.atomic
def change_circle(
    *, actor: Actor, at: datetime, circle: Circle, name: str, purpose: str, authority: Authority | None = None
) -> Circle:
    """Call a circle otherwise, or say anew what it is for; who is in it and what it gives stay.

    Refusals: `right_needed`, `governed_by_decision`, `name_needed`, `name_too_long`, `purpose_too_long`,
    `circle_exists`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "name", authority=authority)
    circle = Circle.objects.select_for_update().get(pk=circle.pk)
    new = {"name": name.strip(), "purpose": purpose.strip()}
    is_taken = Circle.objects.filter(name__iexact=new["name"]).exclude(pk=circle.pk).exists()
    refuse_unless_empty(
        policies.reasons_against_circle_words(name, purpose)
        or policies.reasons_against_circle(new["name"], is_taken=is_taken)
    )
    changes = {
        field: (getattr(circle, field), value) for field, value in new.items() if getattr(circle, field) != value
    }
    if not changes:
        return circle
    circle.name, circle.purpose = new["name"], new["purpose"]
    circle.save(update_fields=["name", "purpose"])
    _record(circle, actor=actor, at=at, action="circle.changed", changes=changes, authority=authority)
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

    Refusals: `right_needed`, `governed_by_decision`, `not_in_circle`, `last_keeper` (409).
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "people", authority=authority)
    book = _locked_book()
    person = CirclePerson.objects.select_for_update().filter(circle=circle, member=member, left_at=None).first()
    if person is None:
        raise policies.not_in_circle(member.name, circle.name)
    refuse_unless_empty(policies.reasons_against_lockout(book, book.without_person(circle.pk, member.pk)))
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
    space_id: int | None = None,
    authority: Authority | None = None,
) -> CircleRight:
    """Give everybody in a circle one named right, in one space or (None) in the whole house.

    Refusals: `right_needed`, `governed_by_decision`, `right_of_whole_house`, `space_unknown`.
    """
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{circle.pk}", "rights", authority=authority)
    refuse_unless_empty(policies.reasons_against_giving(right, is_in_one_space=space_id is not None))
    space = Space.objects.filter(pk=space_id).first() if space_id is not None else None
    if space_id is not None and space is None:
        raise policies.space_unknown()
    given, is_new = CircleRight.objects.get_or_create(circle=circle, right=right.value, space=space)
    if is_new:
        changes = {"rights": (None, _right_in_words(given))}
        _record(circle, actor=actor, at=at, action="circle.right_given", changes=changes, authority=authority)
    return given


@transaction.atomic
def take_right_from_circle(
    *, actor: Actor, at: datetime, given: CircleRight, authority: Authority | None = None
) -> None:
    """Take one right back from a circle. Refusals: `right_needed`, `governed_by_decision`, `last_keeper` (409)."""
    refuse_without_right(actor, Right.MANAGE_CIRCLES)
    refuse_if_governed(f"circle:{given.circle_id}", "rights", authority=authority)
    book = _locked_book()
    without = book.without_right(given.circle_id, RightIn(given.right, given.space_id))
    refuse_unless_empty(policies.reasons_against_lockout(book, without))
    changes = {"rights": (_right_in_words(given), None)}
    _record(given.circle, actor=actor, at=at, action="circle.right_taken", changes=changes, authority=authority)
    given.delete()


def _locked_book() -> RightsBook:
    """Return who may do what, every circle being locked: two who each remove the other cannot both succeed.

    It is read as last written: whoever waited for the lock came with an instant that may lie before another's act.
    """
    list(Circle.objects.select_for_update().order_by("pk").values_list("pk"))
    return rights_book(None)


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
