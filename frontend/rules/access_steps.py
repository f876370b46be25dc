"""The steps of how to get in, written by who looks after the place."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from common.rights import Right
from frontend.rules.access import address
from frontend.rules.access_forms import StepForm
from frontend.rules.steps import Attempt, managed_space
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer
from spaces.models.access import AccessPicture, AccessStep
from spaces.operations import access
from spaces.pictures import MOST_BYTES, Picture, read_picture, too_large
from spaces.queries.access import find_step

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def new_step(request: PersonRequest) -> HttpResponseBase:
    """Add one step."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    count = AccessStep.objects.filter(space=space.id).count()
    form = StepForm(request.POST or None, request.FILES or None, initial={"position": count + 1})
    if not form.is_valid():
        return _page(request, space, form)
    with Attempt() as attempt:
        picture = _picture(form)
        access.add_access_step(
            space_id=space.id, details=form.details, picture=picture, actor=request.actor, at=request.at
        )
        messages.success(request, gettext("L’étape est enregistrée."))
        return redirect(address(space))
    return _page(request, space, form, reasons=attempt.reasons, status=attempt.status)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def step(request: PersonRequest, step_id: int) -> HttpResponseBase:
    """Write a step anew."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_step(space.id, step_id)
    picture_id = AccessPicture.objects.filter(step=found).values_list("pk", flat=True).first()
    initial = StepForm.initial_of(found.texts, found.position)
    form = StepForm(request.POST or None, request.FILES or None, initial=initial, has_picture=picture_id is not None)
    known: dict[str, Any] = {"step": found, "picture_id": picture_id}
    if not form.is_valid():
        return _page(request, space, form, **known)
    with Attempt() as attempt:
        _change(request, space, form, step_id=step_id)
        return redirect(address(space))
    return _page(request, space, form, reasons=attempt.reasons, status=attempt.status, **known)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def step_removal(request: PersonRequest, step_id: int) -> HttpResponseBase:
    """Take a step away, once it was read again."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_step(space.id, step_id)
    if request.method != "POST":
        context = {"space": space, "step": found, "back": address(space)}
        return render(request, "access/step_removal.html", context)
    access.remove_access_step(space_id=space.id, step_id=step_id, actor=request.actor, at=request.at)
    messages.success(request, gettext("L’étape est retirée."))
    return redirect(address(space))


def _change(request: PersonRequest, space: SpaceOffer, form: StepForm, *, step_id: int) -> None:
    access.change_access_step(
        space_id=space.id,
        step_id=step_id,
        details=form.details,
        picture=_picture(form),
        keeps_picture=not form.cleaned_data.get("drops_picture"),
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, gettext("L’étape est enregistrée."))


def _picture(form: StepForm) -> Picture | None:
    """Return the picture that was sent, made anew; before any transaction. Refusals: those of `read_picture`."""
    sent: UploadedFile[bytes] | None = form.cleaned_data["picture"]
    if sent is None:
        return None
    if sent.size is None or sent.size > MOST_BYTES:
        raise too_large()
    return read_picture(sent.read())


def _page(request: PersonRequest, space: SpaceOffer, form: StepForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"space": space, "form": form, "back": address(space), **more}
    return render(request, "access/step.html", context, status=status)
