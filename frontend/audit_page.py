"""The trail of changes: who changed what, from which value to which, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from bookings.forms import DayField, KeyField, read
from bookings.views.book import space_of
from common.models import AuditEntry
from common.rights import Right
from frontend.audit_values import Reader
from frontend.audit_words import ACTIONS, KINDS, field_words
from members.web import PersonRequest, needs_right
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import local_day

PER_PAGE = 50


class TrailForm(forms.Form):
    """Which entries: of a kind, of an action, between two days, before one of them."""

    kind = forms.ChoiceField(required=False, choices=list(KINDS.items()))
    action = forms.ChoiceField(required=False, choices=list(ACTIONS.items()))
    since = DayField(required=False)
    until = DayField(required=False)
    before = KeyField(required=False)


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One entry as it is shown."""

    entry: AuditEntry
    at: datetime
    action: str
    url: str
    changes: Sequence[Change]


@require_safe
@needs_right(Right.SEE_AUDIT)
def audit(request: PersonRequest) -> HttpResponseBase:
    """List the changes that match what is asked, a page at a time."""
    asked = read(TrailForm, request.GET)
    space = space_of(request.house, "")
    entries = list(_entries(asked, space)[: PER_PAGE + 1])
    shown = entries[:PER_PAGE]
    context = {
        "lines": [_line(entry, request.house, space) for entry in shown],
        "asked": asked,
        "kinds": KINDS,
        "actions": ACTIONS,
        "older": _address(asked, before=shown[-1].pk) if len(entries) > PER_PAGE else "",
        "newest": _address(asked, before=None) if asked["before"] else "",
    }
    return render(request, "audit.html", context)


def _entries(asked: dict[str, Any], space: SpaceOffer) -> Any:
    """Return the entries asked for, newest first; days are those of the first space's clock."""
    found = AuditEntry.objects.order_by("-id")
    if asked["kind"]:
        found = found.filter(subject_kind=asked["kind"])
    if asked["action"]:
        found = found.filter(action=asked["action"])
    if asked["since"]:
        found = found.filter(at__gte=local_day(asked["since"], space.zone).starts_at)
    if asked["until"]:
        found = found.filter(at__lt=local_day(asked["until"], space.zone).ends_at)
    return found.filter(pk__lt=asked["before"]) if asked["before"] else found


def _line(entry: AuditEntry, house: HouseOffer, space: SpaceOffer) -> Line:
    names = {key: resource.name for key, resource in house.resources_by_id.items()}
    words = Reader(space, names).words
    changes = [
        Change(field_words(field), words(field, old), words(field, new)) for field, (old, new) in entry.changes.items()
    ]
    is_booking = entry.subject_kind == "booking" and entry.subject_key.isdecimal()
    url = reverse("booking", args=[entry.subject_key]) if is_booking else ""
    return Line(entry, space.local(entry.at), str(ACTIONS.get(entry.action, entry.action)), url, changes)


def _address(asked: dict[str, Any], **changes: object) -> str:
    values = {name: value for name, value in {**asked, **changes}.items() if value}
    return f"{reverse('audit')}?{urlencode(values)}"
