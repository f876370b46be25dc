"""« Ce que la maison utilise »: what stays hidden until it is switched on."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from bookings.forms import read
from common.governance import Decided, decided_fields
from common.rights import Right
from frontend.rules.rule_words import GROUPS
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.features import FEATURES, features_in_use
from spaces.rulebook import RuleGroup


@dataclass(frozen=True)
class ShownFeature:
    code: str
    title: str
    says: str
    is_on: bool
    is_in_use: bool
    decided: Decided | None


class SwitchForm(forms.Form):
    """Which feature, on or off."""

    feature = forms.CharField(max_length=40)
    is_on = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RULES)
def features(request: PersonRequest) -> HttpResponseBase:
    """Say what the house uses and what it leaves aside, and switch it."""
    if request.method == "POST":
        values = read(SwitchForm, request.POST)
        is_on = values["is_on"] == "yes"
        operations.switch_feature(feature=values["feature"], is_on=is_on, actor=request.actor, at=request.at)
        messages.success(request, gettext("C’est utilisé.") if is_on else gettext("C’est mis de côté."))
        return redirect("rules-features")
    used, decided = features_in_use(request.house), decided_fields(["house"])
    shown = [
        ShownFeature(
            code,
            str(GROUPS[RuleGroup(code)][0]),
            str(GROUPS[RuleGroup(code)][1]),
            code in request.house.features or code in used,
            code in used,
            decided.get(("house", f"feature:{code}")),
        )
        for code in FEATURES
    ]
    context = {"features": shown, "space": request.house.spaces[0] if request.house.spaces else None}
    return render(request, "rules/features.html", context)
