"""Put people and rights into a circle and take them out, each shown before it is done: what changes, for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import refuse_unless_empty
from common.rights import Right
from members import operations, policies
from members.circles import CircleFacts, CircleMember, RightIn, RightsBook
from members.forms.circles import PersonForm, RightForm
from members.queries.circles import find_circle, find_given_right, find_member, rights_book
from members.queries.search import members_called
from members.web import PersonRequest, needs_right

READ_AND_SEND = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Step:
    """What is about to be done to a circle: the question, its button, and the two books before and after."""

    circle: CircleFacts
    title: str
    button: str
    before: RightsBook
    after: RightsBook
    only: int | None = None
    sent: Mapping[str, object] = field(default_factory=dict)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_CIRCLES)
def add_person(request: PersonRequest, circle_id: int) -> HttpResponseBase:
    """Look for a member, see what they gain, put them into the circle."""
    book = rights_book(request.at)
    circle = book.circle(circle_id)
    form = PersonForm(request.POST if request.method == "POST" else request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    if not asked.get("member"):
        return _search(request, circle, asked.get("q", ""))
    member = find_member(asked["member"])
    if request.method == "POST":
        found = find_circle(circle_id)
        operations.add_to_circle(actor=request.actor, at=request.at, circle=found, member=member)
        messages.success(request, _("%(name)s fait partie du cercle.") % {"name": member.name})
        return redirect("rules-circle", circle_id)
    after = book.with_person(circle_id, CircleMember(member.pk, member.name))
    title = _("Ajouter %(name)s ?") % {"name": member.name}
    return _preview(request, Step(circle, title, _("Ajouter"), book, after, member.pk, {"member": member.pk}))


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_CIRCLES)
def remove_person(request: PersonRequest, circle_id: int, member_id: int) -> HttpResponseBase:
    """See what somebody loses, take them out of the circle."""
    member, book = find_member(member_id), rights_book(request.at)
    circle = book.circle(circle_id)
    if request.method == "POST":
        found = find_circle(circle_id)
        operations.remove_from_circle(actor=request.actor, at=request.at, circle=found, member=member)
        messages.success(request, _("%(name)s ne fait plus partie du cercle.") % {"name": member.name})
        return redirect("rules-circle", circle_id)
    if circle.person(member_id) is None:
        raise policies.not_in_circle(member.name, circle.name)
    after = book.without_person(circle_id, member_id)
    title = _("Retirer %(name)s ?") % {"name": member.name}
    return _preview(request, Step(circle, title, _("Retirer"), book, after, member.pk))


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_CIRCLES)
def give_right(request: PersonRequest, circle_id: int) -> HttpResponseBase:
    """Choose a right, see who gains it, give it to the circle."""
    book = rights_book(request.at)
    circle, is_sent = book.circle(circle_id), request.method == "POST"
    sent = request.POST if is_sent else request.GET
    form = RightForm(sent if is_sent or "right" in sent else None, spaces=request.house.spaces)
    if not form.is_valid():
        form.leave_out([given.held for given in circle.rights])
        return render(request, "members/circles/right.html", {"form": form, "circle": circle})
    right, space_id = Right(form.held.right), form.held.space_id
    if is_sent:
        return _given(request, circle_id, right, space_id=space_id)
    refuse_unless_empty(policies.reasons_against_giving(right, is_in_one_space=space_id is not None))
    title = _("Donner « %(right)s » ?") % {"right": right.label}
    step = Step(circle, title, _("Donner"), book, book.with_right(circle_id, form.held), sent=form.cleaned_data)
    return _preview(request, step)


@require_http_methods(READ_AND_SEND)
@needs_right(Right.MANAGE_CIRCLES)
def take_right(request: PersonRequest, circle_id: int, given_id: int) -> HttpResponseBase:
    """See who loses a right, take it back from the circle."""
    given, book = find_given_right(circle_id, given_id), rights_book(request.at)
    if request.method == "POST":
        operations.take_right_from_circle(actor=request.actor, at=request.at, given=given)
        messages.success(request, _("Le cercle n’a plus ce droit."))
        return redirect("rules-circle", circle_id)
    after = book.without_right(circle_id, RightIn(given.right, given.space_id))
    title = _("Retirer « %(right)s » ?") % {"right": Right(given.right).label}
    return _preview(request, Step(book.circle(circle_id), title, _("Retirer"), book, after))


def _given(request: PersonRequest, circle_id: int, right: Right, *, space_id: int | None) -> HttpResponse:
    circle = find_circle(circle_id)
    operations.give_right_to_circle(actor=request.actor, at=request.at, circle=circle, right=right, space_id=space_id)
    messages.success(request, _("Le cercle a ce droit."))
    return redirect("rules-circle", circle_id)


def _search(request: PersonRequest, circle: CircleFacts, text: str) -> HttpResponse:
    people = [member for member in members_called(text) if circle.person(member.pk) is None]
    return render(request, "members/circles/person.html", {"circle": circle, "people": people, "q": text})


def _preview(request: PersonRequest, step: Step) -> HttpResponse:
    """Show what changes for whom; what would lock the house out is refused here already."""
    changes = [
        change for change in step.before.changes_to(step.after, step.circle.id) if step.only in {None, change.person.id}
    ]
    reasons = policies.reasons_against_lockout(step.before, step.after)
    context = {"step": step, "circle": step.circle, "changes": changes, "reasons": reasons}
    return render(request, "members/circles/preview.html", context)
