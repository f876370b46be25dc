"""The kinds of mail that somebody can do without; apps register theirs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from common.rights import Right

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from members.people import PersonActor

ACCOUNT, MEMBER = "a", "m"


@dataclass(frozen=True)
class MailKind:
    """Describe one kind of mail, or one part of mails, that can be switched off; of a right, if it goes with one."""

    code: str
    label: "StrPromise"
    hint: "StrPromise | str" = ""
    right: Right | None = None


@dataclass(frozen=True)
class MailHolder:
    """Stand for whose choice of mails it is: an account's or, where there is none, a member's."""

    account_id: int | None = None
    member_id: int | None = None

    @property
    def reference(self) -> str:
        """Return the holder in a word that fits into an address: `a12`, `m7`."""
        return f"{ACCOUNT}{self.account_id}" if self.account_id is not None else f"{MEMBER}{self.member_id}"

    @classmethod
    def from_reference(cls, reference: str) -> Self:
        """Return the holder that `reference` names; `ValueError` when it names none."""
        number = int(reference[1:])
        return cls(account_id=number) if reference[:1] == ACCOUNT else cls(member_id=number)


_kinds: dict[str, MailKind] = {}


def register_mail_kinds(*kinds: MailKind) -> None:
    """Offer kinds of mail to be chosen from; called from `AppConfig.ready`."""
    _kinds.update({kind.code: kind for kind in kinds})


def mail_kinds() -> Mapping[str, MailKind]:
    """Return what can be chosen, by code, in the order it is shown."""
    return _kinds


def mail_kinds_for(actor: "PersonActor") -> list[MailKind]:
    """Return what the actor can choose from: without the kinds that go with rights they do not hold."""
    return [kind for kind in _kinds.values() if kind.right is None or actor.has_right_somewhere(kind.right)]
