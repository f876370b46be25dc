"""What may wait to be done by people with rights: one kind for each queue of « À traiter »."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bookings.queries.waiting import requests_waiting
from common.rights import Right
from members.people import PersonActor
from spaces.catalogue import HouseOffer


@dataclass(frozen=True)
class Kind:
    """Name a queue, the right that opens it, and how many things wait in it for somebody."""

    name: str
    right: Right
    count: Callable[[PersonActor, HouseOffer, datetime], int]


def _requests(actor: PersonActor, house: HouseOffer, at: datetime) -> int:
    return requests_waiting(actor, at).count() if any(space.has_requests for space in house.spaces) else 0


KINDS = (Kind("requests", Right.APPROVE_BOOKINGS, _requests),)
RIGHTS = tuple(dict.fromkeys(kind.right for kind in KINDS))


def kinds_for(actor: PersonActor) -> list[Kind]:
    """Return the queues that a person's rights open."""
    return [kind for kind in KINDS if actor.has_right_somewhere(kind.right)]


def waiting_count(actor: PersonActor, house: HouseOffer, at: datetime) -> int:
    """Return how many things wait for a person; one query for each queue that is open to them and in use."""
    return sum(kind.count(actor, house, at) for kind in kinds_for(actor))
