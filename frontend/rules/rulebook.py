"""The booking rules of a space, a kind or one resource: what holds, where it comes from, and changing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.forms import DayField, read
from common.errors import Reason
from common.governance import Decided
from common.rights import Right
from frontend.rules.rule_change import circles, preview_of
from frontend.rules.rule_forms import RuleForm, audience_choices, rule_form, values_of, with_one_more_tier
from frontend.rules.rule_words import GROUPS, SOURCES, rule_name, value_words
from frontend.rules.scopes import Scope, narrow_scopes, scope_of, wide_scopes
from frontend.rules.steps import Attempt, managed_space, show_preview, step_of
from members.web import PersonRequest, needs_right
from spaces import operations
from spaces.catalogue import HouseOffer, RuleFacts
from spaces.features import shown_groups
from spaces.local_time import DAY
from spaces.rule_sources import RuleInForce, rules_in_force
from spaces.rulebook import RULEBOOK
from spaces.wording import day_words


@dataclass(frozen=True)
class ShownRule:
    """One rule as the page says it."""

    rule: RuleInForce
    label: str
    says: str
    source: str
    planned: Sequence[tuple[RuleFacts, str]]
    decided: Decided | None


@dataclass(frozen=True)
class ShownGroup:
    title: str
    says: str
    rules: Sequence[ShownRule]


class PlannedForm(forms.Form):
    """Which planned change is taken back."""

    valid_from = DayField()


@require_safe
@needs_right(Right.MANAGE_RULES)
def rules(request: PersonRequest) -> HttpResponseBase:
    """Say every rule in force for a scope, since when and where from, and what is planned."""
    space, spaces = managed_space(request, Right.MANAGE_RULES)
    scope, today = scope_of(request, space), space.local(request.at).date()
    found, decided = rules_in_force(space, scope.rules, today), scope.decided()
    shown = [_shown(rule, request.house, decided=decided.get(rule.name)) for rule in found]
    open_groups = shown_groups(request.house)
    groups = [
        ShownGroup(str(title), str(says), [one for one in shown if one.rule.info.group is group])
        for group, (title, says) in GROUPS.items()
        if group.value in open_groups
    ]
    context = {
        "space": space,
        "spaces": spaces,
        "scope": scope,
        "groups": groups,
        "hidden": len(GROUPS) - len(groups),
        "wide": wide_scopes(space),
        "narrow": narrow_scopes(space, [one.id for one in space.resources_on(today)]),
    }
    return render(request, "rules/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_right(Right.MANAGE_RULES)
def rule(request: PersonRequest, name: str) -> HttpResponseBase:
    """Change one rule from a date on, or let the wider scope's hold again, once it was read over what that does."""
    if name not in RULEBOOK:
        raise Http404
    space, _spaces = managed_space(request, Right.MANAGE_RULES)
    scope, step = scope_of(request, space), step_of(request)
    if step == "more":
        return _page(request, scope, name, form=with_one_more_tier(name, request.POST))
    form = _form(request, scope, name)
    if not step or step == "edit":
        return _page(request, scope, name, form=form)
    if not form.is_valid() and not (_is_clearing(request) and "valid_from" in form.cleaned_data):
        return _page(request, scope, name, form=form, status=400)
    facts = _facts(request, scope, form)
    with Attempt() as attempt:
        if step == "confirm":
            return _set(request, scope, facts)
        return show_preview(request, preview_of(request, scope, facts), space=space)
    return _page(request, scope, name, form=form, reasons=attempt.reasons, status=attempt.status)


@require_POST
@needs_right(Right.MANAGE_RULES)
def withdrawal(request: PersonRequest, name: str) -> HttpResponseBase:
    """Take back a change of a rule that is planned and not in force yet."""
    space, _spaces = managed_space(request, Right.MANAGE_RULES)
    scope = scope_of(request, space)
    facts = scope.facts(name, None, valid_from=read(PlannedForm, request.POST)["valid_from"])
    operations.withdraw_rule(space_id=space.id, rule=facts, actor=request.actor, at=request.at)
    messages.success(request, gettext("Le changement prévu est retiré."))
    return redirect(_address(scope))


def _set(request: PersonRequest, scope: Scope, facts: RuleFacts) -> HttpResponse:
    operations.set_rule(space_id=scope.space.id, rule=facts, actor=request.actor, at=request.at)
    said = gettext("C’est fait : %(rule)s, à partir du %(day)s.")
    messages.success(request, said % {"rule": rule_name(facts.name), "day": day_words(facts.valid_from, "dated")})
    return redirect(_address(scope))


def _is_clearing(request: PersonRequest) -> bool:
    return request.POST.get("clear") == "yes"


def _facts(request: PersonRequest, scope: Scope, form: RuleForm) -> RuleFacts:
    day = form.cleaned_data["valid_from"]
    if _is_clearing(request):
        return scope.facts(form.name, None, valid_from=day, is_cleared=True)
    return scope.facts(form.name, form.json_value(), valid_from=day)


def _form(request: PersonRequest, scope: Scope, name: str) -> RuleForm:
    today = scope.space.local(request.at).date()
    choices = audience_choices(request.house, RULEBOOK[name].shape, circles(name))
    values: dict[str, Any] = {"valid_from": today + DAY, **values_of(name, _in_force(scope, name, today).value)}
    return rule_form(name, choices=choices, sent=request.POST if request.method == "POST" else None, values=values)


def _in_force(scope: Scope, name: str, today: Any) -> RuleInForce:
    return next(rule for rule in rules_in_force(scope.space, scope.rules, today) if rule.name == name)


def _page(
    request: PersonRequest,
    scope: Scope,
    name: str,
    *,
    form: RuleForm,
    reasons: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    now = _in_force(scope, name, scope.space.local(request.at).date())
    context = {
        "scope": scope,
        "space": scope.space,
        "form": form,
        "reasons": reasons,
        "now": _shown(now, request.house, decided=scope.decided().get(name)),
        "is_own": now.source is scope.rules.source,
        "back": _address(scope),
    }
    return render(request, "rules/rule.html", context, status=status)


def _shown(rule: RuleInForce, house: HouseOffer, *, decided: Decided | None) -> ShownRule:
    planned = [
        (one, gettext("la valeur plus large") if one.is_cleared else value_words(one.name, one.value, house))
        for one in rule.planned
    ]
    return ShownRule(
        rule,
        rule_name(rule.name),
        value_words(rule.name, rule.value, house),
        str(SOURCES[rule.source]),
        planned,
        decided,
    )


def _address(scope: Scope) -> str:
    return f"{reverse('rules-rules')}?{scope.query}"
