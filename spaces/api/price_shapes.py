"""What a program sends and is shown of prices, named periods, supplements and audiences."""

from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.reading import IdField, Strict, TextField, WholeField
from common.errors import Reason, Refused
from common.money import vat_on
from spaces.catalogue import HouseOffer, PackagePeriod, PriceFacts, SpaceOffer
from spaces.enums import NAMED_UNIT_CHOICES, ResourceKind, Unit
from spaces.policies.amounts import read_amount
from spaces.serializers import CLOCK
from spaces.supplements import SupplementFacts

MOST_AT_ONCE = 200
MINOR = "Minor units of the currency, without VAT; null: not on sale."
SCOPE: dict[str, Any] = {"not": {"required": ["resource", "kind"]}}


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", "maxLength": 8})
class TimeField(TextField):
    """Read a time of the space's own clock: 08:30. Code: `time_invalid`."""

    default_error_messages = {"time_invalid": _("Cette heure n’est pas lisible : écrire par exemple 08:30.")}

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        try:
            found = time.fromisoformat(text)
        except ValueError:
            self.fail("time_invalid")
        if found.tzinfo or found.microsecond or len(text) > 8:
            self.fail("time_invalid")
        return found


@extend_schema_field({"type": "string", "format": "date"})
class DateField(TextField):
    """Read a local date: 2027-01-01. Code: `date_invalid`."""

    default_error_messages = {"date_invalid": _("Ce jour n’est pas lisible : l’écrire comme 2027-01-01.")}

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        try:
            return date.fromisoformat(text) if len(text) == 10 else self.fail("date_invalid")
        except ValueError:
            self.fail("date_invalid")


class SpaceQuery(Strict):
    """Choose a space and a day."""

    space = serializers.SlugField(required=False, max_length=50, help_text="The slug of a space.")
    on = DateField(required=False, help_text="What holds on this day, and what is planned after it; today.")


class ScopeAsked(Strict):
    """Say what a setting is for: one resource, all of a kind, or neither: the whole space."""

    schema_extra = SCOPE

    resource = IdField(required=False)
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices)
    valid_from = DateField(help_text="The first day on which it holds.")


class PriceAsked(ScopeAsked):
    """A price from a day on, for a resource or a kind."""

    unit = serializers.ChoiceField(choices=Unit.choices)
    audience = serializers.SlugField(max_length=50)
    amount = TextField(max_length=40, allow_null=True, help_text="Without VAT: 105.00; null: not on sale from then.")
    least = TextField(max_length=40, required=False, help_text="The payer chooses, from there up; without VAT.")
    vat_bp = WholeField(min_value=0, max_value=10_000, help_text="VAT in basis points: 2000 is 20 %.")
    note = TextField(required=False, allow_blank=True, max_length=200)

    @staticmethod
    def facts(values: dict[str, Any], currency: str) -> PriceFacts:
        """Return the price that is meant. Refusals: those of `read_amount`."""
        return PriceFacts(
            kind=values.get("kind", ""),
            resource_id=values.get("resource"),
            unit=Unit(values["unit"]),
            audience=values["audience"],
            net_minor=_amount(values["amount"], currency),
            vat_bp=values["vat_bp"],
            valid_from=values["valid_from"],
            least_minor=_amount(values.get("least"), currency),
            note=values.get("note", ""),
        )


class PricesAsked(Strict):
    """Set prices of a space, all of them or none."""

    space = serializers.SlugField(max_length=50)
    prices = serializers.ListField(child=PriceAsked(), min_length=1, max_length=MOST_AT_ONCE)


class SupplementSetAsked(ScopeAsked):
    """A supplement from a day on: hours that it opens, or a thing by number."""

    code = serializers.SlugField(max_length=50)
    name = TextField(max_length=100)
    audience = serializers.SlugField(max_length=50)
    amount = TextField(max_length=40, allow_null=True, help_text="For one, without VAT; null: not on sale from then.")
    vat_bp = WholeField(min_value=0, max_value=10_000)
    starts_at = TimeField(required=False, help_text="With ends_at: the hours it opens.")
    ends_at = TimeField(required=False, help_text="00:00 is the end of the day.")
    most = WholeField(required=False, min_value=1, max_value=1000, help_text="How many can be taken; 1.")

    @staticmethod
    def facts(values: dict[str, Any], currency: str) -> SupplementFacts:
        """Return the supplement that is meant. Refusals: those of `read_amount`."""
        rest = {name: values[name] for name in ("code", "name", "audience", "vat_bp", "valid_from")}
        return SupplementFacts(
            kind=values.get("kind", ""),
            resource_id=values.get("resource"),
            net_minor=_amount(values["amount"], currency),
            starts_at=values.get("starts_at"),
            ends_at=values.get("ends_at"),
            most=values.get("most", 1),
            **rest,
        )


class SupplementsAsked(Strict):
    """Set supplements of a space, all of them or none."""

    space = serializers.SlugField(max_length=50)
    supplements = serializers.ListField(child=SupplementSetAsked(), min_length=1, max_length=MOST_AT_ONCE)


