"""The Lantern, Edinburgh and Glasgow: an invented house that does everything differently.

One space never closes, the other shuts on Scottish holidays; hours, evenings and days are sold and no
half-days, in pounds, under three cancellation tiers, a small deposit, and hardly any notice.
"""

from datetime import time

from common.rights import Right
from frontend.demo import names
from frontend.demo.plan import (
    INVENTED,
    Appointment,
    CastPerson,
    Habit,
    HousePlan,
    PeoplePlan,
    PeriodPlan,
    PricePlan,
    RulePlan,
    SpacePlan,
)
from frontend.founding import CirclePlan
from spaces.details import HouseDetails, ResourceDetails, SpaceDetails
from spaces.enums import PeriodName, ResourceKind, Unit

VAT = 2000
MIDNIGHT = time(0)
SEAT, ROOM, PHONE_ROOM, EQUIPMENT = (
    ResourceKind.SEAT,
    ResourceKind.ROOM,
    ResourceKind.PHONE_ROOM,
    ResourceKind.EQUIPMENT,
)
TITLES = ("Team meeting", "Interviews", "Workshop", "Rehearsal", "Client call", "Board meeting", "")


def for_both(target: ResourceKind | str, unit: Unit, *, members: int, outside: int) -> tuple[PricePlan, PricePlan]:
    """Return what a unit costs members and outside customers, in pence without VAT."""
    return (
        PricePlan(target, unit, "members", members, VAT, INVENTED),
        PricePlan(target, unit, "outside", outside, VAT, INVENTED),
    )


RULES = (
    RulePlan((ROOM,), "notice_minutes", 120),
    RulePlan((ROOM,), "horizon_days", 180),
    RulePlan((ROOM,), "step_minutes", 15),
    RulePlan((ROOM,), "shortest_minutes", 45),
    RulePlan((ROOM,), "longest_minutes", 31 * 1440),
    RulePlan((ROOM,), "deposit_percent", 25),
    RulePlan((ROOM,), "undo_minutes", 30),
    RulePlan((ROOM,), "cancellation_tiers", [[7 * 1440, 30], [48 * 60, 60], [12 * 60, 100]]),
    RulePlan((EQUIPMENT,), "cancellation_tiers", [[24 * 60, 50]]),
    RulePlan((SEAT,), "is_numbered", value=True),
    RulePlan((SEAT,), "horizon_days", 60),
    RulePlan((SEAT,), "longest_minutes", 24 * 60),
)

PERIODS = (
    PeriodPlan((SEAT, ROOM), Unit.DAY, PeriodName.DAY, time(8), time(18)),
    PeriodPlan((SEAT, ROOM), Unit.EVENING, PeriodName.EVENING, time(18), MIDNIGHT),
)

QUAY = SpacePlan(
    details=SpaceDetails(
        slug="quay",
        name="Lantern Quay",
        description="A warehouse by the water that never closes: desks, two rooms, a podcast booth.",
        address="7 Shore Wynd, Edinburgh EH6",
        how_to_come="Tram to The Shore, then follow the water. The night door is on the quay side.",
        country="GB",
        subdivision="SCT",
        time_zone="Europe/London",
        is_closed_on_public_holidays=False,
        position=0,
    ),
    zones=("Ground floor", "Mezzanine"),
    resources=(
        *(ResourceDetails(f"desk-{n:02}", f"Desk {n}", SEAT, zone="Ground floor", position=n) for n in range(1, 15)),
        ResourceDetails("bell-room", "Bell room", ROOM, 10, ("screen", "whiteboard"), "Mezzanine", position=50),
        ResourceDetails("net-loft", "Net loft", ROOM, 24, ("projector", "piano"), "Mezzanine", position=51),
        ResourceDetails("call-box", "Call box", PHONE_ROOM, zone="Ground floor", position=60),
        ResourceDetails("podcast-kit", "Podcast kit", EQUIPMENT, zone="Mezzanine", position=70),
    ),
    hours=((range(7), MIDNIGHT, MIDNIGHT),),
    periods=PERIODS,
    prices=(
        *for_both(SEAT, Unit.HOUR, members=150, outside=350),
        *for_both(SEAT, Unit.EVENING, members=600, outside=1_200),
        *for_both(SEAT, Unit.DAY, members=900, outside=1_800),
        *for_both(ROOM, Unit.HOUR, members=1_400, outside=2_200),
        *for_both(ROOM, Unit.EVENING, members=6_000, outside=9_000),
        *for_both(ROOM, Unit.DAY, members=9_500, outside=14_500),
        *for_both("net-loft", Unit.HOUR, members=2_250, outside=3_333),
        *for_both(EQUIPMENT, Unit.HOUR, members=500, outside=799),
        PricePlan("net-loft", Unit.MONTH, "members", 95_000, VAT, INVENTED),
        PricePlan(PHONE_ROOM, Unit.HOUR, "members", 0, VAT, INVENTED),
    ),
    rules=RULES,
    habits=(
        Habit(
            SEAT,
            6,
            {Unit.DAY: 3, Unit.EVENING: 2, Unit.HOUR: 3},
            is_any_of_kind=True,
            outside_share=15,
            days_before=(0, 4),
            cancelled_share=5,
        ),
        Habit(
            ROOM,
            1.4,
            {Unit.HOUR: 5, Unit.EVENING: 2, Unit.DAY: 1},
            lengths=(45, 60, 90, 150),
            outside_share=40,
            days_before=(1, 30),
            cancelled_share=12,
            titles=TITLES,
        ),
        Habit(EQUIPMENT, 0.6, {Unit.HOUR: 1}, outside_share=25, days_before=(1, 10), cancelled_share=8),
        Habit(PHONE_ROOM, 2, {Unit.HOUR: 1}, lengths=(30, 60), days_before=(0, 2)),
    ),
    appointments=(
        Appointment("Isla", SEAT, Unit.EVENING, 0),
        Appointment("Isla", ROOM, Unit.EVENING, 6, "net-loft", "Rehearsal"),
        Appointment("Eilidh", SEAT, Unit.DAY, 1),
        Appointment("Omar", ROOM, Unit.DAY, 9, "bell-room", "Workshop", by="Eilidh"),
    ),
)

