"""Who may do what, as loaded values: circles, their people and their rights, and what a change of them changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Refused
from common.rights import Right

OF_WHOLE_HOUSE = frozenset({Right.MANAGE_CIRCLES, Right.MANAGE_MEMBERS, Right.SEE_AUDIT})


class RightIn(NamedTuple):
    """Name a right and where it holds; None is the whole house."""

    right: str
    space_id: int | None = None


@dataclass(frozen=True)
class CircleMember:
    """One person of a circle; `can_act`: they have an account that is open."""

    id: int
    name: str
    can_act: bool = True


@dataclass(frozen=True)
class GivenRight:
    """One right that a circle gives; `id` is 0 while it is only thought of."""

    id: int
    held: RightIn


@dataclass(frozen=True)
class CircleFacts:
    """One circle as it is at an instant."""

    id: int
    slug: str
    name: str
    purpose: str
    people: tuple[CircleMember, ...] = ()
    rights: tuple[GivenRight, ...] = ()

    def person(self, member_id: int) -> CircleMember | None:
        return next((person for person in self.people if person.id == member_id), None)

    def right(self, given_id: int) -> GivenRight | None:
        return next((given for given in self.rights if given.id == given_id), None)


@dataclass(frozen=True)
class PersonChange:
    """Say which rights a person gains and loses by a change; both empty: nothing changes for them."""

    person: CircleMember
    gains: Sequence[RightIn]
    loses: Sequence[RightIn]


@dataclass(frozen=True)
class RightsBook:
    """Hold all circles at an instant; a change of it is another book, and the two can be compared."""

    circles: tuple[CircleFacts, ...]

    def circle(self, circle_id: int) -> CircleFacts:
        """Return one circle. Refusal: `circle_unknown` (404)."""
        for circle in self.circles:
            if circle.id == circle_id:
                return circle
        raise circle_unknown()

    def by_right(self) -> list[tuple[Right, list[tuple[CircleFacts, int | None]]]]:
        """Return for each right the circles that give it, and where."""
        return [
            (right, [(c, given.held.space_id) for c in self.circles for given in c.rights if given.held.right == right])
            for right in Right
        ]

    def with_right(self, circle_id: int, held: RightIn) -> "RightsBook":
        return self._changed(circle_id, lambda c: replace(c, rights=(*c.rights, GivenRight(0, held))))

    def without_right(self, circle_id: int, held: RightIn) -> "RightsBook":
        return self._changed(
            circle_id, lambda c: replace(c, rights=tuple(given for given in c.rights if given.held != held))
        )

    def with_person(self, circle_id: int, person: CircleMember) -> "RightsBook":
        return self._changed(circle_id, lambda c: replace(c, people=(*c.people, person)))

    def without_person(self, circle_id: int, member_id: int) -> "RightsBook":
        return self._changed(
            circle_id, lambda c: replace(c, people=tuple(person for person in c.people if person.id != member_id))
        )

    def rights_of(self, member_id: int) -> frozenset[RightIn]:
        """Return what a person may do, by all their circles."""
        return frozenset(given.held for circle in self.circles_of(member_id) for given in circle.rights)

    def circles_of(self, member_id: int) -> Iterator[CircleFacts]:
        return (circle for circle in self.circles if circle.person(member_id))

    def has_keeper(self) -> bool:
        """Tell whether somebody who can sign in may still change circles and rights."""
        keeps = RightIn(Right.MANAGE_CIRCLES)
        return any(
            person.can_act
            for circle in self.circles
            if any(given.held == keeps for given in circle.rights)
            for person in circle.people
        )

    def changes_to(self, after: "RightsBook", circle_id: int) -> list[PersonChange]:
        """Return what changes, by name, for everybody who is in the circle before or after."""
        people = {
            person.id: person
            for book in (self, after)
            for circle in book.circles
            if circle.id == circle_id
            for person in circle.people
        }
        changes = (_change(person, self.rights_of(key), after.rights_of(key)) for key, person in people.items())
        return sorted(changes, key=lambda change: (change.person.name, change.person.id))

    def _changed(self, circle_id: int, change: Callable[[CircleFacts], CircleFacts]) -> "RightsBook":
        return RightsBook(tuple(change(circle) if circle.id == circle_id else circle for circle in self.circles))


def circle_unknown() -> Refused:
    return Refused(Reason("circle_unknown", _("Ce cercle n’existe pas (ou plus)."), status=404))


def _change(person: CircleMember, before: frozenset[RightIn], after: frozenset[RightIn]) -> PersonChange:
    return PersonChange(
        person,
        gains=sorted((held for held in after if not _is_covered(held, before)), key=str),
        loses=sorted((held for held in before if not _is_covered(held, after)), key=str),
    )


def _is_covered(held: RightIn, by: frozenset[RightIn]) -> bool:
    """Tell whether the right is among those held, there or in the whole house."""
    return held in by or RightIn(held.right) in by
