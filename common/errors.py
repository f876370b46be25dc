"""Say no in one way: a stable code for machines, a sentence for people, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.text import format_lazy

Sentence: TypeAlias = str | Promise


def sentence(template: Sentence, **values: object) -> Sentence:
    """Return `template` with its %(name)s filled in, translated only when it is read."""
    return format_lazy("{}", _Filled(template, values))


class _Filled:
    def __init__(self, template: Sentence, values: Mapping[str, object]) -> None:
        self.template, self.values = template, values

    def __str__(self) -> str:
        return str(self.template) % self.values


@dataclass(frozen=True)
class WayOut:
    """Offer one thing to do next: what the button says, and where it leads."""

    label: Sentence
    url: str


@dataclass(frozen=True)
class Reason:
    """Explain one refusal.

    `code` is snake_case and never renamed; `facts` are plain JSON values that go with the code into
    the API's problem document (instants as ISO 8601 strings); `ways_out` become buttons on a page.
    """

    code: str
    sentence: Sentence
    facts: Mapping[str, Any] = field(default_factory=dict)
    ways_out: Sequence[WayOut] = ()
    status: int = 422


class Refused(Exception):
    """Stop an operation that a rule forbids; nothing of it is kept."""

    def __init__(self, reason: Reason, *others: Reason) -> None:
        super().__init__(reason.code)
        self.reasons: tuple[Reason, ...] = (reason, *others)

    @property
    def reason(self) -> Reason:
        """Return the reason that is told first."""
        return self.reasons[0]


def refuse_unless_empty(reasons: Sequence[Reason]) -> None:
    """Raise `Refused` with all `reasons`, when there is at least one."""
    if reasons:
        raise Refused(*reasons)
