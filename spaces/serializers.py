"""What the API reads and shows of spaces and resources."""

from datetime import date
from typing import Any

from rest_framework import serializers

from common.api.reading import Strict
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind

NO_LIMIT = "0: no limit."
CLOCK = r"^\d\d:\d\d:\d\d$"


class ResourceQuery(Strict):
    """Choose resources."""

    space = serializers.SlugField(required=False, max_length=50, help_text="The slug of a space.")
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices)


class HoursShown(serializers.Serializer[Any]):
    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    opens_at = serializers.RegexField(CLOCK)
    closes_at = serializers.RegexField(CLOCK, help_text="00:00:00 is the end of the day.")


class SpaceShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField()
    address = serializers.CharField()
    how_to_come = serializers.CharField()
    time_zone = serializers.CharField()
    currency = serializers.CharField(help_text="ISO 4217.")
    opening_hours = HoursShown(many=True, help_text="The week in force today, without exceptions and holidays.")


class RulesShown(serializers.Serializer[Any]):
    notice_minutes = serializers.IntegerField()
    horizon_days = serializers.IntegerField()
    shortest_minutes = serializers.IntegerField()
    longest_minutes = serializers.IntegerField()
    step_minutes = serializers.IntegerField()
    buffer_before_minutes = serializers.IntegerField(help_text="Kept free before a booking.")
    buffer_after_minutes = serializers.IntegerField(help_text="Kept free after it.")
    most_at_once = serializers.IntegerField(help_text=f"Bookings of one person. {NO_LIMIT}")
    most_upcoming = serializers.IntegerField(help_text=NO_LIMIT)
    most_per_week = serializers.IntegerField(help_text=NO_LIMIT)
    most_per_month = serializers.IntegerField(help_text=NO_LIMIT)
    open_to = serializers.ListField(
        child=serializers.CharField(), help_text="The audiences and circles (circle:slug) that may book; none: all."
    )
    approval_for = serializers.ListField(
        child=serializers.CharField(), help_text="The audiences whose bookings are requests that the house answers."
    )
    approval_minutes = serializers.IntegerField(help_text="How long a request holds the slot.")
    option_minutes = serializers.IntegerField(help_text="How long an option holds the slot; 0: no options.")
    check_in_from_minutes = serializers.IntegerField(help_text="Before the start.")
    release_after_minutes = serializers.IntegerField(help_text="After the start, when nobody came; 0: no check-in.")


class ResourceShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    space = serializers.SlugField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ResourceKind.choices)
    capacity = serializers.IntegerField(help_text="People.")
    features = serializers.ListField(child=serializers.CharField())
    zone = serializers.CharField(help_text="The part of the building.")
    parts = serializers.ListField(
        child=serializers.IntegerField(), help_text="The resources it is made of: booking it takes them all."
    )
    rules = RulesShown(help_text="The rules in force today.")


RULES_SHOWN = tuple(RulesShown().fields)


def space_json(space: SpaceOffer, on: date) -> dict[str, Any]:
    """Return a space as `SpaceShown` describes it, with the hours in force on a local day."""
    return {
        "id": space.id,
        "slug": space.slug,
        "name": space.name,
        "description": space.description,
        "address": space.address,
        "how_to_come": space.how_to_come,
        "time_zone": space.zone.key,
        "currency": space.currency,
        "opening_hours": [
            {"weekday": weekday, "opens_at": opens, "closes_at": closes} for weekday, opens, closes in space.week_on(on)
        ],
    }


def resource_json(space: SpaceOffer, resource: ResourceOffer, on: date) -> dict[str, Any]:
    """Return a resource as `ResourceShown` describes it, with the rules in force on a local day."""
    rules = space.rules_for(resource, on)
    return {
        "id": resource.id,
        "space": space.slug,
        "slug": resource.slug,
        "name": resource.name,
        "kind": resource.kind,
        "capacity": resource.capacity,
        "features": resource.features,
        "zone": resource.zone,
        "parts": resource.parts,
        "rules": {name: getattr(rules, name) for name in RULES_SHOWN},
    }
