from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.models import Booking, Occupancy
from bookings.operations import book_resource
from bookings.wishes import BookingWish
from common.errors import Refused
from common.models import AuditEntry
from members.people import Party
from spaces.catalogue import HouseOffer, PriceFacts
from spaces.enums import Unit
from spaces.local_time import Period
from spaces.models import Price
from spaces.operations import close_days, set_price
from spaces.queries import catalogue
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse

Hold = Callable[[datetime], datetime]
MORNING = period(THURSDAY, "09:00", "13:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (period(date(2026, 11, 23), "09:00", "13:00"), "period_in_past"),
        (Period(MORNING.ends_at, MORNING.starts_at), "period_reversed"),
        (Period(MORNING.starts_at, MORNING.starts_at), "period_empty"),
        (period(date(2036, 12, 10), "09:00", "13:00"), "too_far_ahead"),
        (Period(datetime(9999, 12, 1, tzinfo=UTC), datetime(9999, 12, 2, tzinfo=UTC)), "too_far_ahead"),
        (Period(MORNING.starts_at, MORNING.starts_at + timedelta(days=4000)), "too_far_ahead"),
        (period(THURSDAY, "17:00", "00:00"), "outside_opening_hours"),
        (
            Period(period(THURSDAY, "17:00", "18:00").starts_at, MORNING.starts_at + timedelta(days=1)),
            "outside_opening_hours",
        ),
        (period(date(2026, 12, 12), "09:00", "13:00"), "outside_opening_hours"),
        (period(date(2026, 12, 25), "09:00", "13:00"), "outside_opening_hours"),
        (period(THURSDAY, "18:00", "19:00"), "outside_opening_hours"),
        (period(THURSDAY, "09:00", "09:30"), "too_short"),
        (period(THURSDAY, "09:15", "11:15"), "off_step"),
        (Period(MORNING.starts_at + timedelta(seconds=1), MORNING.ends_at), "off_step"),
        (period(date(2026, 11, 25), "09:00", "13:00"), "notice_too_short"),
    ],
)
def test_what_makes_no_sense_or_breaks_a_rule_is_refused_with_its_code(
    house: SmallHouse, alice: Person, asked: Period, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        book(alice, house.small_room, asked)
    assert code in {reason.code for reason in refusal.value.reasons}
    assert not Booking.objects.exists()
    assert not Occupancy.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_is_not_sold_to_my_audience_is_not_on_offer(house: SmallHouse, oscar: Person) -> None:
    with pytest.raises(Refused, match="not_on_offer"):
        book(oscar, house.phone_room, period(THURSDAY, "10:00", "11:00"))


def test_an_unknown_resource_is_refused(house: SmallHouse, alice: Person) -> None:
    actor = actor_of(alice)
    with pytest.raises(Refused, match="resource_unknown"):
        book_resource(actor=actor, at=NOW, wish=BookingWish(MORNING, resource_id=10**9), party=actor.party)


def test_nobody_books_for_another_without_the_right(house: SmallHouse, alice: Person, charlie: Person) -> None:
    with pytest.raises(Refused, match="right_needed"):
        book_resource(
            actor=actor_of(charlie),
            at=NOW,
            wish=BookingWish(MORNING, resource_id=house.small_room.pk),
            party=actor_of(alice).party,
        )


def test_a_party_with_a_better_audience_than_mine_is_somebody_else(house: SmallHouse, oscar: Person) -> None:
    actor = actor_of(oscar)
    with pytest.raises(Refused, match="right_needed"):
        book_resource(
            actor=actor,
            at=NOW,
            wish=BookingWish(MORNING, resource_id=house.small_room.pk),
            party=replace(actor.party, audience="members"),
        )


def test_a_co_manager_books_for_an_outside_customer_at_the_outside_price(house: SmallHouse, bob: Person) -> None:
    booking = book_resource(
        actor=actor_of(bob),
        at=NOW,
        wish=BookingWish(MORNING, resource_id=house.large_room.pk),
        party=Party(label="Société Lys"),
    )
    assert (booking.booked_by_label, booking.for_label, booking.payer_label) == ("Bob", "Société Lys", "Société Lys")
    assert booking.net_minor == 16000


def test_booked_by_for_whom_and_payer_are_kept_apart(
    house: SmallHouse, alice: Person, bob: Person, oscar: Person
) -> None:
    booking = book_resource(
        actor=actor_of(bob),
        at=NOW,
        wish=BookingWish(MORNING, resource_id=house.small_room.pk),
        party=actor_of(alice).party,
        payer=actor_of(oscar).party,
    )
    assert (booking.booked_by, booking.for_member, booking.payer_account) == (
        bob.account,
        alice.member,
        oscar.account,
    )


def test_a_co_manager_passes_over_the_notice_and_the_audit_says_why(house: SmallHouse, bob: Person) -> None:
    actor = actor_of(bob)
    tomorrow = period(date(2026, 11, 25), "09:00", "13:00")
    wish = BookingWish(tomorrow, resource_id=house.small_room.pk, override="fuite d'eau chez la voisine")
    book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    assert AuditEntry.objects.get().note == "fuite d'eau chez la voisine"


def test_the_audit_says_of_a_firm_booking_what_it_has_and_nothing_else(house: SmallHouse, alice: Person) -> None:
    book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"), at=NOW)
    assert sorted(AuditEntry.objects.get().changes) == ["ends_at", "price", "starts_at"]


def test_an_override_needs_its_right(house: SmallHouse, alice: Person) -> None:
    actor = actor_of(alice)
    wish = BookingWish(MORNING, resource_id=house.small_room.pk, override="s'il te plaît")
    with pytest.raises(Refused, match="right_needed"):
        book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)


