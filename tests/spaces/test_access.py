"""When a code may be shown: from the minutes before a reason begins to its end, which is excluded."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.access import (
    AccessReason,
    _sources,
    access_reasons,
    open_reason,
    reasons_not_to_show,
    register_access_reason,
)
from tests.support.booking import SEED

STARTS = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
REASON = AccessReason("booking", "Petite salle", STARTS, ENDS, "booking:1")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (STARTS - 15 * MINUTE - SECOND, False),
        (STARTS - 15 * MINUTE, True),
        (STARTS, True),
        (ENDS - SECOND, True),
        (ENDS, False),
    ],
)
def test_a_code_shows_from_a_quarter_of_an_hour_before_to_the_end(at: datetime, is_open: bool) -> None:
    assert REASON.is_open(at, 15) is is_open
    assert (open_reason([REASON], at=at, minutes_before=15) is not None) is is_open


def test_too_early_says_from_when() -> None:
    (reason,) = reasons_not_to_show([REASON], at=STARTS - timedelta(hours=1), minutes_before=15)
    assert (reason.code, reason.status) == ("access_too_early", 403)
    assert reason.facts == {"shows_from": (STARTS - 15 * MINUTE).isoformat()}


def test_without_a_reason_there_is_no_code() -> None:
    (reason,) = reasons_not_to_show([], at=STARTS, minutes_before=15)
    assert (reason.code, reason.status) == ("access_without_reason", 403)


def test_any_app_can_register_its_own_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spaces.access._sources", dict(_sources))
    shift = AccessReason("shift", "Permanence", STARTS - timedelta(hours=5), STARTS, "shift:3")
    later = AccessReason("visit", "Visite", ENDS, ENDS + MINUTE)
    register_access_reason("shift", lambda actor, space_id, at: [later, shift] if space_id == 7 else [])
    assert access_reasons(SEED, 7, STARTS - timedelta(hours=3)) == [shift, later]
    assert access_reasons(SEED, 7, STARTS) == [later]
    assert access_reasons(SEED, 8, STARTS) == []


@given(
    before=st.integers(0, 1440),
    shift=st.integers(-100_000, 100_000),
    length=st.integers(1, 100_000),
)
def test_the_window_is_half_open_whatever_its_length(before: int, shift: int, length: int) -> None:
    reason = AccessReason("x", "x", STARTS, STARTS + length * SECOND)
    at = STARTS + shift * SECOND
    assert reason.is_open(at, before) == (-before * 60 <= shift < length)
