"""The way of one setting: its form, what it changes read over, the change itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from common.errors import Reason, Sentence
from frontend.rules.steps import Attempt, Preview, show_preview, step_of
from members.web import PersonRequest
from spaces.catalogue import SpaceOffer
from spaces.operations.trial import try_change
from spaces.wording import day_words


@dataclass(frozen=True)
class Setting:
    """One thing to change: `change` does it, `preview` says what it would do, `back` is where it is seen."""

    space: SpaceOffer
    form: Any
    change: Callable[[], object]
    preview: Callable[[], Preview]
    done: Sentence
    back: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


def setting_response(request: PersonRequest, setting: Setting) -> HttpResponse:
    """Return the form, what the change would do, or where it is seen once it is done."""
    step = step_of(request)
    if step not in {"preview", "confirm"}:
        return _page(request, setting)
    if not setting.form.is_valid():
        return _page(request, setting, status=400)
    with Attempt() as attempt:
        if step == "confirm":
            setting.change()
            messages.success(request, str(setting.done))
            return redirect(setting.back)
        try_change(setting.change)
        return show_preview(request, setting.preview(), space=setting.space, template="rules/money_preview.html")
    return _page(request, setting, reasons=attempt.reasons, status=attempt.status)


def _page(
    request: PersonRequest, setting: Setting, *, reasons: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    context = {
        "space": setting.space,
        "form": setting.form,
        "reasons": reasons,
        "back": setting.back,
        **setting.context,
    }
    return render(request, setting.template, context, status=status)


def from_words(day: date) -> str:
    """Return from when something holds, as a sentence."""
    return gettext("À partir du %(day)s.") % {"day": day_words(day, "dated")}
