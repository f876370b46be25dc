"""Judge the demo Mutualab by the field notes and by the policies, not by the code that made it."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import groupby, pairwise
from random import Random

import pytest

from bookings.models import Booking, Occupancy
from bookings.policies import reasons_not_to_book
from bookings.quoting import BookingCase, quote_for
from bookings.terms import Terms
from common.models import AuditEntry, OutboxJob
from common.money import percentage_of
from common.rights import Right
from members.models import Account, Circle, Member, Membership
from members.queries import actor_for
from spaces.catalogue import HouseOffer, ResourceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import Period
from spaces.models import Price, Resource
from tests.frontend.demo.conftest import NOW

TODAY = NOW.date()
MIDNIGHT = NOW.replace(hour=0)


def resource(house: HouseOffer, slug: str) -> ResourceOffer:
    return next(r for r in house.spaces[0].resources if r.slug == slug)


def past_bookings() -> list[Booking]:
    return list(Booking.objects.filter(starts_at__lt=MIDNIGHT).order_by("id"))


def case_of(house: HouseOffer, booking: Booking) -> BookingCase:
    """Return the booking as the policies saw it when it was made."""
    resource = house.resource(booking.resource_id)
    assert resource is not None
    period = Period(booking.starts_at, booking.ends_at)
    return BookingCase(house.spaces[0], resource, period, booking.audience, booking.booked_at)


@pytest.mark.parametrize(
    ("slug", "unit", "members", "outside"),
    [
        ("petite-salle", Unit.HALF_DAY, 5600, 8000),
        ("petite-salle", Unit.DAY, 10500, 15000),
        ("grande-salle", Unit.HALF_DAY, 11200, 16000),
        ("grande-salle", Unit.DAY, 25200, 36000),
        ("espace-modulable", Unit.HALF_DAY, 25200, 36000),
        ("espace-modulable", Unit.DAY, 42000, 60000),
    ],
)
def test_rooms_cost_what_the_field_notes_say(
    slug: str, unit: Unit, members: int, outside: int, mutualab: HouseOffer
) -> None:
    space, room = mutualab.spaces[0], resource(mutualab, slug)

    assert space.prices_for(room, "members", TODAY)[unit].net_minor == members
    assert space.prices_for(room, "outside", TODAY)[unit].net_minor == outside
    assert space.prices_for(room, "members", TODAY)[unit].vat_bp == 2000


def test_every_price_the_field_notes_do_not_give_is_marked_as_invented(mutualab: HouseOffer) -> None:
    of_rooms = Price.objects.filter(resource__isnull=False, resource__whole_links=None).exclude(unit=Unit.HOUR)

    assert of_rooms.count() == 12
    assert not of_rooms.exclude(note="").exists()
    assert not Price.objects.exclude(pk__in=of_rooms).exclude(note="inventé").exists()


def test_rooms_are_asked_for_48_hours_ahead_within_9_to_18_with_half_a_deposit(mutualab: HouseOffer) -> None:
    rules = mutualab.spaces[0].rules_for(resource(mutualab, "espace-modulable"), TODAY)

    assert rules.notice_minutes == 48 * 60
    assert (rules.bookable_from, rules.bookable_until) == (time(9), time(18))
    assert rules.deposit_percent == 50
    assert [(tier.minutes_before, tier.percent) for tier in rules.cancellation_tiers] == [(21600, 50), (4320, 100)]


def test_seats_and_phone_rooms_need_no_notice_and_cost_nothing_to_cancel(mutualab: HouseOffer) -> None:
    for slug in ("place-01", "cabine-1"):
        rules = mutualab.spaces[0].rules_for(resource(mutualab, slug), TODAY)
        assert (rules.notice_minutes, rules.deposit_percent, rules.cancellation_tiers) == (0, 0, ())


def test_it_is_open_on_working_days_and_closed_on_french_holidays(mutualab: HouseOffer) -> None:
    space = mutualab.spaces[0]

    assert [len(space.hours_on(date(2026, 11, 23) + timedelta(days=n))) for n in range(7)] == [1, 1, 1, 1, 1, 0, 0]
    assert space.closed_because(date(2026, 12, 25)) == "Noël"


def test_it_has_32_seats_three_rooms_one_of_two_halves_and_two_phone_rooms(mutualab: HouseOffer) -> None:
    assert Counter(Resource.objects.values_list("kind", flat=True)) == {
        "seat": 32,
        "room": 2,
        "event_space": 3,
        "phone_room": 2,
    }
    assert set(Resource.objects.filter(kind=ResourceKind.SEAT).values_list("name", flat=True)) == {"Place"}


def test_300_members_have_a_membership_this_year_and_the_next(mutualab: HouseOffer) -> None:
    for day in (TODAY, date(2027, 12, 31)):
        current = Membership.objects.filter(starts_on__lte=day, ends_on__gte=day)
        assert current.values("member").distinct().count() == current.count() == 300
    assert Member.objects.values("name").distinct().count() == 300
    assert 0 < Member.objects.filter(account=None).count() < 30


def test_only_the_cast_has_a_password(mutualab: HouseOffer) -> None:
    with_password = [account.email for account in Account.objects.all() if account.has_usable_password()]

    assert sorted(with_password) == ["karim@mutualab.example", "lea@mutualab.example", "nadia@mutualab.example"]


def test_the_cast_holds_the_rights_of_its_circles_and_lea_none(mutualab: HouseOffer) -> None:
    actors = {
        name: actor_for(Account.objects.get(email=f"{name}@mutualab.example"), NOW)
        for name in ("lea", "karim", "samir", "nadia", "zoe")
    }

    assert actors["karim"].has_right(Right.BOOK_FOR_OTHERS)
    assert actors["karim"].has_right(Right.SEE_ALL_BOOKINGS)
    assert actors["karim"].has_right(Right.MANAGE_PRICES)
    assert not actors["zoe"].has_right(Right.MANAGE_PRICES)
    assert actors["samir"].has_right(Right.MANAGE_PRICES)
    assert (actors["lea"].rights, actors["lea"].is_member) == (frozenset(), True)
    assert (actors["nadia"].rights, actors["nadia"].is_member) == (frozenset(), False)
    names = Circle.objects.values_list("name", flat=True)
    assert sorted(names) == ["Accueil (BOB)", "Collège", "Réseau", "Salles", "Trésorerie"]


def test_every_right_is_held_by_somebody(mutualab: HouseOffer) -> None:
    assert set(Circle.objects.values_list("rights__right", flat=True)) == set(Right.values)


def test_the_past_year_and_the_next_60_days_are_busy(mutualab: HouseOffer) -> None:
    days = {starts_at.date() for starts_at in Booking.objects.values_list("starts_at", flat=True)}

    assert min(days) - TODAY < timedelta(days=-355)
    assert timedelta(days=50) < max(days) - TODAY <= timedelta(days=60)
    assert len(past_bookings()) > 3000
    assert Booking.objects.filter(starts_at__gte=MIDNIGHT).count() > 200


def test_200_random_past_bookings_are_what_the_policies_would_have_made(mutualab: HouseOffer) -> None:
    for booking in Random(2026).sample(past_bookings(), 200):
        case = case_of(mutualab, booking)
        quote = quote_for(case)

        assert reasons_not_to_book(case) == []
        assert quote is not None
        assert quote.period == case.period
        assert [line.as_json() for line in quote.lines] == booking.lines
        assert (quote.net_minor, quote.vat_minor) == (booking.net_minor, booking.vat_minor)
        assert Terms.of(case.rules).as_json() == booking.terms
        assert booking.deposit_minor == percentage_of(booking.gross_minor, case.rules.deposit_percent)
        assert booking.booked_at < booking.starts_at


def test_whoever_booked_at_the_members_price_was_a_member_then(mutualab: HouseOffer) -> None:
    for booking in Random(7).sample(past_bookings(), 200):
        day = mutualab.spaces[0].local(booking.booked_at).date()
        current = Membership.objects.filter(member=booking.for_member, starts_on__lte=day, ends_on__gte=day)
        assert current.exists() == (booking.audience == "members")


def test_a_cancelled_one_owes_what_its_tier_says(mutualab: HouseOffer) -> None:
    cancelled = Booking.objects.exclude(cancelled_at=None).select_related("resource")
    seen: Counter[int] = Counter()
    for booking in cancelled:
        assert booking.cancelled_at is not None
        left = booking.starts_at - booking.cancelled_at
        is_room = booking.resource.kind in {ResourceKind.ROOM, ResourceKind.EVENT_SPACE}
        percent = 0
        if is_room and booking.cancelled_at - booking.booked_at > timedelta(minutes=15):
            percent = 100 if left < timedelta(hours=72) else 50 if left < timedelta(days=15) else 0
        seen[percent] += is_room
        assert booking.due_minor == percentage_of(booking.gross_minor, percent)
        assert booking.is_to_be_invoiced == (percent > 0)
    assert all(seen[percent] for percent in (0, 50, 100))


def test_nothing_is_ever_held_twice_and_every_hold_is_its_bookings(mutualab: HouseOffer) -> None:
    rows = list(Occupancy.objects.select_related("booking").order_by("resource_id", "starts_at"))
    space, hall = mutualab.spaces[0], resource(mutualab, "espace-modulable")
    for row in rows:
        assert (row.starts_at, row.ends_at) == (row.booking.starts_at, row.booking.ends_at)
        assert row.resource_id in space.atoms(mutualab.resources_by_id[row.booking.resource_id])
        ends = (row.booking.cancelled_at, row.booking.lapses_at, row.booking.confirmed_at)
        assert row.held_until in {*ends, row.held_from} - {None} or (row.held_until is None and not any(ends[:2]))
    kept = [row for row in rows if row.held_until is None or row.held_until > NOW]
    for _resource, of_one in groupby(kept, key=lambda row: row.resource_id):
        assert all(one.ends_at <= following.starts_at for one, following in pairwise(of_one))
    per_booking = {False: 1, True: len(space.atoms(hall))}
    held = Booking.objects.values_list("resource_id", "confirmed_at")
    assert len(rows) == sum(per_booking[key == hall.id] * (1 if confirmed is None else 2) for key, confirmed in held)


def test_a_member_hosts_an_event_free_of_charge(mutualab: HouseOffer) -> None:
    event = Booking.objects.get(is_community_event=True)
    assert (event.title, event.gross_minor, event.in_charge_label) == ("Atelier vélo", 0, "Karim Benali")
    small, seat = resource(mutualab, "petite-salle"), resource(mutualab, "place-01")
    assert mutualab.spaces[0].rules_for(small, TODAY).free_when_full_of == "phone_room"
    assert not mutualab.spaces[0].rules_for(seat, TODAY).is_numbered


def test_nobody_has_two_seats_at_a_time(mutualab: HouseOffer) -> None:
    kept = Booking.objects.filter(cancelled_at=None, any_of_kind=ResourceKind.SEAT).order_by("for_label", "starts_at")

    for _person, seats in groupby(kept, key=lambda booking: booking.for_label):
        assert all(one.ends_at <= following.starts_at for one, following in pairwise(seats))


def test_what_is_to_come_was_booked_by_people_and_left_a_trail(mutualab: HouseOffer) -> None:
    ahead = Booking.objects.filter(starts_at__gt=NOW)

    made = AuditEntry.objects.filter(action__in=["booking.made", "booking.requested", "booking.optioned"])
    assert made.count() == ahead.count()
    assert not ahead.filter(booked_by=None).exists()
    assert ahead.filter(for_member=None, for_account=None, booked_by__email="karim@mutualab.example").exists()


def test_one_request_and_one_option_wait_and_the_others_have_their_answer(mutualab: HouseOffer) -> None:
    waiting = Booking.objects.standing(NOW).exclude(tentative="").filter(confirmed_at=None)

    assert sorted(waiting.values_list("for_label", "tentative")) == [
        ("Léa Vandamme", "option"),
        ("Nadia Lefebvre", "request"),
    ]
    assert not Booking.objects.filter(tentative="request", lapses_at__lt=NOW, confirmed_at=None).exists()
    assert not OutboxJob.objects.filter(kind="news").exists()


@pytest.mark.parametrize("name", ["lea", "karim", "nadia"])
def test_each_login_finds_something_to_come(name: str, mutualab: HouseOffer) -> None:
    account = Account.objects.get(email=f"{name}@mutualab.example")
    party = actor_for(account, NOW).party
    mine = Booking.objects.filter(for_member=party.member_id) if party.member_id else account.bookings.all()

    assert mine.filter(ends_at__gt=NOW, cancelled_at=None).exists()


def test_a_seeded_house_writes_to_nobody(mutualab: HouseOffer) -> None:
    assert Booking.objects.filter(starts_at__gt=NOW).exists()
    assert not OutboxJob.objects.exists()
