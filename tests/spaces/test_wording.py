"""Days and hours in words."""

from datetime import date, time

import pytest
from django.utils import translation

from spaces.wording import day_words, hour_words, hours_words, lazy_day, length_words, weekday_words


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("fr", "long", "mardi 1ᵉʳ décembre"),
        ("fr", "short", "mar. 1ᵉʳ déc."),
        ("fr", "dated", "mardi 1ᵉʳ décembre 2026"),
        ("fr", "plain", "1ᵉʳ décembre 2026"),
        ("fr", "month", "décembre 2026"),
        ("en", "long", "Tuesday 1 December"),
        ("en", "short", "Tue 1 Dec"),
        ("en", "plain", "1 December 2026"),
    ],
)
def test_a_day_is_said_in_the_readers_language(language: str, form: str, words: str) -> None:
    with translation.override(language):
        assert day_words(date(2026, 12, 1), form) == words


@pytest.mark.parametrize(
    ("language", "at", "words"),
    [
        ("fr", time(9), "9\u00a0h"),
        ("fr", time(9, 5), "9\u00a0h\u00a005"),
        ("en", time(9, 30), "9:30"),
        ("en", time(14), "14:00"),
        ("en", time(0, 30), "0:30"),
    ],
)
def test_an_hour_is_said_in_the_readers_language(language: str, at: time, words: str) -> None:
    with translation.override(language):
        assert hour_words(at) == words


def test_an_end_at_midnight_is_said_as_twenty_four() -> None:
    assert hours_words(time(18), time(0)) == "18\u00a0h–24\u00a0h"
    with translation.override("en"):
        assert hours_words(time(18), time(0)) == "18:00–24:00"


def test_weekdays_begin_on_monday() -> None:
    assert [weekday_words(0), weekday_words(6)] == ["lundi", "dimanche"]
    assert weekday_words(2, "short") == "mer."


def test_lazy_words_wait_for_the_reader() -> None:
    day = lazy_day(date(2026, 12, 1))
    with translation.override("en"):
        assert str(day) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (90, "90 minutes"), (48 * 60, "48 h"), (72 * 60, "72 h"), (21600, "15 jours")],
)
def test_a_length_is_said_in_its_largest_whole_unit(minutes: int, words: str) -> None:
    assert length_words(minutes).replace("\u00a0", " ") == words
