"""Read what the booking pages are asked, from addresses and forms; what makes no sense is refused."""

import re
from datetime import UTC, date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.operations.feeds import CalendarSubject
from common.errors import Reason, Refused, WayOut
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind

FIRST_YEAR, LAST_YEAR = 2000, 2199
LARGEST_KEY = 2**63 - 1
TITLE_LENGTH = 200
NOTE_LENGTH = 500
SUPPLEMENT = "supplement-"
MOST_SUPPLEMENTS = 20
MINE = "mine"


class InstantField(forms.CharField):
    """Read an instant with its offset, such as 2026-12-10T13:00Z."""

    default_error_messages = {"invalid": _("Ce moment n’est pas lisible : choisir le jour et l’heure dans la page.")}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            instant = datetime.fromisoformat(text.replace(" ", "+"))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"]) from None
        if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"])
        return instant.astimezone(UTC)


class DayField(forms.DateField):
    """Read a local date as date fields send it: 2026-12-10."""

    default_error_messages = {"invalid": _("Ce jour n’est pas lisible : l’écrire comme 2026-12-10.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"])
        return day


class ClockField(forms.TimeField):
    """Read a wall-clock time: 14:30."""

    default_error_messages = {"invalid": _("Cette heure n’est pas lisible : l’écrire comme 14:30.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], **options)


class KeyField(forms.IntegerField):
    default_error_messages = {"invalid": _("Cette adresse n’est pas complète : revenir à la page d’avant.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_KEY, **options)


class SupplementsInput(forms.Widget):
    """Take every `supplement-CODE` of a form: its code and how many."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {key.removeprefix(SUPPLEMENT): data[key] for key in data if key.startswith(SUPPLEMENT)}


class SupplementsField(forms.Field):
    """Read which supplements are asked for, by code and number; none of what is left empty or zero."""

    widget = SupplementsInput
    default_error_messages = {"invalid": _("Le nombre d’un supplément n’est pas lisible : écrire 1, 2, 3…")}

    def to_python(self, value: Any) -> tuple[tuple[str, int], ...]:
        if len(value) > MOST_SUPPLEMENTS:
            raise ValidationError(self.error_messages["invalid"])
        counts = {code[:50]: count.strip() for code, count in value.items()}
        if not all(re.fullmatch(r"[0-9]{0,4}", count) for count in counts.values()):
            raise ValidationError(self.error_messages["invalid"])
        return tuple((code, int(count)) for code, count in counts.items() if count.strip("0"))


class DayForm(forms.Form):
    """Which day, of which space, drawn how."""

    VIEWS = (("day", "day"), ("week", "week"), ("list", "list"))

    space = forms.SlugField(required=False, max_length=50)
    day = DayField(required=False)
    view = forms.ChoiceField(required=False, choices=VIEWS)


class TickField(forms.ChoiceField):
    """Read a box that is ticked: 1, or nothing."""

    default_error_messages = {"invalid_choice": _("Cette case n’est pas lisible : la cocher dans la page.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("1", "1")], required=False, **options)


class EventForm(forms.Form):
    """What somebody says of an event that is open to everybody: the five conditions, and who is in charge."""

    event = TickField()
    open_to_all = TickField()
    free = TickField()
    no_sponsor = TickField()
    within_purpose = TickField()
    self_managed = TickField()
    in_charge = KeyField(required=False)
    in_charge_called = forms.CharField(required=False, max_length=150)


class WishForm(EventForm):
    """What somebody wants to book: a resource or any of a kind, by instants or by a day and its clock."""

    PASSES = (("1", "1"), ("2", "2"))

    resource = KeyField(required=False)
    space = forms.SlugField(required=False, max_length=50)
    kind = forms.ChoiceField(required=False, choices=ResourceKind.choices)
    starts_at = InstantField(required=False)
    ends_at = InstantField(required=False)
    day = DayField(required=False)
    start = ClockField(required=False)
    end = ClockField(required=False)
    end_day = DayField(required=False)
    start_pass = forms.ChoiceField(required=False, choices=PASSES)
    end_pass = forms.ChoiceField(required=False, choices=PASSES)
    title = forms.CharField(required=False, max_length=TITLE_LENGTH)
    for_member = KeyField(required=False)
    for_name = forms.CharField(required=False, max_length=150)
    for_mail = forms.EmailField(required=False)
    member = forms.CharField(required=False, max_length=150)
    override = forms.CharField(required=False, max_length=NOTE_LENGTH)
    supplements = SupplementsField(required=False)
    chosen = forms.CharField(required=False, max_length=40)
    is_option = forms.BooleanField(required=False)
    token = forms.UUIDField(required=False)


class SeenForm(forms.Form):
    """When the page was made that said what cancelling costs."""

    seen_at = InstantField(required=False)


class BackForm(forms.Form):
    """From where a booking was answered; nothing: from its own page."""

    PLACES = (("to-do", "to-do"), ("day", "day"), ("today", "today"))

    back = forms.ChoiceField(required=False, choices=PLACES)


class RefusalForm(BackForm):
    """Why a request is refused; how long that may be is for the operation to say."""

    because = forms.CharField(required=False)


class ListForm(forms.Form):
    """Which page of what is ahead, and of what is past."""

    page = KeyField(required=False)
    past = KeyField(required=False)


class RoomForm(forms.Form):
    """Which room, by key."""

    resource = KeyField()


class MemberForm(forms.Form):
    """Which member, by key."""

    member = KeyField()


class PeopleForm(forms.Form):
    """What somebody remembers of a member."""

    member = forms.CharField(required=False, max_length=150)


class CalendarForm(forms.Form):
    """Which calendar to follow: my own, a space's, or that of what is booked by name there."""

    what = forms.ChoiceField(
        label=_("Le calendrier de"), error_messages={"invalid_choice": _("Ce calendrier n’est pas proposé ici.")}
    )
    has_names = forms.BooleanField(
        label=_("Avec les noms"),
        help_text=_("Pour qui, et pour quoi faire : réservé à qui peut le voir."),
        required=False,
    )

    def __init__(self, *args: Any, house: HouseOffer, at: datetime, can_see_names: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        offered = [(space.name, _followable(space, space.local(at).date())) for space in house.spaces]
        self._house = house
        what = cast("forms.ChoiceField", self.fields["what"])
        what.choices = [(MINE, MINE), *offered]
        what.widget.choices = offered
        if not can_see_names:
            del self.fields["has_names"]

    def subject(self) -> CalendarSubject:
        """Return what the calendar is to be about."""
        kind, _colon, key = str(self.cleaned_data["what"]).partition(":")
        has_names = bool(self.cleaned_data.get("has_names"))
        if kind == "resource":
            return CalendarSubject(resource_id=int(key), has_names=has_names)
        space = self._house.space(key)
        return CalendarSubject() if space is None else CalendarSubject(space_id=space.id, has_names=has_names)


def _followable(space: SpaceOffer, day: date) -> list[tuple[str, str | Promise]]:
    """Return the space and what is booked by name there: no seat is, where seats have no number."""
    named = [r for r in space.resources_on(day) if r.kind != ResourceKind.SEAT or _has_own_name(space, r, day=day)]
    return [(f"space:{space.slug}", _("Tout le lieu")), *((f"resource:{r.id}", r.name) for r in named)]


def _has_own_name(space: SpaceOffer, resource: ResourceOffer, *, day: date) -> bool:
    return space.is_sold_apart(resource) or space.rules_for(resource, day).is_numbered


def read(form_class: type[forms.Form], data: QueryDict) -> dict[str, Any]:
    """Return the cleaned values. Refusal: `input_invalid` (400), one reason for each field that makes no sense."""
    form = form_class(data)
    if form.is_valid():
        return form.cleaned_data
    way_out = WayOut(_("Voir ce qui est libre"), reverse("book"))
    reasons = [
        Reason("input_invalid", message, {"field": field}, [way_out], status=400)
        for field, errors in form.errors.items()
        for message in _sentences(errors)
    ]
    raise Refused(*reasons)


def _sentences(errors: Any) -> list[str]:
    return [re.sub(r"[ \t\r\n]+", " ", str(message)) for message in errors]
