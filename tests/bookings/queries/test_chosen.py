"""The state of a booking is told in Python for one, and in SQL for many: they must not differ."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookings.life import State, state_at
from bookings.models import Booking
from bookings.queries.chosen import in_state
from bookings.queries.visible import past, upcoming
from spaces.enums import AudienceCode
from tests.support.booking import NOW, THURSDAY, period
from tests.support.houses import SmallHouse, make_house

SLOT = period(THURSDAY, "09:00", "13:00")
instants = st.sampled_from([NOW, SLOT.starts_at, SLOT.starts_at + timedelta(minutes=20), SLOT.ends_at])
maybe = st.none() | instants
asked = st.sampled_from(["", "option", "request"])


class TestStates(TestCase):
    house: SmallHouse

    @classmethod
    def setUpTestData(cls) -> None:
        cls.house = make_house()

    @given(tentative=asked, lapses=maybe, confirmed=maybe, refused=maybe, cancelled=maybe, here=maybe, at=instants)
    def test_one_booking_is_found_under_its_state_and_under_no_other(self, at: Any, **facts: Any) -> None:
        tentative, confirmed, cancelled = facts["tentative"], facts["confirmed"], facts["cancelled"]
        booking = Booking.objects.create(
            space=self.house.space,
            resource=self.house.small_room,
            starts_at=SLOT.starts_at,
            ends_at=SLOT.ends_at,
            booked_at=NOW,
            booked_by_label="Alice",
            for_label="Alice",
            payer_label="Alice",
            audience=AudienceCode.MEMBERS,
            currency="EUR",
            net_minor=0,
            vat_minor=0,
            changed_at=NOW,
            tentative=tentative,
            lapses_at=facts["lapses"] if not tentative or confirmed else facts["lapses"] or SLOT.starts_at,
            confirmed_at=confirmed if tentative else None,
            refused_at=facts["refused"] if tentative and not confirmed and not cancelled else None,
            cancelled_at=cancelled,
            due_minor=0 if cancelled else None,
            checked_in_at=facts["here"],
        )
        found = [state for state in State if Booking.objects.filter(in_state(state, at)).exists()]
        assert found == [state_at(booking, at)]
        is_upcoming = upcoming(Booking.objects.all(), at).exists()
        assert is_upcoming != past(Booking.objects.all(), at).exists()
        over = {State.DONE, State.CANCELLED, State.REFUSED, State.LAPSED, State.NO_SHOW}
        assert is_upcoming == (state_at(booking, at) not in over)
