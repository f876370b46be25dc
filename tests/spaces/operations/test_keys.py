"""The key register: who holds which key since when, handed by whom, trained by whom; lines only added."""

from datetime import date, timedelta

import pytest

from common.errors import Refused
from spaces.details import Holder, Training
from spaces.models.access import KeyMove
from spaces.operations import keys
from spaces.queries.access import keys_held_by, keys_of
from tests.support.access import WayIn, make_way_in
from tests.support.booking import NOW, SEED
from tests.support.houses import SmallHouse

LEA = Holder("Léa", "member:1")
HOUR = timedelta(hours=1)


@pytest.fixture
def way(house: SmallHouse) -> WayIn:
    return make_way_in(house.space)


def hand(way: WayIn, holder: Holder = LEA, training: Training | None = None, after: timedelta = HOUR) -> KeyMove:
    return keys.hand_key(
        space_id=way.key.space_id, key_id=way.key.pk, holder=holder, training=training, actor=SEED, at=NOW + after
    )


def take_back(way: WayIn, after: timedelta, *, is_lost: bool = False) -> KeyMove:
    return keys.take_back_key(space_id=way.key.space_id, key_id=way.key.pk, is_lost=is_lost, actor=SEED, at=NOW + after)


def test_a_key_goes_out_and_comes_back(way: WayIn, house: SmallHouse) -> None:
    move = hand(way, training=Training("Karim", date(2026, 11, 20)))
    assert (move.holder_label, move.by_label, move.trained_by) == ("Léa", "tests", "Karim")
    (state,) = keys_held_by("member:1")
    assert (state.key, state.held) == (way.key, move)
    take_back(way, 2 * HOUR)
    assert keys_held_by("member:1") == []
    assert [state.held for state in keys_of(house.space.pk)] == [None, None]


def test_the_register_only_grows(way: WayIn) -> None:
    hand(way)
    first = KeyMove.objects.values().get()
    take_back(way, 2 * HOUR)
    hand(way, Holder("Association du dessus"), after=3 * HOUR)
    take_back(way, 4 * HOUR, is_lost=True)
    rows = list(KeyMove.objects.order_by("id").values())
    assert rows[0] == first
    assert [row["kind"] for row in rows] == ["handed", "returned", "handed", "lost"]


def test_a_key_is_with_one_person_at_a_time(way: WayIn) -> None:
    hand(way)
    with pytest.raises(Refused, match="key_held") as refused:
        hand(way, Holder("Zoé"))
    assert refused.value.reason.facts == {"holder": "Léa"}


def test_a_key_that_nobody_has_cannot_come_back(way: WayIn) -> None:
    with pytest.raises(Refused, match="key_not_held"):
        take_back(way, HOUR)


@pytest.mark.parametrize(
    ("holder", "training", "code"),
    [
        (Holder(" "), None, "holder_needed"),
        (Holder("x" * 151), None, "text_too_long"),
        (LEA, Training(" ", date(2026, 11, 20)), "training_invalid"),
        (LEA, Training("Karim", date(2026, 11, 25)), "training_invalid"),
    ],
)
def test_what_makes_no_sense_is_not_written_down(
    way: WayIn, holder: Holder, training: Training | None, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        hand(way, holder, training)
    assert not KeyMove.objects.exists()


@pytest.mark.parametrize(
    ("number", "code"), [(" ", "number_needed"), ("x" * 31, "text_too_long"), ("12 ", "key_exists")]
)
def test_a_number_that_does_not_fit_is_refused(way: WayIn, house: SmallHouse, number: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        keys.add_key(space_id=house.space.pk, number=number, actor=SEED, at=NOW)
