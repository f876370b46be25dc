"""Who acts, and for whom: people as loaded values, without the database."""

from dataclasses import dataclass, field
from datetime import date

from common.rights import ActorKind, Right
from spaces.enums import AudienceCode


@dataclass(frozen=True)
class Party:
    """Stand for whoever a booking is for, or who pays: a member, an account, or only a name."""

    label: str
    member_id: int | None = None
    account_id: int | None = None
    audience: str = AudienceCode.OUTSIDE.value

    def is_same_as(self, member_id: int | None, account_id: int | None) -> bool:
        """Tell whether the ids name this person; a person without id is nobody else."""
        return (self.member_id is not None and self.member_id == member_id) or (
            self.account_id is not None and self.account_id == account_id
        )


@dataclass(frozen=True)
class Standing:
    """Say until which local date somebody is, or was, a member; without a date they never were."""

    is_member: bool = False
    until: date | None = None


@dataclass(frozen=True)
class PersonActor:
    """Act as a signed-in person with the rights their circles give at this instant.

    `rights` holds (right, space key) pairs; None stands for the whole house. `scopes` and `language` are
    known where a program acts for the person, by a token.
    """

    account_id: int
    party: Party
    rights: frozenset[tuple[str, int | None]] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None
    language: str = ""

    kind = ActorKind.PERSON

    @property
    def reference(self) -> str:
        return f"account:{self.account_id}"

    @property
    def label(self) -> str:
        return self.party.label

    @property
    def is_member(self) -> bool:
        return self.party.audience == AudienceCode.MEMBERS

    def has_right(self, right: Right, space_id: int | None = None) -> bool:
        return (right.value, None) in self.rights or (space_id is not None and (right.value, space_id) in self.rights)

    def has_right_somewhere(self, right: Right) -> bool:
        """Tell whether the right is held in at least one space: for menus."""
        return any(held == right.value for held, _ in self.rights)
