"""Write down, in the transaction of what happened to a booking, that people are to be told of it.

The worker finds out who and in which words (`bookings.tasks`): nothing here waits, and nothing is lost.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from bookings.models import Booking
from bookings.news import News, Told
from common.outbox import enqueue
from common.rights import Actor
from members.people import PersonActor

JOB_KIND = "news"

_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


def tell(booking: Booking, news: News, *, by: Actor, words: str = "", before: Mapping[str, Any] | None = None) -> None:
    """Have the people of a booking told by mail what `by` did to it, with `words` of theirs; once for each sequence.

    `before` is what a move left: `resource`, `starts_at`, `ends_at`. What holds a slot to a term only is
    told of its end, too, should it come to that. Called inside the operation's transaction, after the
    booking has been saved.
    """
    if _is_silent.get():
        return
    account_id = by.account_id if isinstance(by, PersonActor) else None
    told = Told(booking.pk, booking.sequence, news, account_id, by.label, words, dict(before or {}))
    _write(told, due_at=booking.changed_at)
    is_over = booking.is_cancelled or booking.refused_at is not None
    if booking.lapses_at is not None and not booking.is_firm and not is_over:
        _write(replace(told, news=News.LAPSED, by=None, by_label="", words=""), due_at=booking.lapses_at)


@contextmanager
def silently() -> Iterator[None]:
    """Tell nobody of what happens within the block: seeds and imports, whose people know it already."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)


def _write(told: Told, *, due_at: datetime) -> None:
    enqueue(JOB_KIND, key=told.key, payload=told.as_payload(), due_at=due_at)
