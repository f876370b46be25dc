"""Opening hours, rules, resources and features for programs; each calls the same operation as the page.

What holds is public; changing it needs the right and a key that may manage.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from common import clock
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.schema import page_shape
from common.api.views import ApiView
from common.errors import Reason, Refused
from common.rights import Actor
from spaces import operations
from spaces.api import ResourcesView, chosen_spaces
from spaces.api.setting_shapes import (
    FeatureAsked,
    FeatureShown,
    ResourceAsked,
    ResourceWordsAsked,
    RetirementAsked,
    RuleAsked,
    RuleQuery,
    RuleShown,
    WeekAsked,
    WeekShown,
    rule_json,
    week_json,
    weeks_json,
)
from spaces.catalogue import ResourceOffer, RuleFacts, SpaceOffer
from spaces.details import ResourceDetails, ResourceWords
from spaces.features import FEATURES, features_in_use
from spaces.operations.rooms import RoomPlan
from spaces.queries import catalogue
from spaces.rule_sources import RuleScope, rules_in_force
from spaces.serializers import ResourceShown, resource_json

KEY = {"type": "integer", "minimum": 1}
SPACE_ID = OpenApiParameter("space_id", KEY, OpenApiParameter.PATH)
RESOURCE_ID = OpenApiParameter("resource_id", KEY, OpenApiParameter.PATH)
SCOPES = {"GET": "read", "HEAD": "read", "POST": "manage"}


class SettingView(ApiView):
    """A setting of the house: read by everybody, changed by a right."""

    is_public = True
    scopes = SCOPES


class OpeningHoursView(SettingView):
    """The weekly hours of a space."""

    @extend_schema(operation_id="list_opening_hours", parameters=[SPACE_ID], responses=page_shape(WeekShown))
    def get(self, request: Request, space_id: int) -> HttpResponse:
        """List the weeks of a space, each with the date it holds from."""
        return answer({"next": None, "results": weeks_json(space_by_key(space_id))})

    @extend_schema(
        operation_id="set_opening_hours", parameters=[SPACE_ID], request=WeekAsked, responses={201: WeekShown}
    )
    @idempotent
    def post(self, request: Request, space_id: int) -> HttpResponse:
        """Set the weekly hours from a date on; what is booked stays booked."""
        week = WeekAsked.week(WeekAsked.read(request.data))
        operations.set_opening_hours(space_id=space_id, week=week, actor=actor_of_call(request), at=clock.now())
        return answer(week_json(week), status=201)


class RulesView(SettingView):
    """By which rules things are booked."""

    @extend_schema(operation_id="list_rules", parameters=[RuleQuery], responses=page_shape(RuleShown))
    def get(self, request: Request) -> HttpResponse:
        """List every rule as it holds for a space, a kind or a resource on a day, and where it comes from."""
        asked = RuleQuery.read(request.query_params)
        (space,) = chosen_spaces(catalogue(), asked["space"])
        day = asked.get("on") or space.local(clock.now()).date()
        return answer({"next": None, "results": _rules(space, _scope(space, asked), day)})

    @extend_schema(operation_id="set_rule", request=RuleAsked, responses={201: RuleShown})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Set a rule from a date on, or clear it, so that the wider one holds again."""
        asked = RuleAsked.read(request.data)
        (space,) = chosen_spaces(catalogue(), asked["space"])
        facts, scope = RuleAsked.facts(asked), _scope(space, asked)
        operations.set_rule(space_id=space.id, rule=facts, actor=actor_of_call(request), at=clock.now())
        found = _rules(catalogue().space_of(space.id), scope, facts.valid_from)
        return answer(next(rule for rule in found if rule["name"] == facts.name), status=201)


