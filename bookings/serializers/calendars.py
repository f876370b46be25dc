"""What a program may ask of the calendars it follows, and what it is shown."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from bookings.models import CalendarFeed
from bookings.operations.feeds import CalendarSubject
from common.api.reading import IdField, Strict
from common.errors import Reason, Refused
from spaces.catalogue import HouseOffer


class CalendarAsked(Strict):
    """Ask for the calendar of a resource, of a space, or (neither) of one's own bookings."""

    schema_extra = {"not": {"required": ["resource", "space"]}}

    resource = IdField(required=False, help_text="The key of a resource.")
    space = serializers.SlugField(required=False, max_length=50, help_text="The slug of a space.")
    names = serializers.BooleanField(
        required=False, default=True, help_text="For whom and what for; of others it needs the right to see it."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "resource" in attrs and "space" in attrs:
            raise serializers.ValidationError(_("Une ressource ou un lieu, pas les deux."), "resource_or_space")
        return attrs

    @staticmethod
    def subject(values: Mapping[str, Any], house: HouseOffer) -> CalendarSubject:
        """Return what the calendar is to be about. Refusal: `space_unknown` (404)."""
        space = house.space(values["space"]) if "space" in values else None
        if "space" in values and space is None:
            raise Refused(Reason("space_unknown", _("Ce lieu n’existe pas (ou plus) ici."), status=404))
        has_subject = "resource" in values or space is not None
        names = bool(values["names"]) or not has_subject
        return CalendarSubject(values.get("resource"), space.id if space else None, has_names=names)


class RenewalAsked(Strict):
    """Ask for nothing more than another address."""


class CalendarShown(serializers.Serializer[Any]):
    """One calendar: of a resource, of a space, or of one's own bookings."""

    id = serializers.IntegerField()
    resource = serializers.IntegerField(allow_null=True)
    space = serializers.SlugField(allow_null=True, help_text="With no resource: the whole space.")
    names = serializers.BooleanField(help_text="Whether it tells for whom and what for.")
    created_at = serializers.DateTimeField(help_text="When it got its present address.")


class CalendarMade(CalendarShown):
    """A calendar with its address, which is told this once."""

    address = serializers.URLField(help_text="Whoever knows it reads the calendar: keep it like a password.")


def calendar_json(feed: CalendarFeed, house: HouseOffer) -> dict[str, Any]:
    """Return the calendar as `CalendarShown` describes it."""
    return {
        "id": feed.pk,
        "resource": feed.resource_id,
        "space": house.space_of(feed.space_id).slug if feed.space_id else None,
        "names": feed.has_names,
        "created_at": feed.created_at,
    }
