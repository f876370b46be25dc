"""What can happen to a booking that people are told of, and which of it they can do without. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from common.rights import Right
from members.mail_kinds import MailKind


class News(StrEnum):
    """Name what happened; `CONFIRMED` is an option or a request that became firm."""

    MADE = "made"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REQUESTED = "requested"
    OPTIONED = "optioned"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LAPSED = "lapsed"
    GAVE_WAY = "gave_way"
    HANDED_OVER = "handed_over"


class Role(StrEnum):
    """Say why somebody is told: it is their booking or they pay it, they made it for others, they may answer it."""

    PARTY = "party"
    BOOKER = "booker"
    APPROVER = "approver"


MADE, MOVED, CANCELLED, ASKED, LAPSED, FOR_OTHERS, TO_ANSWER, EVENT = (
    "booking_made",
    "booking_moved",
    "booking_cancelled",
    "booking_asked",
    "booking_lapsed",
    "booking_for_others",
    "booking_to_answer",
    "calendar_event",
)
MAIL_KINDS = (
    MailKind(MADE, _("Une réservation est confirmée")),
    MailKind(MOVED, _("Je déplace une réservation")),
    MailKind(CANCELLED, _("J’annule une réservation")),
    MailKind(ASKED, _("Une demande est partie, une option est posée")),
    MailKind(LAPSED, _("Une option ou une demande arrive à son terme")),
    MailKind(FOR_OTHERS, _("Ce que j’ai réservé pour d’autres change")),
    MailKind(TO_ANSWER, _("Une demande attend ma réponse"), right=Right.APPROVE_BOOKINGS),
    MailKind(EVENT, _("L’événement pour mon agenda, dans chaque mail"), _("L’agenda se met alors à jour tout seul.")),
)
_KIND_OF = {
    News.MADE: MADE,
    News.CONFIRMED: MADE,
    News.MOVED: MOVED,
    News.CANCELLED: CANCELLED,
    News.REQUESTED: ASKED,
    News.OPTIONED: ASKED,
    News.LAPSED: LAPSED,
    News.HANDED_OVER: MOVED,
}
_DECIDED = frozenset({News.MOVED, News.CANCELLED, News.REFUSED, News.GAVE_WAY})


@dataclass(frozen=True)
class Told:
    """Say what happened to a booking at one of its sequences: by whose act, with which words, and what it was before.

    `by` is an account; `before` holds the resource and the period that a move left.
    """

    booking_id: int
    sequence: int
    news: News
    by: int | None
    by_label: str
    words: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what is the same each time the same thing is told."""
        return f"news:{self.booking_id}:{self.sequence}:{self.news}"

    def as_payload(self) -> dict[str, Any]:
        return {**asdict(self), "news": self.news.value}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        known = {one.name: payload[one.name] for one in fields(cls)}
        return cls(**{**known, "news": News(payload["news"])})


def kind_of(news: News, role: Role, *, is_by_reader: bool) -> str | None:
    """Return which kind of mail tells the news; none where it cannot be switched off: what others decide."""
    if role is not Role.PARTY:
        return FOR_OTHERS if role is Role.BOOKER else TO_ANSWER
    if news in _DECIDED and not is_by_reader:
        return None
    return _KIND_OF.get(news)
