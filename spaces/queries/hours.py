"""Reads of the days on which the usual hours of a space do not hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spaces.catalogue import SpaceOffer
from spaces.local_time import DAY
from spaces.models import OpeningException

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Holiday:
    """A public holiday on which the space is closed unless it opens specially."""

    day: date
    name: str


def coming_exceptions(space_id: int, today: date) -> list[OpeningException]:
    """Return the closures and special openings that are not over on `today`, in order; one query."""
    found = OpeningException.objects.filter(space=space_id, ends_on__gte=today)
    return list(found.order_by("starts_on", "id"))


def coming_holidays(space: SpaceOffer, today: date, language: str = "fr") -> Iterator[Holiday]:
    """Yield the public holidays of the next year that close a day of the week, and no exception speaks of."""
    day = today
    while day < today + AHEAD:
        name = space.public_holiday(day, language)
        is_usual = any(weekday == day.weekday() for weekday, _opens, _closes in space.week_on(day))
        if name and is_usual and not any(one.starts_on <= day <= one.ends_on for one in space.exceptions):
            yield Holiday(day, name)
        day += DAY