def test_an_override_never_passes_over_another_booking(house: SmallHouse, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, MORNING)
    actor = actor_of(bob)
    wish = BookingWish(MORNING, resource_id=house.small_room.pk, override="urgent")
    with pytest.raises(Refused, match="slot_taken"):
        book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)


def test_the_price_in_force_on_the_day_of_use_is_frozen(house: SmallHouse, alice: Person) -> None:
    Price.objects.create(
        space=house.space,
        resource=house.small_room,
        unit="half_day",
        audience=house.members,
        net_minor=6000,
        valid_from=date(2026, 12, 10),
    )
    before = book(alice, house.small_room, period(date(2026, 12, 9), "09:00", "13:00"))
    on_the_day = book(alice, house.small_room, MORNING)
    assert (before.net_minor, on_the_day.net_minor) == (5600, 6000)
    Price.objects.update(net_minor=9999)
    on_the_day.refresh_from_db()
    assert on_the_day.net_minor == 6000


def test_a_day_closed_while_a_wish_was_read_is_closed(
    house: SmallHouse, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = catalogue()
    with as_read_before(old, monkeypatch):
        close_days(space_id=house.space.pk, days=(THURSDAY, THURSDAY), actor=SEED, at=NOW)
        with pytest.raises(Refused, match="outside_opening_hours"):
            book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"), at=NOW)
    assert not Booking.objects.exists()


def test_a_price_raised_while_a_wish_was_read_is_not_charged_unseen(
    house: SmallHouse, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = catalogue()
    facts = PriceFacts("", house.small_room.pk, Unit.HALF_DAY, "members", 6000, 2000, NOW.date())
    with as_read_before(old, monkeypatch):
        set_price(space_id=house.space.pk, price=facts, actor=SEED, at=NOW)
        with pytest.raises(Refused, match="settings_changed"):
            book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"), at=NOW)
    assert book(alice, house.small_room, period(THURSDAY, "09:00", "13:00"), at=NOW).net_minor == 6000


@contextmanager
def as_read_before(old: HouseOffer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the first read of each booking see the house as it was, and what is read under the locks see it now."""
    reads = iter([old])
    with monkeypatch.context() as patch:
        patch.setattr("bookings.operations.book.spaces.catalogue", lambda: next(reads, None) or catalogue())
        yield
