"""One room: what it is called, what it is made of, and when it is no longer offered."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.operations import compose_resource
from bookings.queries.clashes import coming_bookings
from common.errors import Reason, Refused
from common.governance import decided_fields
from common.rights import Right, refuse_without_right
from frontend.audit_words import FIELDS
from frontend.rules.room_forms import PartsForm, RetirementForm, RoomWordsForm
from frontend.rules.rooms import rooms_address
from frontend.rules.steps import Attempt, Change, Preview, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.details import ResourceWords
from spaces.operations.trial import try_change
from spaces.wording import day_words

WORDS, PARTS, RETIREMENT = "words", "parts", "retirement"
Form = RoomWordsForm | PartsForm | RetirementForm


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RESOURCES)
def room(request: PersonRequest, resource_id: int) -> HttpResponseBase:
    """Describe a room otherwise, say what it is made of, or retire it, each once it was read over."""
    space, found = _found(request, resource_id)
    step, what = step_of(request), request.POST.get("what", "")
    forms = _forms(request, space, found, sent=what if step else "")
    form = forms.get(what)
    if not step or step == "edit" or form is None:
        return _page(request, space, found, forms=forms)
    if not form.is_valid():
        return _page(request, space, found, forms=forms, status=400)
    with Attempt() as attempt:
        if step == "confirm":
            _do(request, space, found, form=form)
            messages.success(request, gettext("C’est fait."))
            return redirect(rooms_address(space))
        return _preview(request, space, found, form=form)
    return _page(request, space, found, forms=forms, reasons=attempt.reasons, status=attempt.status)


def _found(request: PersonRequest, resource_id: int) -> tuple[SpaceOffer, ResourceOffer]:
    found = request.house.resource(resource_id)
    if found is None:
        raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
    refuse_without_right(request.actor, Right.MANAGE_RESOURCES, space_id=found.space_id)
    return request.house.space_of(found.space_id), found


def _forms(request: PersonRequest, space: SpaceOffer, found: ResourceOffer, *, sent: str) -> dict[str, Form]:
    """Return the three forms of the page; the one that was sent holds what was sent."""
    words = {**asdict(_words(found)), "features": ", ".join(found.features)}
    others = [one for one in space.resources if one.id != found.id and one.kind != "seat"]
    data = {name: request.POST if sent == name else None for name in (WORDS, PARTS, RETIREMENT)}
    return {
        WORDS: RoomWordsForm(data[WORDS], initial=words),
        PARTS: PartsForm(data[PARTS], others=others, initial={"parts": list(found.parts)}),
        RETIREMENT: RetirementForm(data[RETIREMENT], initial={"on": found.retired_on}),
    }


def _do(request: PersonRequest, space: SpaceOffer, found: ResourceOffer, *, form: Form) -> None:
    who: dict[str, Any] = {"resource_id": found.id, "actor": request.actor, "at": request.at}
    if isinstance(form, PartsForm):
        compose_resource(part_ids=form.cleaned_data["parts"], **who)
    elif isinstance(form, RetirementForm):
        operations.retire_resource(on=form.cleaned_data["on"], **who)
    else:
        operations.change_resource(words=form.words(), **who)


def _preview(request: PersonRequest, space: SpaceOffer, found: ResourceOffer, *, form: Form) -> HttpResponse:
    try_change(lambda: _do(request, space, found, form=form))
    names = {one.id: one.name for one in space.resources}
    touched: list[Any] = []
    notes: list[str] = []
    if isinstance(form, PartsForm):
        old, new = (", ".join(names[key] for key in keys) for keys in (found.parts, form.cleaned_data["parts"]))
        changes = [Change(str(FIELDS["parts"]), old, new or gettext("rien : elle vaut pour elle seule"))]
    elif isinstance(form, RetirementForm):
        on = form.cleaned_data["on"]
        changes = [Change(found.name, _retired(found.retired_on), _retired(on))]
        ahead = [b for b in coming_bookings(space.id, request.at) if b.resource_id == found.id]
        touched = [b for b in ahead if on is not None and space.local(b.ends_at).date() >= on]
    else:
        changes = _changed(_words(found), form.words())
        notes = [gettext("Ce qui est réservé le reste.")]
    preview = Preview(
        title=found.name,
        button=_("Changer"),
        changes=changes,
        notes=notes,
        touched=touched,
        is_about_bookings=not notes,
    )
    return show_preview(request, preview, space=space)


def _changed(old: ResourceWords, new: ResourceWords) -> list[Change]:
    before, after = asdict(old), asdict(new)
    return [
        Change(str(FIELDS[name]), _said(before[name]), _said(after[name]))
        for name in after
        if before[name] != after[name]
    ]


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _retired(on: Any) -> str:
    return gettext("proposée jusqu’au %(day)s exclu") % {"day": day_words(on, "plain")} if on else gettext("proposée")


def _words(found: ResourceOffer) -> ResourceWords:
    return ResourceWords(found.name, found.capacity, found.features, found.zone, found.position)


def _page(
    request: PersonRequest,
    space: SpaceOffer,
    found: ResourceOffer,
    *,
    forms: dict[str, Form],
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    decided = decided_fields([f"resource:{found.id}"])
    context = {
        "space": space,
        "room": found,
        "forms": forms,
        "reasons": reasons,
        "back": rooms_address(space),
        "decided": decided.get((f"resource:{found.id}", "details")),
        "zones": sorted({one.zone for one in space.resources if one.zone}),
    }
    return render(request, "rules/room.html", context, status=status)
