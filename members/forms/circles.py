"""Read what the pages of circles and rights are asked."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.rights import Right
from members import policies
from members.circles import RightIn
from spaces.catalogue import SpaceOffer

LARGEST_KEY = 2**63 - 1


class CircleForm(forms.Form):
    """Say what a circle is called, and what it is for."""

    name = forms.CharField(label=_("Nom du cercle"), max_length=policies.CIRCLE_NAME_LIMIT)
    purpose = forms.CharField(
        label=_("Sa mission"),
        help_text=_("En une phrase : qui la lit doit savoir à qui s’adresser."),
        max_length=policies.PURPOSE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonForm(forms.Form):
    """Say which member is meant, or what somebody remembers of their name."""

    member = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    q = forms.CharField(required=False, max_length=150)


class RightForm(forms.Form):
    """Choose a right, and where it holds, in a house of several spaces."""

    right = forms.ChoiceField(label=_("Quel droit"), choices=Right.choices, widget=forms.RadioSelect)
    where = forms.ChoiceField(label=_("Où"), required=False, initial="", widget=forms.RadioSelect)

    def __init__(self, *args: Any, spaces: Iterable[SpaceOffer], **values: Any) -> None:
        super().__init__(*args, **values)
        self.spaces = list(spaces)
        everywhere: list[tuple[str, str | Promise]] = [("", _("Toute la maison"))]
        field = cast("forms.ChoiceField", self.fields["where"])
        field.choices = [*everywhere, *((space.slug, space.name) for space in self.spaces)]
        if len(self.spaces) < 2:
            field.widget = forms.HiddenInput()

    def leave_out(self, held: Collection[RightIn]) -> None:
        """Offer no right that the circle has in the whole house already."""
        field = cast("forms.ChoiceField", self.fields["right"])
        field.choices = [(right.value, right.label) for right in Right if RightIn(right.value) not in held]

    @property
    def held(self) -> RightIn:
        """Return the chosen right and where it holds."""
        chosen = self.cleaned_data["where"]
        space_id = next((space.id for space in self.spaces if space.slug == chosen), None)
        return RightIn(self.cleaned_data["right"], space_id)
