"""The form of one rule, drawn from the shape of its value: plain units, rows of tiers, audiences to tick."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms import ClockField, DayField
from frontend.rules.rule_words import HINTS, rule_name
from spaces.catalogue import HouseOffer
from spaces.enums import ResourceKind
from spaces.rulebook import RULEBOOK, RuleShape

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}
UNIT_CHOICES = [("minutes", _("minutes")), ("hours", _("heures")), ("days", _("jours")), ("weeks", _("semaines"))]
LARGEST = 10**6
FEWEST_TIERS, MOST_TIERS = 3, 12


class RuleForm(forms.Form):
    """The value of one rule, and from when it holds."""

    valid_from = DayField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, name: str, choices: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.name, self.shape = name, RULEBOOK[name].shape
        self.fields |= _fields(name, choices)
        self.order_fields(["amount", "unit", "value", "valid_from"])

    def json_value(self) -> Any:
        """Return the value that was written down, as rules keep it."""
        if self.shape is RuleShape.MINUTES:
            return self.cleaned_data["amount"] * UNITS[self.cleaned_data["unit"]]
        value = self.cleaned_data["value"]
        if self.shape is RuleShape.TIME:
            return f"{value:%H:%M}" if value is not None else None
        return value == "yes" if self.shape is RuleShape.YES_NO else value


class TiersForm(RuleForm):
    """Cancellation tiers as rows: how long before, in which unit, which share; empty rows count for nothing."""

    def __init__(self, *args: Any, rows: int = FEWEST_TIERS, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for number in range(rows):
            self.fields[f"amount-{number}"] = _number(gettext("Palier %(n)s, temps avant le début") % {"n": number + 1})
            self.fields[f"unit-{number}"] = forms.ChoiceField(
                required=False,
                choices=UNIT_CHOICES,
                initial="days",
                widget=forms.Select(attrs={"aria-label": gettext("Palier %(n)s, unité") % {"n": number + 1}}),
            )
            self.fields[f"percent-{number}"] = _number(gettext("Palier %(n)s, pour cent") % {"n": number + 1}, 100)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for number in range(self.rows):
            pair = [values.get(f"amount-{number}"), values.get(f"percent-{number}")]
            if pair.count(None) == 1 and not {f"amount-{number}", f"percent-{number}"} & set(self.errors):
                raise ValidationError(_("Un palier a besoin d’un temps et d’un pourcentage."))
        return values

    def json_value(self) -> Any:
        values = self.cleaned_data
        found = []
        for number in range(self.rows):
            amount, percent = values.get(f"amount-{number}"), values.get(f"percent-{number}")
            if amount is not None and percent is not None:
                found.append([amount * UNITS[values.get(f"unit-{number}") or "days"], percent])
        return sorted(found, reverse=True)

    def tier_fields(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each row, as the page draws them."""
        return [(self[f"amount-{n}"], self[f"unit-{n}"], self[f"percent-{n}"]) for n in range(self.rows)]


def rule_form(
    name: str, *, choices: Sequence[tuple[str, str]], sent: QueryDict | None, values: Mapping[str, Any]
) -> RuleForm:
    """Return the form of a rule: as it was sent, or filled in with `values`."""
    if RULEBOOK[name].shape is not RuleShape.TIERS:
        return RuleForm(sent, name=name, choices=choices, initial=values)
    return TiersForm(sent, name=name, initial=values, rows=_rows(sent, values))


def with_one_more_tier(name: str, sent: QueryDict) -> RuleForm:
    """Return the form of tiers as it was sent, with room for one more."""
    return TiersForm(name=name, initial=sent.dict(), rows=min(_rows(sent, {}) + 1, MOST_TIERS))


def _rows(sent: QueryDict | None, values: Mapping[str, Any]) -> int:
    asked = str(sent.get("rows", "") if sent is not None else values.get("rows", ""))
    number = int(asked) if asked.isdecimal() and len(asked) < 3 else FEWEST_TIERS
    return min(max(number, FEWEST_TIERS), MOST_TIERS)


def values_of(name: str, value: Any) -> dict[str, Any]:
    """Return what fills in the form of a rule for its present JSON value."""
    shape = RULEBOOK[name].shape
    if shape is RuleShape.MINUTES:
        amount, unit = in_unit(value)
        return {"amount": amount, "unit": unit}
    if shape is RuleShape.TIERS:
        found: dict[str, Any] = {"rows": len(value) + 1}
        for number, (minutes, percent) in enumerate(value):
            found[f"amount-{number}"], found[f"unit-{number}"] = in_unit(minutes)
            found[f"percent-{number}"] = percent
        return found
    if shape is RuleShape.YES_NO:
        return {"value": "yes" if value else "no"}
    return {"value": value}


def in_unit(minutes: int) -> tuple[int, str]:
    """Return a length in the largest unit that says it whole; hours up to three days."""
    for unit in ("weeks", "days", "hours"):
        is_short = unit == "days" and minutes <= 3 * UNITS["days"]
        if minutes and minutes % UNITS[unit] == 0 and not is_short:
            return minutes // UNITS[unit], unit
    return minutes, "minutes"


def audience_choices(house: HouseOffer, shape: RuleShape, circles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return who can be ticked for a rule that names people."""
    found = list(house.audiences)
    if shape is RuleShape.AUDIENCES_AND_CIRCLES:
        found += [(f"circle:{slug}", gettext("cercle « %(name)s »") % {"name": name}) for slug, name in circles]
    return found


def _fields(name: str, choices: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    shape = RULEBOOK[name].shape
    said: dict[str, Any] = {"label": rule_name(name), "help_text": HINTS.get(name, "")}
    if shape is RuleShape.TIERS:
        return {}
    if shape is RuleShape.MINUTES:
        unit = forms.ChoiceField(label=_("Unité"), choices=UNIT_CHOICES)
        return {"amount": forms.IntegerField(**said, min_value=0, max_value=LARGEST), "unit": unit}
    return {"value": _field(shape, choices, said)}


def _field(shape: RuleShape, choices: Sequence[tuple[str, str]], said: Mapping[str, Any]) -> forms.Field:
    if shape in {RuleShape.AUDIENCES, RuleShape.AUDIENCES_AND_CIRCLES}:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(**said, required=False, choices=choices, widget=widget)
    if shape is RuleShape.TIME:
        clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        return ClockField(**said, required=False, widget=clock)
    if shape is RuleShape.YES_NO:
        options = [("yes", _("oui")), ("no", _("non"))]
        return forms.ChoiceField(**said, choices=options, widget=forms.RadioSelect)
    if shape is RuleShape.KIND:
        return forms.ChoiceField(**said, required=False, choices=[("", _("non")), *ResourceKind.choices])
    return forms.IntegerField(**said, min_value=0, max_value=LARGEST)


def _number(label: str, largest: int = LARGEST) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"aria-label": label})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=largest, widget=widget)
