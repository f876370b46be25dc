"""What a program may ask of bookings."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.enums import EventCheck
from bookings.life import State
from bookings.queries.parties import ForWhom
from bookings.wishes import NOTE_LIMIT, TITLE_LIMIT, BookingWish, EventWish
from common.api.paging import PageQuery
from common.api.reading import (
    FIRST_YEAR,
    LAST_YEAR,
    IdField,
    InstantField,
    QueryInstantField,
    Strict,
    TextField,
    WholeField,
)
from members.policies import EMAIL_LIMIT, NAME_LIMIT
from spaces.catalogue import HouseOffer
from spaces.enums import ResourceKind
from spaces.local_time import Period
from spaces.serializers import ResourceQuery

MOST_SUPPLEMENTS = 20
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class ForWhomAsked(Strict):
    """Say for whom somebody books: a member by key, or a person outside by name and mail address."""

    schema_extra = {
        "oneOf": [
            {"required": ["member"], "not": {"anyOf": [{"required": ["name"]}, {"required": ["email"]}]}},
            {"required": ["name"], "not": {"required": ["member"]}},
        ]
    }

    member = IdField(required=False, help_text="The key of a member.")
    name = TextField(required=False, min_length=1, max_length=NAME_LIMIT, help_text="The name of a person outside.")
    email = serializers.EmailField(
        required=False,
        max_length=EMAIL_LIMIT,
        help_text="Their mail address: the account that has it, else one that is opened for them.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("member" in attrs) == ("name" in attrs):
            raise serializers.ValidationError(_("Il faut soit un membre, soit un nom."), code="member_or_name")
        if "member" in attrs and "email" in attrs:
            raise serializers.ValidationError(_("L’adresse mail va avec un nom, pas avec un membre."), "member_or_name")
        return attrs

    @staticmethod
    def whom(values: Mapping[str, Any] | None) -> ForWhom | None:
        """Return who is meant, or nobody: the caller."""
        if values is None:
            return None
        return ForWhom(values.get("member"), values.get("name", ""), values.get("email", ""))


class SupplementAsked(Strict):
    """Ask for a supplement by its code."""

    code = serializers.SlugField(max_length=50)
    quantity = WholeField(required=False, default=1, min_value=1, max_value=1000, help_text="How many; 1 where absent.")


class CommunityEventAsked(Strict):
    """Ask for free hosting of an event: what of the conditions is true, and the member who opens, stays and closes."""

    checklist = serializers.ListField(
        child=serializers.ChoiceField(choices=EventCheck.choices),
        max_length=len(EventCheck),
        help_text="All of them are needed.",
    )
    in_charge = IdField(help_text="The key of a member.")

    @staticmethod
    def wish(values: Mapping[str, Any] | None) -> EventWish | None:
        """Return what is asked, or nothing: an ordinary booking."""
        return None if values is None else EventWish(frozenset(values["checklist"]), values["in_charge"])


class FreeUseAsked(Strict):
    """Name the room to use without booking."""

    resource = IdField(help_text="The key of a resource.")


class DepartureAsked(Strict):
    """Ask for nothing more than to give the room back."""


class FreeUseQuery(Strict):
    """Choose what may be used without booking."""

    space = serializers.SlugField(required=False, max_length=50, help_text="The slug of a space.")


class InChargeAsked(Strict):
    """Name the member who is in charge."""

    member = IdField(help_text="The key of a member.")


class BookingAsked(Strict):
    """Ask for one resource, or for any of a kind in a space, during a period."""

    schema_extra = {
        "oneOf": [
            {"required": ["resource"], "not": {"anyOf": [{"required": ["space"]}, {"required": ["kind"]}]}},
            {"required": ["space", "kind"], "not": {"required": ["resource"]}},
        ]
    }

    resource = IdField(required=False, help_text="The key of a resource; or else space and kind.")
    space = serializers.SlugField(required=False, max_length=50, help_text="The slug of a space, with kind.")
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices, help_text="Any one of this kind.")
    starts_at = InstantField()
    ends_at = InstantField()
    title = TextField(required=False, allow_blank=True, max_length=TITLE_LIMIT)
    supplements = serializers.ListField(child=SupplementAsked(), required=False, max_length=MOST_SUPPLEMENTS)
    chosen_amount = WholeField(
        required=False,
        min_value=0,
        max_value=10**12,
        help_text="What the payer chooses to pay where the price lets them, in minor units with VAT.",
    )
    is_option = serializers.BooleanField(
        required=False, default=False, help_text="Hold it to a term without obligation, where options are offered."
    )
    community_event = CommunityEventAsked(
        required=False, help_text="Hosted free of charge, in a room that hosts such events; it needs a title."
    )
    for_whom = ForWhomAsked(required=False, help_text="Somebody else; needs the right to book for others.")
    override_reason = TextField(
        required=False,
        min_length=1,
        max_length=NOTE_LIMIT,
        help_text="Why a rule is passed over; needs the right to override.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = {"resource", "space", "kind"} & set(attrs)
        if named not in ({"resource"}, {"space", "kind"}):
            raise serializers.ValidationError(_("Il faut une ressource, ou un lieu et une sorte."), "resource_or_kind")
        codes = [one["code"] for one in attrs.get("supplements", ())]
        if len(set(codes)) < len(codes):
            raise serializers.ValidationError(
                {"supplements": _("Chaque supplément se demande une seule fois, avec son nombre.")}, "supplement_twice"
            )
        return attrs

    @staticmethod
    def wish(values: Mapping[str, Any], house: HouseOffer) -> BookingWish:
        """Return the wish; a space that does not exist stays unnamed."""
        space = house.space(values["space"]) if "space" in values else None
        return BookingWish(
            Period(values["starts_at"], values["ends_at"]),
            resource_id=values.get("resource"),
            space_id=space.id if space else None,
            any_of_kind=ResourceKind(values["kind"]) if "kind" in values else None,
            title=values.get("title", ""),
            override=values.get("override_reason", ""),
            supplements=tuple((one["code"], one["quantity"]) for one in values.get("supplements", ())),
            chosen_minor=values.get("chosen_amount"),
            is_option=values["is_option"],
            event=CommunityEventAsked.wish(values.get("community_event")),
        )


class MoveAsked(Strict):
    """Ask for another time, and where it is named another resource, or any of the booking's kind."""

    resource = IdField(required=False)
    any_of_kind = serializers.BooleanField(
        required=False, default=False, help_text="Any one of its kind, instead of the one that was chosen by name."
    )
    starts_at = InstantField()
    ends_at = InstantField()
    override_reason = TextField(required=False, min_length=1, max_length=NOTE_LIMIT)


