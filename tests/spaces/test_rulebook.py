from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.rulebook import RULE_NAMES, Rules, Tier, read_value

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


def test_a_house_that_says_nothing_has_the_defaults() -> None:
    rules = Rules().with_values({})

    assert rules.notice_minutes == 0
    assert rules.undo_minutes == 15
    assert rules.cancellation_tiers == ()


def test_stored_values_are_read_into_their_types() -> None:
    rules = Rules().with_values(
        {"notice_minutes": 2880, "bookable_from": "09:00", "bookable_until": None, "cancellation_tiers": [[60, 50]]}
    )

    assert rules.notice_minutes == 2880
    assert rules.bookable_from == time(9)
    assert rules.bookable_until is None
    assert rules.cancellation_tiers == (Tier(60, 50),)


def test_tiers_are_kept_from_the_farthest_to_the_nearest() -> None:
    tiers = read_value("cancellation_tiers", [[72 * 60, 100], [15 * 1440, 50]])

    assert tiers == (Tier(15 * 1440, 50), Tier(72 * 60, 100))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notice_minutes", -1),
        ("notice_minutes", True),
        ("notice_minutes", 30.0),
        ("notice_minutes", "30"),
        ("notice_minutes", None),
        ("step_minutes", 0),
        ("deposit_percent", 101),
        ("bookable_from", "25:00"),
        ("bookable_from", "9 h"),
        ("bookable_from", 9),
        ("bookable_from", "09:00+02:00"),
        ("cancellation_tiers", {"60": 50}),
        ("cancellation_tiers", [[60]]),
        ("cancellation_tiers", [[60, 101]]),
        ("cancellation_tiers", [[60, 50], [60, 60]]),
        ("cancellation_tiers", [[60, 50], [120, 100]]),
        ("is_numbered", 1),
        ("free_when_full_of", "castle"),
        ("free_when_full_of", ["room"]),
        ("open_to", "members"),
        ("open_to", ["Members!"]),
        ("approval_for", ["circle:care"]),
        ("price", 1),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"must be|unknown|cannot|Invalid|hour"):
        read_value(name, value)


def test_names_are_kept_once_and_in_their_order() -> None:
    assert read_value("open_to", ["members", "circle:care", "members"]) == ("members", "circle:care")


@given(name=st.sampled_from(RULE_NAMES) | st.text(max_size=10), value=json_values)
def test_any_json_is_read_or_refused_and_nothing_else(name: str, value: object) -> None:
    try:
        read = read_value(name, value)
    except ValueError:
        return
    assert getattr(Rules().with_values({name: value}), name) == read
