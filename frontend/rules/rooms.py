"""What can be booked: the list, a new room with its rules and prices, how many seats there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.operations import set_number_of
from bookings.operations.seats import alike_of, to_retire
from bookings.queries.clashes import coming_bookings
from common.errors import Reason
from common.governance import decided_fields
from common.money import format_money
from common.rights import Right
from frontend.rules.room_forms import NumberForm, RoomForm
from frontend.rules.rule_words import SOURCES, rule_name, value_words
from frontend.rules.steps import Attempt, Change, Preview, managed_space, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import HouseOffer, PackagePeriod, ResourceOffer, SpaceOffer
from spaces.enums import PeriodName, ResourceKind
from spaces.operations.rooms import RoomPlan
from spaces.operations.trial import try_change
from spaces.rule_sources import RuleScope, rules_in_force
from spaces.wording import day_words, hours_words

SHOWN_RULES = ("notice_minutes", "step_minutes", "bookable_from", "bookable_until", "cancellation_tiers")


@dataclass(frozen=True)
class Kind:
    """The resources of a kind: those called by name, and how many are alike."""

    kind: ResourceKind
    name: str
    named: Sequence[ResourceOffer]
    alike: Sequence[ResourceOffer]


@require_safe
@needs_right(Right.MANAGE_RESOURCES)
def rooms(request: PersonRequest) -> HttpResponseBase:
    """List what can be booked, by kind; seats that are alike are counted."""
    space, spaces = managed_space(request, Right.MANAGE_RESOURCES)
    today = space.local(request.at).date()
    context = {
        "space": space,
        "spaces": spaces,
        "today": today,
        "kinds": [kind for kind in _kinds(space, request) if kind.named or kind.alike],
        "decided": decided_fields([f"space:{space.id}"]).get((f"space:{space.id}", "resources")),
    }
    return render(request, "rules/rooms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RESOURCES)
def new_room(request: PersonRequest) -> HttpResponseBase:
    """Add a room with its own rules, half-days and prices, once it was read over what holds for it."""
    space, _spaces = managed_space(request, Right.MANAGE_RESOURCES)
    step = step_of(request)
    form = RoomForm(request.POST if step else None, house=request.house)
    if not step or step == "edit":
        return _new(request, space, form)
    if not form.is_valid():
        return _new(request, space, form, status=400)
    with Attempt() as attempt:
        plan = form.plan(space.local(request.at).date())
        if step == "confirm":
            room = operations.add_room(space_id=space.id, plan=plan, actor=request.actor, at=request.at)
            messages.success(request, gettext("Ajouté : %(name)s.") % {"name": room.name})
            return redirect(rooms_address(space))
        return _preview(request, space, plan)
    return _new(request, space, form, reasons=attempt.reasons, status=attempt.status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RESOURCES)
def number(request: PersonRequest, kind: str) -> HttpResponseBase:
    """Say how many alike of a kind there are, once it was read over which are retired and who is booked there."""
    if kind not in ResourceKind.values:
        raise Http404
    space, _spaces = managed_space(request, Right.MANAGE_RESOURCES)
    today, step = space.local(request.at).date(), step_of(request)
    first = {"kind": kind, "number": len(alike_of(space, kind, today)), "on": today}
    form = NumberForm({**request.POST.dict(), "kind": kind} if step else None, initial=first)
    if not step or step == "edit" or not form.is_valid():
        return _number_page(request, space, form, status=400 if form.errors and step != "edit" else 200)
    with Attempt() as attempt:
        if step == "confirm":
            set_number_of(space_id=space.id, **form.cleaned_data, actor=request.actor, at=request.at)
            messages.success(request, gettext("C’est fait."))
            return redirect(rooms_address(space))
        return _number_preview(request, space, form)
    return _number_page(request, space, form, reasons=attempt.reasons, status=attempt.status)


def rooms_address(space: SpaceOffer) -> str:
    """Return the list of a space's rooms."""
    return f"{reverse('rules-rooms')}?space={space.slug}"


def _kinds(space: SpaceOffer, request: PersonRequest) -> list[Kind]:
    today = space.local(request.at).date()
    found = []
    for kind in ResourceKind:
        of_kind = [one for one in space.resources if one.kind is kind]
        alike = alike_of(space, kind.value, today)
        counted = alike if kind is ResourceKind.SEAT or len({one.name for one in alike}) < len(alike) else []
        named = [one for one in of_kind if one not in counted]
        if counted:
            named = [one for one in named if space.is_sold_apart(one)]
        found.append(Kind(kind, str(capfirst(str(kind.label))), named, counted))
    return found


