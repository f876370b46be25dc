"""The register of keys: who holds which one since when, handed by whom, trained by whom."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms import read
from common.rights import Right
from frontend.rules.access_forms import HolderForm, KeyForm, TrainingForm
from frontend.rules.steps import Attempt, managed_space
from members.queries.circles import find_member
from members.queries.search import members_called
from members.web import PersonRequest, needs_right
from spaces.catalogue import SpaceOffer
from spaces.details import Holder
from spaces.models.access import Key
from spaces.operations import keys as register
from spaces.queries.access import KeyState, find_key, keys_of, last_move

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_safe
@needs_right(Right.MANAGE_ACCESS)
def keys(request: PersonRequest) -> HttpResponseBase:
    """List the keys and who has them."""
    space, spaces = managed_space(request, Right.MANAGE_ACCESS)
    return render(request, "access/keys.html", {"space": space, "spaces": spaces, "keys": keys_of(space.id)})


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def new_key(request: PersonRequest) -> HttpResponseBase:
    """Enter a key by its number."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    form = KeyForm(request.POST or None)
    if not form.is_valid():
        return render(request, "access/key_new.html", {"space": space, "form": form})
    with Attempt() as attempt:
        register.add_key(space_id=space.id, actor=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, gettext("La clé est enregistrée."))
        return redirect(f"{reverse('rules-keys')}?space={space.slug}")
    context = {"space": space, "form": form, "reasons": attempt.reasons}
    return render(request, "access/key_new.html", context, status=attempt.status)


@require_safe
@needs_right(Right.MANAGE_ACCESS)
def key(request: PersonRequest, key_id: int) -> HttpResponseBase:
    """Show one key with all its lines of the register."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_key(space.id, key_id)
    moves = list(found.moves.order_by("-id"))
    state = KeyState(found, moves[0] if moves else None)
    return render(request, "access/key.html", {"space": space, "state": state, "moves": moves})


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def handover(request: PersonRequest, key_id: int) -> HttpResponseBase:
    """Find who gets a key, say who trained them, and write it down."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_key(space.id, key_id)
    asked = read(HolderForm, request.POST if request.method == "POST" else request.GET)
    holder = _holder(asked["member"], asked["name"])
    if holder is None:
        context = {"space": space, "key": found, "people": members_called(asked["q"]), "q": asked["q"]}
        return render(request, "access/holder.html", context)
    form = TrainingForm(request.POST if request.method == "POST" else None)
    context = {"space": space, "key": found, "holder": holder, "form": form, "asked": asked}
    if not form.is_valid():
        return render(request, "access/handover.html", context)
    with Attempt() as attempt:
        _hand(request, found, holder=holder, form=form)
        return redirect(_address(space, found))
    return render(request, "access/handover.html", {**context, "reasons": attempt.reasons}, status=attempt.status)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_ACCESS)
def key_return(request: PersonRequest, key_id: int) -> HttpResponseBase:
    """Write down that a key came back, or that it is lost."""
    space, _spaces = managed_space(request, Right.MANAGE_ACCESS)
    found = find_key(space.id, key_id)
    if request.method != "POST":
        state = KeyState(found, last_move(found))
        return render(request, "access/key_return.html", {"space": space, "state": state})
    is_lost = request.POST.get("outcome") == "lost"
    register.take_back_key(space_id=space.id, key_id=found.pk, is_lost=is_lost, actor=request.actor, at=request.at)
    messages.success(request, gettext("C’est noté."))
    return redirect(_address(space, found))


def _hand(request: PersonRequest, key: Key, *, holder: Holder, form: TrainingForm) -> None:
    register.hand_key(
        space_id=key.space_id,
        key_id=key.pk,
        holder=holder,
        training=form.training,
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, gettext("La clé est notée chez %(name)s.") % {"name": holder.label})


def _holder(member_id: int | None, name: str) -> Holder | None:
    """Return whom the key goes to: a member by key, anybody by name, or nobody yet."""
    if member_id:
        return Holder(find_member(member_id).name, f"member:{member_id}")
    return Holder(name.strip()) if name.strip() else None


def _address(space: SpaceOffer, key: Key) -> str:
    return f"{reverse('rules-key', args=[key.pk])}?space={space.slug}"
