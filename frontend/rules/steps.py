"""The three steps of every change: write it down, read over what it changes and for whom, make it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings.forms import read
from bookings.models import Booking
from bookings.views.book import space_of
from common.errors import Reason, Refused, Sentence
from common.rights import Right, refuse_without_right
from members.web import PersonRequest
from spaces.catalogue import SpaceOffer

STEP = "step"
NOT_KEPT = {"csrfmiddlewaretoken", STEP, "seen", "kept", "settle", "message"}


class SpaceForm(forms.Form):
    """Which space a page is about."""

    space = forms.SlugField(required=False, max_length=50)


@dataclass(frozen=True)
class Change:
    """One value before and after."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Preview:
    """What a change does and for whom, as it is read before the one button that makes it.

    `touched` are the bookings that no longer fit, `notes` sentences that go with it. Where bookings cannot be
    concerned at all, `is_about_bookings` is off.
    """

    title: Sentence
    button: Sentence
    changes: Sequence[Change]
    notes: Sequence[Sentence] = ()
    touched: Sequence[Booking] = ()
    is_about_bookings: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)


class Attempt:
    """Keep what stood in the way of a change, so that it is shown above what was written down."""

    def __init__(self) -> None:
        self.reasons: Sequence[Reason] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Refused):
            self.reasons = error.reasons
        return isinstance(error, Refused)

    @property
    def status(self) -> int:
        return self.reasons[0].status if self.reasons else 200


def managed_space(request: PersonRequest, right: Right) -> tuple[SpaceOffer, list[SpaceOffer]]:
    """Return the space a page is about, and all those in which the right is held. Refusal: `right_needed`."""
    held = [space for space in request.house.spaces if request.actor.has_right(right, space.id)]
    asked = read(SpaceForm, request.GET)["space"]
    space = space_of(request.house, asked or next((space.slug for space in held), ""))
    refuse_without_right(request.actor, right, space_id=space.id)
    return space, held


def step_of(request: HttpRequest) -> str:
    """Return which button was pressed: preview, confirm, edit or one of the page's own; nothing on a visit."""
    return request.POST.get(STEP, "preview") if request.method == "POST" else ""


def show_preview(
    request: PersonRequest, preview: Preview, *, space: SpaceOffer, template: str = "rules/preview.html"
) -> HttpResponse:
    """Show what would change, with all that was written down kept for the button that does it."""
    kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    context = {
        "preview": preview,
        "space": space,
        "kept": kept,
        "sees_names": request.actor.has_right(Right.SEE_ALL_BOOKINGS, space.id),
        **preview.more,
    }
    return render(request, template, context)