def _new(
    request: PersonRequest, space: SpaceOffer, form: RoomForm, *, reasons: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    zones = sorted({one.zone for one in space.resources if one.zone})
    context = {"space": space, "form": form, "reasons": reasons, "zones": zones, "back": rooms_address(space)}
    return render(request, "rules/room_new.html", context, status=status)


def _preview(request: PersonRequest, space: SpaceOffer, plan: RoomPlan) -> HttpResponse:
    tried = try_change(lambda: operations.add_room(space_id=space.id, plan=plan, actor=request.actor, at=request.at))
    after = tried.space_of(space.id)
    (room,) = [one for one in after.resources if one.id not in {known.id for known in space.resources}]
    preview = Preview(
        title=_("Ajouter cette ressource ?"),
        button=_("Ajouter"),
        changes=[*_described(room), *_ruled(after, room, request), *_sold(plan, tried)],
        notes=[gettext("Elle se réserve dès que c’est fait. Aucune réservation n’est touchée.")],
        is_about_bookings=False,
    )
    return show_preview(request, preview, space=space)


def _described(room: ResourceOffer) -> list[Change]:
    found = [
        Change(gettext("Nom"), "", room.name),
        Change(gettext("Sorte"), "", str(room.kind.label)),
        Change(gettext("Personnes au plus"), "", str(room.capacity)),
    ]
    if room.zone:
        found.append(Change(gettext("Zone"), "", room.zone))
    if room.features:
        found.append(Change(gettext("Équipements"), "", ", ".join(room.features)))
    return found


def _ruled(after: SpaceOffer, room: ResourceOffer, request: PersonRequest) -> list[Change]:
    today = after.local(request.at).date()
    rules = rules_in_force(after, RuleScope(room.kind.value, room.id), today)
    said = "%s (%s)"
    return [
        Change(
            rule_name(rule.name), "", said % (value_words(rule.name, rule.value, request.house), SOURCES[rule.source])
        )
        for rule in rules
        if rule.name in SHOWN_RULES
    ]


def _sold(plan: RoomPlan, house: HouseOffer) -> list[Change]:
    named = [Change(_period_name(one), "", hours_words(one.starts_at, one.ends_at)) for one in plan.periods]
    audiences = dict(house.audiences)
    return named + [
        Change(
            f"{audiences[price.audience]}, {price.unit.label}",
            "",
            gettext("%(amount)s HT") % {"amount": format_money(price.net_minor or 0, house.currency)},
        )
        for price in plan.prices
    ]


def _period_name(period: PackagePeriod) -> str:
    return str(PeriodName(period.name).label)


def _number_page(
    request: PersonRequest, space: SpaceOffer, form: NumberForm, *, reasons: Sequence[Reason] = (), status: int = 200
) -> HttpResponse:
    context = {"space": space, "form": form, "reasons": reasons, "back": rooms_address(space)}
    return render(request, "rules/room_number.html", context, status=status)


def _number_preview(request: PersonRequest, space: SpaceOffer, form: NumberForm) -> HttpResponse:
    values = form.cleaned_data
    try_change(lambda: set_number_of(space_id=space.id, **values, actor=request.actor, at=request.at))
    alike = alike_of(space, values["kind"], values["on"])
    count = len(alike) - values["number"]
    leaving = {one.id for one in to_retire(alike, count, space_id=space.id, on=values["on"], at=request.at)}
    ahead = coming_bookings(space.id, request.at)
    touched = [b for b in ahead if b.resource_id in leaving and space.local(b.ends_at).date() >= values["on"]]
    says = ngettext("%(n)s place", "%(n)s places", values["number"]) % {"n": values["number"]}
    preview = Preview(
        title=_("Changer le nombre ?"),
        button=_("Changer le nombre"),
        changes=[Change(str(ResourceKind(values["kind"]).label), str(len(alike)), says)] if count else [],
        notes=[gettext("À partir du %(day)s.") % {"day": day_words(values["on"], "dated")}] if count > 0 else [],
        touched=touched,
    )
    return show_preview(request, preview, space=space)