class NamedPeriodAsked(ScopeAsked):
    """The hours of a period that is sold by name, from a day on."""

    space = serializers.SlugField(max_length=50)
    unit = serializers.ChoiceField(choices=NAMED_UNIT_CHOICES)
    name = serializers.SlugField(max_length=50, help_text="morning, afternoon, day, evening, or one's own with title.")
    title = TextField(required=False, max_length=100, help_text="What the house calls it.")
    starts_at = TimeField()
    ends_at = TimeField(help_text="00:00 is the end of the day.")

    @staticmethod
    def period(values: dict[str, Any]) -> PackagePeriod:
        """Return the period that is meant."""
        return PackagePeriod(
            kind=values.get("kind", ""),
            resource_id=values.get("resource"),
            unit=Unit(values["unit"]),
            name=values["name"],
            starts_at=values.get("starts_at", time(0)),
            ends_at=values.get("ends_at", time(0)),
            valid_from=values.get("valid_from") or values["last_day"],
            valid_until=None,
            label=values.get("title", ""),
        )


class NamedPeriodEndAsked(Strict):
    """Sell a named period up to a last day."""

    schema_extra = SCOPE

    space = serializers.SlugField(max_length=50)
    resource = IdField(required=False)
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices)
    unit = serializers.ChoiceField(choices=NAMED_UNIT_CHOICES)
    name = serializers.SlugField(max_length=50)
    last_day = DateField(help_text="Sold on this day for the last time.")


class AudienceAsked(Strict):
    """Add an audience."""

    code = serializers.SlugField(max_length=50)
    name = TextField(max_length=100)


class AudienceShown(serializers.Serializer[Any]):
    code = serializers.SlugField()
    name = serializers.CharField()


class ScopeShown(serializers.Serializer[Any]):
    space = serializers.SlugField()
    resource = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(choices=ResourceKind.choices, allow_null=True)
    valid_from = serializers.DateField()
    decision = serializers.CharField(help_text="The decision it was set by; empty: none.")


class PriceListed(ScopeShown):
    unit = serializers.ChoiceField(choices=Unit.choices)
    audience = serializers.SlugField()
    currency = serializers.CharField(help_text="ISO 4217.")
    net_minor = serializers.IntegerField(allow_null=True, help_text=MINOR)
    gross_minor = serializers.IntegerField(allow_null=True, help_text="With VAT.")
    least_minor = serializers.IntegerField(allow_null=True, help_text="Without VAT; null: the price is fixed.")
    vat_bp = serializers.IntegerField()


class NamedPeriodShown(ScopeShown):
    unit = serializers.ChoiceField(choices=NAMED_UNIT_CHOICES)
    name = serializers.CharField()
    title = serializers.CharField()
    starts_at = serializers.RegexField(CLOCK)
    ends_at = serializers.RegexField(CLOCK)
    valid_until = serializers.DateField(allow_null=True)


class SupplementListed(ScopeShown):
    code = serializers.SlugField()
    name = serializers.CharField()
    audience = serializers.SlugField()
    currency = serializers.CharField()
    net_minor = serializers.IntegerField(allow_null=True, help_text=MINOR)
    gross_minor = serializers.IntegerField(allow_null=True)
    vat_bp = serializers.IntegerField()
    starts_at = serializers.RegexField(CLOCK, allow_null=True)
    ends_at = serializers.RegexField(CLOCK, allow_null=True)
    most = serializers.IntegerField()


def scope_json(row: PriceFacts | PackagePeriod | SupplementFacts, space: SpaceOffer) -> dict[str, Any]:
    """Return what a setting is for and since when."""
    return {
        "space": space.slug,
        "resource": row.resource_id,
        "kind": row.kind or None,
        "valid_from": row.valid_from,
        "decision": row.authority,
    }


def price_json(row: PriceFacts, space: SpaceOffer) -> dict[str, Any]:
    """Return a price as `PriceListed` describes it."""
    names = ("unit", "audience", "net_minor", "least_minor", "vat_bp")
    return {**scope_json(row, space), **_values(row, names), **_money(row.net_minor, row.vat_bp, space)}


def period_json(row: PackagePeriod, space: SpaceOffer) -> dict[str, Any]:
    """Return a named period as `NamedPeriodShown` describes it."""
    names = ("unit", "name", "starts_at", "ends_at", "valid_until")
    return {**scope_json(row, space), **_values(row, names), "title": row.label}


def supplement_json(row: SupplementFacts, space: SpaceOffer) -> dict[str, Any]:
    """Return a supplement as `SupplementListed` describes it."""
    names = ("code", "name", "audience", "net_minor", "vat_bp", "starts_at", "ends_at", "most")
    return {**scope_json(row, space), **_values(row, names), **_money(row.net_minor, row.vat_bp, space)}


def space_called(house: HouseOffer, slug: str) -> SpaceOffer:
    """Return the space of that slug. Refusal: `space_unknown` (404)."""
    space = house.space(slug)
    if space is None:
        raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
    return space


def _values(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _money(net_minor: int | None, vat_bp: int, space: SpaceOffer) -> dict[str, Any]:
    gross = None if net_minor is None else net_minor + vat_on(net_minor, vat_bp)
    return {"currency": space.currency, "gross_minor": gross}


def _amount(text: str | None, currency: str) -> int | None:
    return None if text is None else read_amount(text, currency=currency)
