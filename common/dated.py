"""Find what is in force at a date among rows that each say from when they hold."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Hold from `valid_from` (a local date) until the next row of the same key."""

    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Dated)
K = TypeVar("K")


def in_force(rows: Iterable[D], on: date, *, key: Callable[[D], K]) -> dict[K, D]:
    """Return for each key the row with the latest `valid_from` that is not after `on`."""
    found: dict[K, D] = {}
    for row in rows:
        if row.valid_from > on:
            continue
        k = key(row)
        if k not in found or row.valid_from > found[k].valid_from:
            found[k] = row
    return found