class ManagedResourcesView(ResourcesView):
    """What can be booked."""

    scopes = SCOPES

    @extend_schema(operation_id="add_resource", request=ResourceAsked, responses={201: ResourceShown})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Add a resource with its own rules, which hold from today on: all of it or nothing."""
        asked = ResourceAsked.read(request.data)
        (space,) = chosen_spaces(catalogue(), asked.pop("space"))
        today = space.local(clock.now()).date()
        rules = [RuleFacts("", None, one["name"], one["value"], today) for one in asked.pop("rules")]
        details = ResourceDetails(slug="", **{**asked, "features": tuple(asked["features"])})
        plan = RoomPlan(details, rules)
        room = operations.add_room(space_id=space.id, plan=plan, actor=actor_of_call(request), at=clock.now())
        return _shown(room.pk, status=201)


class ResourceWordsView(SettingView):
    """What a resource is called."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="change_resource",
        parameters=[RESOURCE_ID],
        request=ResourceWordsAsked,
        responses=ResourceShown,
    )
    @idempotent
    def post(self, request: Request, resource_id: int) -> HttpResponse:
        """Describe a resource otherwise; its kind and its slug stay."""
        asked = ResourceWordsAsked.read(request.data)
        words = ResourceWords(**{**asked, "features": tuple(asked["features"])})
        operations.change_resource(resource_id=resource_id, words=words, actor=actor_of_call(request), at=clock.now())
        return _shown(resource_id)


class RetirementView(SettingView):
    """Until when a resource is offered."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="retire_resource", parameters=[RESOURCE_ID], request=RetirementAsked, responses=ResourceShown
    )
    @idempotent
    def post(self, request: Request, resource_id: int) -> HttpResponse:
        """Stop offering a resource from a local day on, or offer it again; what is booked stays booked."""
        on = RetirementAsked.read(request.data)["on"]
        operations.retire_resource(resource_id=resource_id, on=on, actor=actor_of_call(request), at=clock.now())
        return _shown(resource_id)


class FeaturesView(SettingView):
    """What the house uses."""

    @extend_schema(operation_id="list_features", responses=page_shape(FeatureShown))
    def get(self, request: Request) -> HttpResponse:
        """List what the house may use, and what of it it does."""
        return answer({"next": None, "results": [_feature(code) for code in FEATURES]})

    @extend_schema(operation_id="switch_feature", request=FeatureAsked, responses=FeatureShown)
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Show the settings of a feature, or hide them while none of them is used."""
        asked = FeatureAsked.read(request.data)
        operations.switch_feature(**asked, actor=actor_of_call(request), at=clock.now())
        return answer(_feature(asked["feature"]))


def actor_of_call(request: Request) -> Actor:
    """Return the person whose key was sent."""
    return cast("Actor", request.auth)


def space_by_key(space_id: int) -> SpaceOffer:
    """Return a space by its key. Refusal: `space_unknown` (404)."""
    found = next((space for space in catalogue().spaces if space.id == space_id), None)
    if found is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return found


def _scope(space: SpaceOffer, asked: dict[str, Any]) -> RuleScope:
    """Return what rules are asked for. Refusal: `resource_unknown` (404)."""
    key = asked.get("resource")
    if key is None:
        return RuleScope(asked.get("kind", ""))
    found = next((one for one in space.resources if one.id == key), None)
    if found is None:
        raise Refused(Reason("resource_unknown", _("Cette ressource n’existe pas (ou plus) ici."), status=404))
    return replace(RuleScope(found.kind.value), resource_id=key)


def _rules(space: SpaceOffer, scope: RuleScope, day: Any) -> Sequence[dict[str, Any]]:
    return [rule_json(rule) for rule in rules_in_force(space, scope, day)]


def _shown(resource_id: int, *, status: int = 200) -> HttpResponse:
    house = catalogue()
    found = cast("ResourceOffer", house.resource(resource_id))
    space = house.space_of(found.space_id)
    return answer(resource_json(space, found, space.local(clock.now()).date()), status=status)


def _feature(code: str) -> dict[str, Any]:
    house = catalogue()
    used = code in features_in_use(house)
    return {"feature": code, "is_on": code in house.features or used, "is_in_use": used}
