"""Write down, in the transaction of what happened to a booking, that people are to be told of it.

The worker finds out who and in which words (`bookings.tasks`): nothing here waits, and nothing is lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bookings.models import Booking
from bookings.news import News
from common.outbox import enqueue
from common.rights import Actor
from members.people import PersonActor

JOB_KIND = "news"

_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


def tell(booking: Booking, news: News, *, by: Actor, words: str = "") -> None:
    """Have the people of a booking told by mail what `by` did to it, with `words` of theirs; once for each sequence.

    Called inside the operation's transaction, after the booking has been saved.
    """
    if _is_silent.get():
        return
    enqueue(
        JOB_KIND,
        key=f"booking:{booking.pk}:{booking.sequence}:{news}",
        payload={
            "booking": booking.pk,
            "sequence": booking.sequence,
            "news": news.value,
            "by": by.account_id if isinstance(by, PersonActor) else None,
            "by_label": by.label,
            "words": words,
        },
        due_at=booking.changed_at,
    )


@contextmanager
def silently() -> Iterator[None]:
    """Tell nobody of what happens within the block: seeds and imports, whose people know it already."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)
