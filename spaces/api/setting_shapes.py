"""What the API reads and shows of opening hours, rules and resources."""

from typing import Any

from rest_framework import serializers

from common.api.reading import IdField, Strict, TextField, WholeField
from spaces.catalogue import OpeningWeekFacts, RuleFacts, SpaceOffer
from spaces.enums import ResourceKind
from spaces.features import FEATURES
from spaces.rule_sources import RuleInForce, Source
from spaces.rulebook import RULE_NAMES, RuleGroup, RuleShape
from spaces.serializers import HoursShown

CLOCK_FORMATS = ["%H:%M", "%H:%M:%S"]
ANY_JSON = "A number, a text, a list or nothing, as the shape of the rule asks."


class ClockField(serializers.TimeField):
    """Read a local time: 09:00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=CLOCK_FORMATS, **kwargs)


class SlotAsked(Strict):
    """One stretch of a weekday."""

    weekday = WholeField(min_value=0, max_value=6, help_text="0 is Monday.")
    opens_at = ClockField()
    closes_at = ClockField(help_text="00:00 is the end of the day.")


class WeekAsked(Strict):
    """A week of hours from a date on; a day without hours is closed."""

    valid_from = serializers.DateField()
    hours = serializers.ListField(child=SlotAsked(), max_length=100)

    @classmethod
    def week(cls, asked: dict[str, Any]) -> OpeningWeekFacts:
        """Return the week as operations read it."""
        slots = tuple((one["weekday"], one["opens_at"], one["closes_at"]) for one in asked["hours"])
        return OpeningWeekFacts(asked["valid_from"], slots)


class WeekShown(serializers.Serializer[Any]):
    valid_from = serializers.DateField()
    hours = HoursShown(many=True)


class ScopedAsked(Strict):
    """Which space, and there all of it, a kind or one resource."""

    space = serializers.SlugField(max_length=50, help_text="The slug of a space.")
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices)
    resource = IdField(required=False)


class RuleQuery(ScopedAsked):
    """Choose for what, and on which day."""

    on = serializers.DateField(required=False, help_text="Today where nothing is said.")


class RuleAsked(ScopedAsked):
    """One rule from a date on; cleared, the wider scope's holds again."""

    name = serializers.ChoiceField(choices=RULE_NAMES)
    value = serializers.JSONField(required=False, allow_null=True, help_text=ANY_JSON)
    is_cleared = serializers.BooleanField(default=False)
    valid_from = serializers.DateField()

    @classmethod
    def facts(cls, asked: dict[str, Any]) -> RuleFacts:
        """Return the rule as operations read it."""
        return RuleFacts(
            kind=asked.get("kind", ""),
            resource_id=asked.get("resource"),
            name=asked["name"],
            value=asked.get("value"),
            valid_from=asked["valid_from"],
            is_cleared=asked["is_cleared"],
        )


class PlannedRuleShown(serializers.Serializer[Any]):
    value = serializers.JSONField(allow_null=True, help_text=ANY_JSON)
    is_cleared = serializers.BooleanField()
    valid_from = serializers.DateField()


class RuleShown(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=RULE_NAMES)
    group = serializers.ChoiceField(choices=[group.value for group in RuleGroup])
    shape = serializers.ChoiceField(choices=[shape.value for shape in RuleShape])
    value = serializers.JSONField(allow_null=True, help_text=ANY_JSON)
    comes_from = serializers.ChoiceField(choices=[source.value for source in Source])
    since = serializers.DateField(allow_null=True)
    planned = PlannedRuleShown(many=True, help_text="Later changes for the very scope that was asked for.")


class ResourceWordsAsked(Strict):
    """What a resource is called, where it is and what is in it."""

    name = TextField(max_length=200)
    capacity = WholeField(min_value=1, max_value=10_000, default=1)
    features = serializers.ListField(child=TextField(max_length=100), default=list, max_length=50)
    zone = TextField(max_length=100, allow_blank=True, default="")
    position = WholeField(min_value=0, max_value=30_000, default=0)


class OwnRuleAsked(Strict):
    """A rule of the new resource alone."""

    name = serializers.ChoiceField(choices=RULE_NAMES)
    value = serializers.JSONField(allow_null=True, help_text=ANY_JSON)


class ResourceAsked(ResourceWordsAsked):
    """A new resource with its own rules; its slug is made from its name."""

    space = serializers.SlugField(max_length=50)
    kind = serializers.ChoiceField(choices=ResourceKind.choices)
    rules = serializers.ListField(child=OwnRuleAsked(), default=list, max_length=50)


class RetirementAsked(Strict):
    """From which local day a resource is no longer offered; null: it is offered on."""

    on = serializers.DateField(allow_null=True)


class FeatureAsked(Strict):
    """Show or hide the settings of something the house may use."""

    feature = serializers.ChoiceField(choices=FEATURES)
    is_on = serializers.BooleanField()


class FeatureShown(serializers.Serializer[Any]):
    feature = serializers.ChoiceField(choices=FEATURES)
    is_on = serializers.BooleanField()
    is_in_use = serializers.BooleanField(help_text="Some rule says something: it cannot be switched off.")


def week_json(week: OpeningWeekFacts) -> dict[str, Any]:
    """Return a week as `WeekShown` describes it."""
    hours = [{"weekday": day, "opens_at": opens, "closes_at": closes} for day, opens, closes in sorted(week.slots)]
    return {"valid_from": week.valid_from, "hours": hours}


def weeks_json(space: SpaceOffer) -> list[dict[str, Any]]:
    """Return all weeks of a space, the earliest first."""
    return [week_json(week) for week in sorted(space.weeks, key=lambda week: week.valid_from)]


def rule_json(rule: RuleInForce) -> dict[str, Any]:
    """Return a rule as `RuleShown` describes it."""
    return {
        "name": rule.name,
        "group": rule.info.group.value,
        "shape": rule.info.shape.value,
        "value": rule.value,
        "comes_from": rule.source.value,
        "since": rule.since,
        "planned": [
            {"value": one.value, "is_cleared": one.is_cleared, "valid_from": one.valid_from} for one in rule.planned
        ],
    }
