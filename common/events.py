"""Tell other apps what happened, after the transaction that made it true has committed."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")

_subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_class: type[E], handler: Callable[[E], None]) -> None:
    """Have `handler` called with each published event of that class; called from `AppConfig.ready`."""
    _subscribers[event_class].append(handler)


def publish(event: object) -> None:
    """Hand `event` to its subscribers once the present transaction has committed, never if it rolls back.

    A crash in between loses the call: what concerns money, access or a partner also lies in a table.
    """
    for handler in _subscribers[type(event)]:
        transaction.on_commit(lambda handler=handler: handler(event), robust=True)  # type: ignore[misc]
