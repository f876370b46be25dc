"""The form of a week: seven days, several stretches a day, filled in without any script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms import ClockField, DayField
from spaces.catalogue import OpeningWeekFacts
from spaces.wording import weekday_words

FEWEST_STRETCHES, MOST_STRETCHES = 2, 6
Slot = tuple[int, time, time]


@dataclass(frozen=True)
class DayFields:
    """The fields of one weekday: pairs of opening and closing."""

    weekday: int
    name: str
    pairs: Sequence[tuple[BoundField, BoundField]]


class WeekForm(forms.Form):
    """Hours of each weekday from a date on; a day without hours is closed."""

    valid_from = DayField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, stretches: int = FEWEST_STRETCHES, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stretches = stretches
        for weekday in range(7):
            for number in range(stretches):
                self.fields[f"opens-{weekday}-{number}"] = _clock(weekday, number, gettext("ouverture"))
                self.fields[f"closes-{weekday}-{number}"] = _clock(weekday, number, gettext("fermeture"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for weekday in range(7):
            for number in range(self.stretches):
                opens, closes = (values.get(f"{end}-{weekday}-{number}") for end in ("opens", "closes"))
                names = {f"{end}-{weekday}-{number}" for end in ("opens", "closes")}
                if (opens is None) != (closes is None) and not names & set(self.errors):
                    raise ValidationError(
                        _("%(day)s : il faut une heure d’ouverture et une heure de fermeture."),
                        params={"day": capfirst(weekday_words(weekday))},
                    )
        return values

    def week(self) -> OpeningWeekFacts:
        """Return the week that was written down."""
        return OpeningWeekFacts(self.cleaned_data["valid_from"], tuple(sorted(self._slots())))

    def days(self) -> Iterator[DayFields]:
        """Yield the fields day by day, as the page draws them."""
        for weekday in range(7):
            pairs = [(self[f"opens-{weekday}-{n}"], self[f"closes-{weekday}-{n}"]) for n in range(self.stretches)]
            yield DayFields(weekday, capfirst(weekday_words(weekday)), pairs)

    def faults(self) -> list[str]:
        """Return what is wrong, each fault once."""
        return list(dict.fromkeys(str(error) for errors in self.errors.values() for error in errors))

    def _slots(self) -> Iterator[Slot]:
        for weekday in range(7):
            for number in range(self.stretches):
                opens, closes = (self.cleaned_data.get(f"{end}-{weekday}-{number}") for end in ("opens", "closes"))
                if opens is not None and closes is not None:
                    yield weekday, opens, closes


def blank_week(valid_from: date, slots: Sequence[Slot]) -> WeekForm:
    """Return the form filled in with the hours of a week."""
    values: dict[str, Any] = {"valid_from": valid_from}
    most = FEWEST_STRETCHES
    for weekday in range(7):
        of_day = [(opens, closes) for day, opens, closes in slots if day == weekday]
        most = max(most, len(of_day))
        for number, (opens, closes) in enumerate(of_day):
            values[f"opens-{weekday}-{number}"] = f"{opens:%H:%M}"
            values[f"closes-{weekday}-{number}"] = f"{closes:%H:%M}"
    return WeekForm(initial=values, stretches=most)


def sent_week(sent: QueryDict) -> WeekForm:
    """Return the form as it was sent."""
    return WeekForm(sent, stretches=_stretches(sent))


def with_one_more_stretch(sent: QueryDict) -> WeekForm:
    """Return the form as it was sent, with room for one more stretch in each day."""
    return WeekForm(initial=sent.dict(), stretches=min(_stretches(sent) + 1, MOST_STRETCHES))


def with_day_copied(sent: QueryDict, weekday: str) -> WeekForm:
    """Return the form as it was sent, with the hours of one day copied to the other days that are open."""
    values, stretches = sent.dict(), _stretches(sent)
    is_open = {day for day in range(7) if any(values.get(f"opens-{day}-{n}") for n in range(stretches))}
    for day in is_open if weekday in {str(day) for day in range(7)} else ():
        _copy(values, weekday, day, stretches=stretches)
    return WeekForm(initial=values, stretches=stretches)


def _copy(values: Mapping[str, Any], weekday: str, day: int, *, stretches: int) -> None:
    for number in range(stretches):
        for end in ("opens", "closes"):
            values[f"{end}-{day}-{number}"] = values.get(f"{end}-{weekday}-{number}", "")  # type: ignore[index]


def _stretches(sent: QueryDict) -> int:
    asked = sent.get("stretches", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 3 else FEWEST_STRETCHES
    return min(max(number, FEWEST_STRETCHES), MOST_STRETCHES)


def _clock(weekday: int, number: int, end: str) -> ClockField:
    label = f"{capfirst(weekday_words(weekday))}, {end} {number + 1}"
    widget = forms.TimeInput(attrs={"type": "time", "aria-label": label}, format="%H:%M")
    return ClockField(label=label, required=False, widget=widget)
