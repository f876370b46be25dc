"""The way into a space, for who looks after it: steps, codes, from when they are shown, and to whom they were."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms import KeyField, read
from common.errors import Reason
from common.governance import decided_fields
from common.rights import Right
from frontend.rules.access_forms import CodeForm, RotationForm, WindowForm
from frontend.rules.steps import Attempt, Change, Preview, SpaceForm, managed_space, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer
from spaces.operations import access, showing
from spaces.queries.access import (
    codes_managed,
    find_code,
    keys_of,
    minutes_before,
    people_who_saw,
    showings_of,
    steps_of,
)
from spaces.wording import day_words, hour_words, length_words

READ_AND_SEND = ["GET", "HEAD", "POST"]
PER_PAGE = 50
HIDDEN = "••••"


class OlderForm(SpaceForm):
    """Which page of the log: what came before one line."""

    before = KeyField(required=False)


@require_safe
@needs_right(Right.MANAGE_ACCESS)
def overview(request: PersonRequest) -> HttpResponseBase:
    """Show how people get in: steps, codes by name, keys."""
    space, spaces = managed_space(request, Right.MANAGE_ACCESS)
    keys = keys_of(space.id)
    subject = f"space:{space.id}"
    context = {
        "space": space,
        "spaces": spaces,
        "steps": steps_of(space.id, languages=[get_language() or "", request.house.default_language]),
        "codes": codes_managed(space.id, request.at),
        "minutes": minutes_before(space.id),
        "keys": keys,
        "out": sum(state.held is not None for state in keys),
        "decided": {field: value for (_subject, field), value in decided_fields([subject]).items()},
    }
    return render(request, "access/overview.html", context)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def window(request: PersonRequest) -> HttpResponseBase:
    """Say from how long before a booking its codes are shown."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    form = WindowForm(request.POST or None, initial={"minutes": minutes_before(space.id)})
    step = step_of(request)
    if step not in {"preview", "confirm"} or not form.is_valid():
        return _form(request, space, form, title=_("Quand les codes se montrent"))
    minutes = form.cleaned_data["minutes"]
    if step == "confirm":
        access.set_access_window(space_id=space.id, minutes=minutes, actor=request.actor, at=request.at)
        return _done(request, space, gettext("C’est enregistré."))
    change = Change(
        gettext("Codes montrés avant le début"), length_words(minutes_before(space.id)), length_words(minutes)
    )
    notes = [gettext("Cela vaut dès maintenant, pour toutes les réservations.")]
    return show_preview(request, Preview(_("Quand les codes se montrent"), _("Changer"), [change], notes), space=space)


