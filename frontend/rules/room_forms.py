"""What is written down about a room: what it is, its own rules, its half-days and its prices."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bookings.forms import ClockField, DayField
from frontend.rules.rule_forms import LARGEST, UNIT_CHOICES, UNITS
from spaces.catalogue import HouseOffer, PackagePeriod, PriceFacts, ResourceOffer, RuleFacts
from spaces.details import ResourceDetails, ResourceWords
from spaces.enums import PeriodName, ResourceKind, Unit
from spaces.operations.rooms import RoomPlan
from spaces.policies.amounts import read_amount

MOST_PEOPLE = 10_000
CLOCK = {"type": "time"}
PERIODS = (
    (PeriodName.MORNING, Unit.HALF_DAY),
    (PeriodName.AFTERNOON, Unit.HALF_DAY),
    (PeriodName.DAY, Unit.DAY),
    (PeriodName.EVENING, Unit.EVENING),
)
PRICED = (Unit.HOUR, Unit.HALF_DAY, Unit.DAY, Unit.EVENING)


class RoomWordsForm(forms.Form):
    """What a resource is called, where it is and what is in it."""

    name = forms.CharField(label=_("Nom"), max_length=100)
    capacity = forms.IntegerField(label=_("Personnes au plus"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    zone = forms.CharField(
        label=_("Zone"), help_text=_("L’étage, l’aile… Une zone nouvelle est ajoutée."), max_length=100, required=False
    )
    features = forms.CharField(
        label=_("Équipements"), help_text=_("Séparés par des virgules."), max_length=500, required=False
    )
    position = forms.IntegerField(label=_("Rang dans la liste"), min_value=0, max_value=30_000, required=False)

    def words(self) -> ResourceWords:
        """Return what was written down."""
        values = self.cleaned_data
        return ResourceWords(
            values["name"],
            values["capacity"],
            _listed(values["features"]),
            values["zone"],
            values["position"] or 0,
        )


class RoomForm(RoomWordsForm):
    """A new room with what holds for it alone; what is left empty is as for others of its kind."""

    kind = forms.ChoiceField(label=_("Sorte"), choices=ResourceKind.choices, initial=ResourceKind.ROOM)
    notice = forms.IntegerField(label=_("À demander à l’avance"), required=False, min_value=0, max_value=LARGEST)
    notice_unit = forms.ChoiceField(label=_("Unité"), choices=UNIT_CHOICES, initial="hours", required=False)
    step_minutes = forms.IntegerField(
        label=_("Pas des heures, en minutes"), required=False, min_value=5, max_value=1440
    )
    bookable_from = ClockField(label=_("Réservable à partir de"), required=False, widget=forms.TimeInput(attrs=CLOCK))
    bookable_until = ClockField(label=_("Réservable jusqu’à"), required=False, widget=forms.TimeInput(attrs=CLOCK))
    vat = forms.DecimalField(
        label=_("TVA, en %"), required=False, min_value=0, max_value=100, decimal_places=2, max_digits=5
    )

    def __init__(self, *args: Any, house: HouseOffer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.house = house
        for name, _unit in PERIODS:
            for end, label in (("from", _("de")), ("to", _("à"))):
                widget = forms.TimeInput(attrs={**CLOCK, "aria-label": f"{name.label}, {label}"}, format="%H:%M")
                self.fields[f"{name}-{end}"] = ClockField(label=name.label, required=False, widget=widget)
        for code, audience in house.audiences:
            for unit in PRICED:
                said = f"{audience}, {unit.label}"
                amount = forms.TextInput(attrs={"inputmode": "decimal", "aria-label": said})
                self.fields[f"price-{code}-{unit}"] = forms.CharField(
                    label=said, required=False, max_length=30, widget=amount
                )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name, _unit in PERIODS:
            pair = [values.get(f"{name}-from"), values.get(f"{name}-to")]
            if pair.count(None) == 1 and not {f"{name}-from", f"{name}-to"} & set(self.errors):
                raise ValidationError(
                    _("%(period)s : il faut un début et une fin."), params={"period": capfirst(name.label)}
                )
        return values

    def plan(self, today: date) -> RoomPlan:
        """Return the room as it was written down, with its settings from `today` on. Refusals of `read_amount`."""
        words = self.words()
        details = ResourceDetails("", words.name, self.cleaned_data["kind"], words.capacity, words.features, words.zone)
        return RoomPlan(details, list(self._rules(today)), list(self._periods(today)), list(self._prices(today)))

    def period_fields(self) -> list[tuple[Any, Any, Any]]:
        """Return the label and the two fields of each named period, as the page draws them."""
        return [(name.label, self[f"{name}-from"], self[f"{name}-to"]) for name, _unit in PERIODS]

    def price_fields(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """Return each audience with the fields of its prices by unit."""
        return [
            (audience, [(unit.label, self[f"price-{code}-{unit}"]) for unit in PRICED])
            for code, audience in self.house.audiences
        ]

    def _rules(self, today: date) -> Iterator[RuleFacts]:
        values = self.cleaned_data
        written: Mapping[str, object] = {
            "notice_minutes": _minutes(values["notice"], values["notice_unit"]),
            "step_minutes": values["step_minutes"],
            "bookable_from": _said(values["bookable_from"]),
            "bookable_until": _said(values["bookable_until"]),
        }
        for name, value in written.items():
            if value is not None:
                yield RuleFacts("", None, name, value, today)

    def _periods(self, today: date) -> Iterator[PackagePeriod]:
        for name, unit in PERIODS:
            starts_at, ends_at = (self.cleaned_data[f"{name}-{end}"] for end in ("from", "to"))
            if starts_at is not None and ends_at is not None:
                yield PackagePeriod(
                    kind="",
                    resource_id=None,
                    unit=unit,
                    name=name.value,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    valid_from=today,
                    valid_until=None,
                )

    def _prices(self, today: date) -> Iterator[PriceFacts]:
        vat_bp = int((self.cleaned_data["vat"] or 0) * 100)
        for code, _audience in self.house.audiences:
            for unit in PRICED:
                written = self.cleaned_data[f"price-{code}-{unit}"]
                if written:
                    amount = read_amount(written, currency=self.house.currency)
                    yield PriceFacts("", None, unit, code, amount, vat_bp, today)


class RetirementForm(forms.Form):
    """From when a resource is no longer offered; empty: offered on."""

    on = DayField(
        label=_("À partir du"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PartsForm(forms.Form):
    """Which resources a resource is made of."""

    parts = forms.TypedMultipleChoiceField(
        label=_("Composée de"),
        help_text=_("La réserver prend toutes ses parties ; une partie prise la rend indisponible."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, others: list[ResourceOffer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parts"].choices = [(one.id, one.name) for one in others]  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    """How many alike of a kind there are, from when."""

    kind = forms.ChoiceField(choices=ResourceKind.choices, widget=forms.HiddenInput)
    number = forms.IntegerField(label=_("Combien"), min_value=1, max_value=500)
    on = DayField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _minutes(amount: int | None, unit: str) -> int | None:
    return None if amount is None else amount * UNITS[unit or "hours"]


def _said(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at is not None else None