class CancellationAsked(Strict):
    """Ask for nothing more than the cancellation itself."""


class ConfirmationAsked(Strict):
    """Ask for nothing more than the confirmation itself."""


class RefusalAsked(Strict):
    """Say why a request is refused."""

    because = TextField(allow_blank=True, help_text=f"A sentence for whoever asked, {NOTE_LIMIT} characters at most.")


class CheckInAsked(Strict):
    """Ask for nothing more than the check-in itself."""


class BookingQuery(PageQuery):
    """Choose bookings."""

    since = QueryInstantField(required=False, help_text="That end after this instant.")
    until = QueryInstantField(required=False, help_text="That begin before this instant.")
    state = serializers.ChoiceField(required=False, choices=State.choices)
    space = serializers.SlugField(required=False, max_length=50)
    resource = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    kind = serializers.ChoiceField(required=False, choices=ResourceKind.choices)
    mine = serializers.BooleanField(required=False, default=False, help_text="Only those for me, or that I pay.")


@extend_schema_field({"anyOf": [{"type": "string", "format": f} for f in ("date", "date-time")]})
class DayOrInstant(QueryInstantField):
    """Read a local date, or an instant with its offset. Code: `instant_invalid`."""

    def to_internal_value(self, value: Any) -> Any:
        if not DAY.fullmatch(str(value)):
            return super().to_internal_value(value)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail("instant_invalid")
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else self.fail("instant_invalid")


class AvailabilityQuery(ResourceQuery):
    """Choose resources and a range: dates are whole local days, the last one included."""

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "from": DayOrInstant(required=False, help_text="A date or an instant; today where absent."),
            "to": DayOrInstant(required=False, help_text="A date (included) or an instant; one day."),
        }
