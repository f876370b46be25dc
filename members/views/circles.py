"""Circles: who is in them, what they give, and who may do what by them."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.governance import decided_fields
from common.rights import Right
from members import operations
from members.forms.circles import CircleForm
from members.queries.circles import find_circle, rights_book
from members.web import PersonRequest, actor_of, at_of, house_of, needs_right

SLUG_LENGTH = 50


@require_safe
def who_may_do_what(request: HttpRequest) -> HttpResponseBase:
    """Say to everybody which circle gives which right, and to members who is in it."""
    actor, house = actor_of(request), house_of(request)
    book = rights_book(at_of(request))
    context = {
        "lines": book.by_right(),
        "book": book,
        "house": house,
        "has_names": actor is not None and actor.is_member,
    }
    return render(request, "members/circles/who_may_do_what.html", context)


@require_safe
@needs_right(Right.MANAGE_CIRCLES)
def circles(request: PersonRequest) -> HttpResponseBase:
    """List the circles with their people and what they give."""
    decided = decided_fields(["house"]).get(("house", "circles"))
    context = {"book": rights_book(request.at), "decided": decided, "space": request.house.spaces[0]}
    return render(request, "members/circles/list.html", context)


@require_safe
@needs_right(Right.MANAGE_CIRCLES)
def circle(request: PersonRequest, circle_id: int) -> HttpResponseBase:
    """Show one circle, each thing with its own change."""
    decided = decided_fields([f"circle:{circle_id}"])
    context = {
        "circle": rights_book(request.at).circle(circle_id),
        "decided": {field: value for (_subject, field), value in decided.items()},
        "space": request.house.spaces[0],
    }
    return render(request, "members/circles/circle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_CIRCLES)
def new_circle(request: PersonRequest) -> HttpResponseBase:
    """Form a circle; it has no right yet, so nothing changes for anybody."""
    form = CircleForm(request.POST or None)
    if not form.is_valid():
        return render(request, "members/circles/words.html", {"form": form})
    slug = slugify(form.cleaned_data["name"].replace("_", "-"))[:SLUG_LENGTH].strip("-")
    made = operations.open_circle(actor=request.actor, at=request.at, slug=slug or "cercle", **form.cleaned_data)
    messages.success(request, _("Le cercle est ouvert. Il reste à y mettre des personnes et des droits."))
    return redirect("rules-circle", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_CIRCLES)
def change_words(request: PersonRequest, circle_id: int) -> HttpResponseBase:
    """Call a circle otherwise, or say anew what it is for."""
    found = find_circle(circle_id)
    form = CircleForm(request.POST or None, initial={"name": found.name, "purpose": found.purpose})
    if not form.is_valid():
        return render(request, "members/circles/words.html", {"form": form, "circle": found})
    operations.change_circle(actor=request.actor, at=request.at, circle=found, **form.cleaned_data)
    messages.success(request, _("C’est enregistré."))
    return redirect("rules-circle", circle_id)
