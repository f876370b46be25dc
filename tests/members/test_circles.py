"""What a change of circles changes, for whom: from values alone."""

from hypothesis import given
from hypothesis import strategies as st

from common.rights import Right
from members.circles import CircleFacts, CircleMember, GivenRight, PersonChange, RightIn, RightsBook

LEA, KARIM, ZOE = CircleMember(1, "Léa"), CircleMember(2, "Karim"), CircleMember(3, "Zoé", can_act=False)
PRICES, PRICES_HERE = RightIn(Right.MANAGE_PRICES), RightIn(Right.MANAGE_PRICES, 7)
KEEPS = RightIn(Right.MANAGE_CIRCLES)


def circle(key: int, people: tuple[CircleMember, ...] = (), *held: RightIn) -> CircleFacts:
    rights = tuple(GivenRight(n, one) for n, one in enumerate(held, start=1))
    return CircleFacts(key, f"c{key}", f"Cercle {key}", "", people, rights)


def test_a_right_is_gained_only_by_those_who_have_it_from_nowhere_else() -> None:
    book = RightsBook((circle(1, (LEA, KARIM)), circle(2, (KARIM,), PRICES)))
    assert book.changes_to(book.with_right(1, PRICES), 1) == [
        PersonChange(KARIM, [], []),
        PersonChange(LEA, [PRICES], []),
    ]


def test_a_right_in_the_whole_house_holds_in_each_space() -> None:
    book = RightsBook((circle(1, (LEA,), PRICES_HERE), circle(2, (LEA,), PRICES)))
    assert book.changes_to(book.without_right(1, PRICES_HERE), 1) == [PersonChange(LEA, [], [])]
    (change,) = book.changes_to(book.without_right(2, PRICES), 2)
    assert change.loses == [PRICES]


def test_leaving_a_circle_loses_what_no_other_circle_gives() -> None:
    book = RightsBook((circle(1, (LEA,), PRICES, KEEPS), circle(2, (LEA,), KEEPS)))
    assert book.changes_to(book.without_person(1, LEA.id), 1) == [PersonChange(LEA, [], [PRICES])]


def test_a_house_keeps_somebody_who_can_change_rights() -> None:
    assert RightsBook((circle(1, (LEA,), KEEPS),)).has_keeper()
    assert not RightsBook((circle(1, (ZOE,), KEEPS),)).has_keeper()
    assert not RightsBook((circle(1, (), KEEPS), circle(2, (LEA,), PRICES))).has_keeper()
    assert not RightsBook((circle(1, (LEA,), RightIn(Right.MANAGE_CIRCLES, 7)),)).has_keeper()


def test_every_right_is_listed_with_the_circles_that_give_it() -> None:
    book = RightsBook((circle(1, (LEA,), PRICES_HERE),))
    lines = dict(book.by_right())
    assert list(lines) == list(Right)
    assert lines[Right.MANAGE_PRICES] == [(book.circles[0], 7)]
    assert lines[Right.SEE_AUDIT] == []


HELD = st.builds(RightIn, st.sampled_from([r.value for r in Right][:4]), st.sampled_from([None, 7, 8]))
PEOPLE = st.lists(st.sampled_from([LEA, KARIM, ZOE]), unique=True).map(tuple)
BOOKS = st.builds(
    lambda one, other: RightsBook((one, other)),
    st.builds(lambda people, held: circle(1, people, *held), PEOPLE, st.lists(HELD, unique=True)),
    st.builds(lambda people, held: circle(2, people, *held), PEOPLE, st.lists(HELD, unique=True)),
)


@given(book=BOOKS, held=HELD)
def test_what_is_said_is_what_everybody_can_do_afterwards(book: RightsBook, held: RightIn) -> None:
    for after in (book.with_right(1, held), book.without_right(1, held), book.without_person(1, LEA.id)):
        for change in book.changes_to(after, 1):
            for right in {given_right.right for given_right in (*change.gains, *change.loses, held)}:
                for space_id in (7, 8):
                    could, can = (_can(one, change.person, right, space_id) for one in (book, after))
                    if can and not could:
                        assert _is_said(change.gains, right, space_id)
                    if could and not can:
                        assert _is_said(change.loses, right, space_id)


@given(book=BOOKS, held=HELD)
def test_giving_takes_nothing_and_taking_gives_nothing(book: RightsBook, held: RightIn) -> None:
    assert not [change for change in book.changes_to(book.with_right(1, held), 1) if change.loses]
    assert not [change for change in book.changes_to(book.without_right(1, held), 1) if change.gains]


def _can(book: RightsBook, person: CircleMember, right: str, space_id: int) -> bool:
    return bool({RightIn(right), RightIn(right, space_id)} & book.rights_of(person.id))


def _is_said(said: object, right: str, space_id: int) -> bool:
    return isinstance(said, list) and bool({RightIn(right), RightIn(right, space_id)} & set(said))
