"""A space that never closes, beside the small house."""

from datetime import time

from spaces.enums import AudienceCode, ResourceKind, Unit
from spaces.models import OpeningSlot, OpeningWeek, Price, Resource
from tests.support.houses import SINCE, VAT_BP, make_audience, make_resource, make_space


def make_night_room() -> Resource:
    """Return a room at 10 € an hour in the space `nuit`, open day and night."""
    space = make_space("nuit")
    space.is_closed_on_public_holidays = False
    space.save()
    week = OpeningWeek.objects.create(space=space, valid_from=SINCE)
    for weekday in range(7):
        OpeningSlot.objects.create(week=week, weekday=weekday, opens_at=time(0), closes_at=time(0))
    room = make_resource(space, ResourceKind.ROOM, "studio", name="Studio")
    audience = make_audience(AudienceCode.MEMBERS)
    Price.objects.create(
        space=space, resource=room, unit=Unit.HOUR, audience=audience, net_minor=1000, vat_bp=VAT_BP, valid_from=SINCE
    )
    return room
