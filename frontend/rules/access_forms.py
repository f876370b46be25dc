"""Read what the pages of the way in are asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.forms import LARGEST_KEY, ClockField, DayField
from spaces.catalogue import SpaceOffer
from spaces.details import StepDetails, Training
from spaces.local_time import instant
from spaces.policies import access as policies

LAST_POSITION = 99


class StepForm(forms.Form):
    """One step of how to get in: what to do, in each language that is wanted, and a picture of it."""

    position = forms.IntegerField(label=_("Rang de l’étape"), min_value=1, max_value=LAST_POSITION)
    picture = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG ou WebP, 10 Mo au plus. Le lieu et la date de la prise de vue sont effacés."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    drops_picture = forms.BooleanField(label=_("Retirer la photo"), required=False)

    def __init__(self, *args: Any, has_picture: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        for number, (code, name) in enumerate(settings.LANGUAGES):
            field = forms.CharField(
                label=_("Que faire à cette étape") if number == 0 else name,
                required=number == 0,
                max_length=policies.STEP_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
            self.fields[f"text_{code}"] = field
        if not has_picture:
            del self.fields["drops_picture"]
        self.order_fields([f"text_{code}" for code, _name in settings.LANGUAGES])

    @property
    def details(self) -> StepDetails:
        """Return what was written down."""
        texts = {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}
        return StepDetails(texts, self.cleaned_data["position"])

    @staticmethod
    def initial_of(texts: Mapping[str, str], position: int) -> dict[str, object]:
        return {"position": position, **{f"text_{code}": text for code, text in texts.items()}}


class WindowForm(forms.Form):
    """From how long before a booking its codes are shown."""

    minutes = forms.IntegerField(label=_("Minutes avant le début"), min_value=0, max_value=24 * 60)


class CodeForm(forms.Form):
    """A new code."""

    name = forms.CharField(
        label=_("Ce qu’il ouvre"), help_text=_("Porte, boîte à clés, Wi-Fi…"), max_length=policies.NAME_LENGTH
    )
    value = forms.CharField(
        label=_("Le code"), max_length=policies.VALUE_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RotationForm(forms.Form):
    """What a code becomes, and when: at once where nothing is said."""

    value = forms.CharField(
        label=_("Le nouveau code"),
        max_length=policies.VALUE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(
        label=_("À partir du"),
        help_text=_("Vide : dès maintenant."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    hour = ClockField(label=_("À"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("day")) != bool(values.get("hour")) and not self.errors:
            raise forms.ValidationError(_("Il faut le jour et l’heure, ou ni l’un ni l’autre."))
        return values

    def valid_from(self, space: SpaceOffer) -> datetime | None:
        """Return from when the code is that, or nothing for at once."""
        values = self.cleaned_data
        return instant(values["day"], values["hour"], space.zone) if values["day"] else None


class KeyForm(forms.Form):
    """A key by its number."""

    number = forms.CharField(label=_("Numéro"), max_length=policies.NUMBER_LENGTH)
    opens = forms.CharField(label=_("Ce qu’elle ouvre"), max_length=policies.OPENS_LENGTH, required=False)


class HolderForm(forms.Form):
    """Whom a key goes to: a member, or anybody by name; or what somebody remembers of a member."""

    member = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    name = forms.CharField(required=False, max_length=policies.HOLDER_LENGTH)
    q = forms.CharField(required=False, max_length=policies.HOLDER_LENGTH)


class TrainingForm(forms.Form):
    """Who showed the holder how to open and close, and when."""

    trained_by = forms.CharField(label=_("Formation faite par"), required=False, max_length=policies.HOLDER_LENGTH)
    trained_on = DayField(label=_("Le"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("trained_by")) != bool(values.get("trained_on")) and not self.errors:
            raise forms.ValidationError(_("Il faut le nom et le jour de la formation, ou ni l’un ni l’autre."))
        return values

    @property
    def training(self) -> Training | None:
        values = self.cleaned_data
        return Training(values["trained_by"], values["trained_on"]) if values["trained_by"] else None
