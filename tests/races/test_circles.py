"""A house never locks itself out of its rights, even when its keepers remove each other at the same moment."""

from collections.abc import Callable

import pytest

from common import clock
from common.rights import Right
from members.models import CirclePerson
from members.operations import create_token
from members.queries import actor_for
from tests.races.contest import Call, all_at_once
from tests.support.booking import NOW
from tests.support.cast import Person, make_circle, make_member
from tests.support.houses import make_house
from tests.support.servers import Server

pytestmark = pytest.mark.race
KEEPERS, ROUNDS = 5, 3


def _key_of(person: Person) -> str:
    actor = actor_for(person.account, NOW)
    return create_token(actor=actor, at=NOW, account=person.account, name="race", scopes=["manage"]).key


def test_keepers_who_remove_each_other_leave_one(transactional_db: None, running_server: Callable[..., Server]) -> None:
    clock.set_clock(NOW)
    make_house()
    people = [make_member(f"Membre{number}") for number in range(KEEPERS)]
    circle = make_circle("garde", [Right.MANAGE_CIRCLES], *people)
    keys = [_key_of(person) for person in people]
    server = running_server(workers=2)
    for _ in range(ROUNDS):
        CirclePerson.objects.update(left_at=None)
        victims = [*people[1:], people[0]]
        calls = [
            Call(f"circles/{circle.pk}/people/{victim.member.pk}/removal/", {}, key)
            for victim, key in zip(victims, keys, strict=True)
        ]
        answers = all_at_once(server.url, calls)
        assert {answer.status for answer in answers} <= {200, 403, 409}
        assert CirclePerson.objects.filter(circle=circle, left_at=None).count() >= 1