LOFT = SpacePlan(
    details=SpaceDetails(
        slug="loft",
        name="Lantern Loft",
        description="Three quiet floors under the roof, by day and into the evening.",
        address="31 Candleriggs Lane, Glasgow G1",
        how_to_come="Five minutes from Queen Street station. Ring at the blue door.",
        country="GB",
        subdivision="SCT",
        time_zone="Europe/London",
        position=1,
    ),
    zones=("Loft",),
    resources=(
        *(ResourceDetails(f"seat-{n:02}", f"Seat {n}", SEAT, zone="Loft", position=n) for n in range(1, 9)),
        ResourceDetails("skylight", "Skylight", ROOM, 6, ("screen",), "Loft", position=50),
    ),
    hours=((range(5), time(7, 30), time(22)), (range(5, 6), time(10), time(16))),
    periods=(
        PeriodPlan((SEAT, ROOM), Unit.DAY, PeriodName.DAY, time(7, 30), time(17, 30)),
        PeriodPlan((SEAT, ROOM), Unit.EVENING, PeriodName.EVENING, time(17, 30), time(22)),
    ),
    prices=(
        *for_both(SEAT, Unit.DAY, members=700, outside=1_500),
        *for_both(SEAT, Unit.EVENING, members=400, outside=900),
        *for_both(ROOM, Unit.HOUR, members=1_100, outside=1_750),
        *for_both(ROOM, Unit.DAY, members=7_000, outside=11_000),
    ),
    rules=RULES,
    habits=(
        Habit(SEAT, 4, {Unit.DAY: 4, Unit.EVENING: 1}, is_any_of_kind=True, days_before=(0, 4), cancelled_share=5),
        Habit(
            ROOM,
            1.2,
            {Unit.HOUR: 4, Unit.DAY: 1},
            lengths=(45, 60, 120),
            outside_share=30,
            days_before=(1, 30),
            cancelled_share=10,
            titles=TITLES,
        ),
    ),
)

LANTERN = HousePlan(
    details=HouseDetails(
        name="The Lantern",
        slug="lantern",
        currency="GBP",
        default_language="en",
        contact_email="hello@lantern.example",
        contact_phone="0131 496 0123",
        is_demo=True,
    ),
    spaces=(QUAY, LOFT),
    circles=(
        CirclePlan(
            "front-desk",
            "Front desk",
            "Welcome people, book for them, open and close.",
            (Right.BOOK_FOR_OTHERS, Right.SEE_ALL_BOOKINGS, Right.CHANGE_ALL_BOOKINGS, Right.MANAGE_MEMBERS),
        ),
        CirclePlan(
            "keepers",
            "Keepers",
            "Keep the rooms, the hours, the rules and the prices.",
            (
                Right.OVERRIDE_BOOKING_RULES,
                Right.APPROVE_BOOKINGS,
                Right.MANAGE_ACCESS,
                Right.MANAGE_RESOURCES,
                Right.MANAGE_HOURS,
                Right.MANAGE_PRICES,
                Right.MANAGE_RULES,
                Right.MANAGE_CIRCLES,
                Right.SEE_AUDIT,
            ),
        ),
    ),
    people=PeoplePlan(
        mail_domain="lantern.example",
        member_count=90,
        given_names=names.SCOTTISH_GIVEN,
        family_names=names.SCOTTISH_FAMILY,
        cast=(
            CastPerson("Isla Kinnear", "member", has_password=True),
            CastPerson("Eilidh Macrae", "co-manager", has_password=True, circles=("front-desk", "keepers")),
            CastPerson("Callum Baird", "front desk", circles=("front-desk",)),
            CastPerson("Omar Sinclair", "outside customer", is_member=False, has_password=True),
        ),
        customers=("Harbour Choir", "Leith Repair Café", "Northlight Films", "Thistle & Co"),
        guests=("Tenants' association", "Book circle"),
        receptionist="Eilidh",
    ),
)
