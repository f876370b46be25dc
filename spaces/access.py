"""When a code may be shown, and why: reasons that other apps register, and the time around them. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from common.errors import Reason, Sentence, sentence
from common.rights import Actor

MINUTES_BEFORE = 15
MOST_MINUTES_BEFORE = 24 * 60
BY_RIGHT = "right"


@dataclass(frozen=True)
class AccessReason:
    """Say why somebody comes in, and from when to when; `subject` names the thing, such as `booking:12`."""

    kind: str
    label: Sentence
    starts_at: datetime
    ends_at: datetime
    subject: str = ""

    def shows_from(self, minutes_before: int) -> datetime:
        """Return from when codes may be shown for this reason."""
        return self.starts_at - timedelta(minutes=minutes_before)

    def is_open(self, at: datetime, minutes_before: int) -> bool:
        """Tell whether codes may be shown at `at`: from the minutes before, to the end, which is excluded."""
        return self.shows_from(minutes_before) <= at < self.ends_at


ReasonSource = Callable[[Actor, int, datetime], Iterable[AccessReason]]
_sources: dict[str, ReasonSource] = {}


def register_access_reason(name: str, source: ReasonSource) -> None:
    """Have `source(actor, space_id, at)` asked for the reasons of an actor that are not over at `at`.

    Called from `AppConfig.ready`, once for each name.
    """
    _sources[name] = source


def access_reasons(actor: Actor, space_id: int, at: datetime) -> list[AccessReason]:
    """Return every reason the actor has to come into the space, now or later, in order of its start."""
    found = [reason for source in _sources.values() for reason in source(actor, space_id, at)]
    return sorted(
        (reason for reason in found if reason.ends_at > at), key=lambda reason: (reason.starts_at, reason.ends_at)
    )


def open_reason(reasons: Sequence[AccessReason], *, at: datetime, minutes_before: int) -> AccessReason | None:
    """Return the first reason for which codes may be shown at `at`."""
    return next((reason for reason in reasons if reason.is_open(at, minutes_before)), None)


def reasons_not_to_show(reasons: Sequence[AccessReason], *, at: datetime, minutes_before: int) -> list[Reason]:
    """Return why no code is shown now: `access_too_early` with `shows_from`, or `access_without_reason` (403)."""
    if open_reason(reasons, at=at, minutes_before=minutes_before):
        return []
    if reasons:
        shows_from = reasons[0].shows_from(minutes_before)
        text = sentence(_("C’est trop tôt : le code se montre %(n)s minutes avant."), n=minutes_before)
        return [Reason("access_too_early", text, {"shows_from": shows_from.isoformat()}, status=403)]
    text = _("Le code se montre à qui vient : il faut une réservation ici.")
    return [Reason("access_without_reason", text, status=403)]
