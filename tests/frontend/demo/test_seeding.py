from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bookings.models import Booking
from common import clock
from frontend.demo.mutualab import MUTUALAB
from frontend.demo.seeding import seed
from members.models import Member


@pytest.mark.parametrize(
    "at",
    [
        datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris")),
        datetime(2028, 2, 29, 23, 59, tzinfo=ZoneInfo("Europe/Paris")),
    ],
)
def test_a_house_can_be_seeded_at_any_instant(at: datetime, db: None) -> None:
    clock.freeze(at)

    seed(replace(MUTUALAB, days_back=20, days_ahead=20), at=at, tell=lambda _: None)

    assert Booking.objects.filter(starts_at__lt=at).exists()
    assert Booking.objects.filter(starts_at__gt=at).exists()
    this_year = Member.objects.filter(memberships__starts_on__year=at.year)
    next_year = Member.objects.filter(memberships__starts_on__year=at.year + 1)
    assert (this_year.count(), next_year.count()) == (300, 300)