@sensitive_post_parameters("value")
@require_http_methods(READ_AND_SEND)
@never_cache
@needs_right(Right.MANAGE_ACCESS)
def new_code(request: PersonRequest) -> HttpResponseBase:
    """Add something that opens by a code."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    form, step = CodeForm(request.POST or None), step_of(request)
    if step not in {"preview", "confirm"} or not form.is_valid():
        return _form(request, space, form, title=_("Ajouter un code"))
    name = form.cleaned_data["name"]
    if step == "preview":
        notes = [_shown_to_whom(space.id)]
        preview = Preview(_("Ajouter ce code ?"), _("Ajouter"), [Change(name, "", HIDDEN)], notes)
        return show_preview(request, preview, space=space)
    with Attempt() as attempt:
        access.add_access_code(space_id=space.id, actor=request.actor, at=request.at, **form.cleaned_data)
        return _done(request, space, gettext("Le code « %(name)s » est enregistré.") % {"name": name})
    return _form(request, space, form, title=_("Ajouter un code"), reasons=attempt.reasons, status=attempt.status)


@sensitive_post_parameters("value")
@require_http_methods(READ_AND_SEND)
@never_cache
@needs_right(Right.MANAGE_ACCESS)
def code(request: PersonRequest, code_id: int) -> HttpResponseBase:
    """Change a code, now or from a moment on."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_code(space.id, code_id)
    title = gettext("Changer le code « %(name)s »") % {"name": found.name}
    form, step = RotationForm(request.POST or None), step_of(request)
    if step not in {"preview", "confirm"} or not form.is_valid():
        return _form(request, space, form, title=title)
    valid_from, value = form.valid_from(space), form.cleaned_data["value"]
    if step == "preview":
        seen = people_who_saw(found, request.at)
        notes = [_when(space, form), _seen_by(seen), _shown_to_whom(space.id)]
        return show_preview(
            request, Preview(title, _("Changer le code"), [Change(found.name, HIDDEN, HIDDEN)], notes), space=space
        )
    with Attempt() as attempt:
        access.rotate_access_code(
            space_id=space.id, code_id=code_id, value=value, valid_from=valid_from, actor=request.actor, at=request.at
        )
        return _done(request, space, gettext("Le code « %(name)s » change.") % {"name": found.name})
    return _form(request, space, form, title=title, reasons=attempt.reasons, status=attempt.status)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def code_removal(request: PersonRequest, code_id: int) -> HttpResponseBase:
    """Show a code to nobody any more."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_code(space.id, code_id)
    if request.method == "POST":
        access.retire_access_code(space_id=space.id, code_id=code_id, actor=request.actor, at=request.at)
        return _done(request, space, gettext("Le code « %(name)s » ne se montre plus.") % {"name": found.name})
    title = gettext("Retirer le code « %(name)s » ?") % {"name": found.name}
    notes = [gettext("Il ne se montre plus à personne. Qui l’a vu reste dans le journal.")]
    preview = Preview(title, _("Retirer"), [Change(found.name, HIDDEN, "")], notes)
    return show_preview(request, preview, space=space)


@require_http_methods(READ_AND_SEND)
@never_cache
@needs_right(Right.MANAGE_ACCESS)
def showings(request: PersonRequest) -> HttpResponseBase:
    """List who was shown which code; or show the codes to who manages them, which is a line of it too."""
    space, spaces = managed_space(request, Right.MANAGE_ACCESS)
    if request.method == "POST":
        shown = showing.show_codes(space_id=space.id, actor=request.actor, at=request.at)
        return render(request, "access/shown.html", {"space": space, "codes": shown, "is_managing": True})
    before = read(OlderForm, request.GET)["before"]
    rows = showings_of(space.id).order_by("-id")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PER_PAGE + 1])
    context = {
        "space": space,
        "spaces": spaces,
        "rows": found[:PER_PAGE],
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "is_later": bool(before),
    }
    return render(request, "access/showings.html", context)


def address(space: SpaceOffer) -> str:
    """Return the page on which the way into a space is looked after."""
    return f"{reverse('rules-access')}?space={space.slug}"


def _done(request: PersonRequest, space: SpaceOffer, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(address(space))


def _form(
    request: PersonRequest,
    space: SpaceOffer,
    form: WindowForm | CodeForm | RotationForm,
    *,
    title: object,
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"space": space, "form": form, "title": title, "reasons": reasons, "back": address(space)}
    return render(request, "access/form.html", context, status=status)


def _when(space: SpaceOffer, form: RotationForm) -> str:
    day, hour = form.cleaned_data["day"], form.cleaned_data["hour"]
    if not day:
        return gettext("Le code change dès maintenant : changer aussi la serrure ou la boîte.")
    return gettext("Le code change le %(day)s à %(hour)s.") % {"day": day_words(day), "hour": hour_words(hour)}


def _seen_by(count: int) -> str:
    if not count:
        return gettext("Personne n’a encore vu le code actuel ici.")
    return gettext("Nombre de personnes à qui le code actuel a été montré : %(n)s.") % {"n": count}


def _shown_to_whom(space_id: int) -> str:
    length = length_words(minutes_before(space_id))
    return gettext("Il se montre à qui a une réservation, de %(length)s avant le début jusqu’à la fin.") % {
        "length": length
    }
