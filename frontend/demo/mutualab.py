"""Mutualab, Lille: the coworking space whose rules and room prices the product is built for.

The zones, rooms, hours, room prices by the half-day and the day, notice, deposit and cancellation tiers
are those it publishes. Prices with the note `inventé`, the address, the contacts, the capacities, the
features and the people are invented.
"""

from dataclasses import replace
from datetime import time

from frontend.demo import names
from frontend.demo.plan import (
    INVENTED,
    AccessPlan,
    Appointment,
    CastPerson,
    Habit,
    HousePlan,
    PeoplePlan,
    PeriodPlan,
    PricePlan,
    RulePlan,
    SpacePlan,
    SupplementPlan,
)
from frontend.founding import CIRCLES
from spaces.details import HouseDetails, ResourceDetails, SpaceDetails
from spaces.enums import PeriodName, ResourceKind, Unit

VAT = 2000
SEAT, ROOM, PHONE_ROOM, EVENT_SPACE = (
    ResourceKind.SEAT,
    ResourceKind.ROOM,
    ResourceKind.PHONE_ROOM,
    ResourceKind.EVENT_SPACE,
)
RENTED = (ROOM, EVENT_SPACE)
SEATS = 32
DAY_MINUTES = 24 * 60
TITLES = (
    "Réunion d’équipe",
    "Conseil d’administration",
    "Entretiens",
    "Formation",
    "Atelier",
    "Point projet",
    "Rendez-vous client",
    "Commission",
    "",
)

RESOURCES = (
    *(ResourceDetails(f"place-{n:02}", "Place", SEAT, zone="Open space", position=n) for n in range(1, SEATS + 1)),
    ResourceDetails(
        "petite-salle",
        "Petite salle",
        ROOM,
        capacity=8,
        features=("écran", "tableau blanc"),
        zone="Salles de réunion",
        position=50,
    ),
    ResourceDetails(
        "grande-salle",
        "Grande salle",
        ROOM,
        capacity=20,
        features=("vidéoprojecteur", "tableau blanc", "visioconférence"),
        zone="Salles de réunion",
        position=51,
    ),
    ResourceDetails(
        "espace-modulable",
        "Espace modulable",
        EVENT_SPACE,
        capacity=80,
        features=("sonorisation", "vidéoprojecteur", "cloison mobile"),
        zone="Espace modulable",
        position=60,
    ),
    *(
        ResourceDetails(
            f"demi-espace-{side}", f"Demi-espace {side}", EVENT_SPACE, 35, zone="Espace modulable", position=n
        )
        for n, side in ((61, "cour"), (62, "rue"))
    ),
    ResourceDetails("cabine-1", "Cabine 1", PHONE_ROOM, zone="Cabines", position=70),
    ResourceDetails("cabine-2", "Cabine 2", PHONE_ROOM, zone="Cabines", position=71),
)

# Excl. VAT, in cents: room, unit, coworkers, outside customers, note.
ROOM_PRICES = (
    ("petite-salle", Unit.HALF_DAY, 5_600, 8_000, ""),
    ("petite-salle", Unit.DAY, 10_500, 15_000, ""),
    ("grande-salle", Unit.HALF_DAY, 11_200, 16_000, ""),
    ("grande-salle", Unit.DAY, 25_200, 36_000, ""),
    ("espace-modulable", Unit.HALF_DAY, 25_200, 36_000, ""),
    ("espace-modulable", Unit.DAY, 42_000, 60_000, ""),
    ("petite-salle", Unit.HOUR, 1_750, 2_500, INVENTED),
    ("grande-salle", Unit.HOUR, 3_500, 5_000, INVENTED),
    ("espace-modulable", Unit.HOUR, 7_700, 11_000, INVENTED),
    ("demi-espace-cour", Unit.HALF_DAY, 14_000, 20_000, INVENTED),
    ("demi-espace-rue", Unit.HALF_DAY, 14_000, 20_000, INVENTED),
)
PRICES = (
    *(PricePlan(room, unit, "members", amount, VAT, note) for room, unit, amount, _outside, note in ROOM_PRICES),
    *(PricePlan(room, unit, "outside", amount, VAT, note) for room, unit, _members, amount, note in ROOM_PRICES),
    PricePlan(SEAT, Unit.HALF_DAY, "members", 450, VAT, INVENTED),
    PricePlan(SEAT, Unit.DAY, "members", 900, VAT, INVENTED),
    PricePlan(SEAT, Unit.HALF_DAY, "members", 500, VAT, INVENTED, years_ago=0),
    PricePlan(SEAT, Unit.DAY, "members", 1_000, VAT, INVENTED, years_ago=0),
    PricePlan(PHONE_ROOM, Unit.HOUR, "members", 0, VAT, INVENTED),
)

PERIODS = (
    PeriodPlan(RENTED, Unit.HALF_DAY, PeriodName.MORNING, time(9), time(13)),
    PeriodPlan(RENTED, Unit.HALF_DAY, PeriodName.AFTERNOON, time(14), time(18)),
    PeriodPlan(RENTED, Unit.DAY, PeriodName.DAY, time(9), time(18)),
    PeriodPlan((SEAT,), Unit.HALF_DAY, PeriodName.MORNING, time(9), time(13)),
    PeriodPlan((SEAT,), Unit.HALF_DAY, PeriodName.AFTERNOON, time(13), time(19)),
    PeriodPlan((SEAT,), Unit.DAY, PeriodName.DAY, time(9), time(19)),
)

SUPPLEMENTS = tuple(
    SupplementPlan(kind.value, "early-opening", "Ouverture à 8 h 30", 4_000, VAT, time(8, 30), time(9))
    for kind in RENTED
)

RULES = (
    RulePlan(RENTED, "notice_minutes", 48 * 60),
    RulePlan(RENTED, "bookable_from", "09:00"),
    RulePlan(RENTED, "bookable_until", "18:00"),
    RulePlan(RENTED, "shortest_minutes", 60),
    RulePlan(RENTED, "deposit_percent", 50),
    RulePlan(RENTED, "cancellation_tiers", [[15 * DAY_MINUTES, 50], [72 * 60, 100]]),
    RulePlan((EVENT_SPACE,), "option_minutes", 5 * DAY_MINUTES),
    RulePlan((EVENT_SPACE,), "approval_for", ["outside"]),
    RulePlan((EVENT_SPACE,), "approval_minutes", 3 * DAY_MINUTES),
    RulePlan((PHONE_ROOM,), "release_after_minutes", 15),
    RulePlan((EVENT_SPACE,), "allows_community_events", value=True),
    RulePlan(("petite-salle",), "free_when_full_of", PHONE_ROOM.value),
    RulePlan((PHONE_ROOM,), "longest_minutes", 120),
    RulePlan((PHONE_ROOM,), "horizon_days", 30),
)

HABITS = (
    Habit(SEAT, 11, {Unit.DAY: 5, Unit.HALF_DAY: 4}, is_any_of_kind=True, days_before=(0, 6), cancelled_share=6),
    Habit(
        ROOM,
        1.3,
        {Unit.HALF_DAY: 6, Unit.DAY: 2, Unit.HOUR: 5},
        outside_share=35,
        days_before=(3, 45),
        cancelled_share=10,
        titles=TITLES,
    ),
    Habit(
        EVENT_SPACE,
        0.5,
        {Unit.DAY: 4, Unit.HALF_DAY: 3},
        outside_share=60,
        days_before=(7, 60),
        cancelled_share=12,
        titles=("Assemblée générale", "Séminaire", "Rencontre", "Exposition", "Formation", ""),
    ),
    Habit(PHONE_ROOM, 3, {Unit.HOUR: 1}, lengths=(30, 60), days_before=(0, 3), cancelled_share=4),
)

ACCESS = AccessPlan(
    steps=(
        {
            "fr": "Entrer par le café, à gauche de la grande porte. S’il est fermé, sonner à « Mutualab ».",
            "en": "Come in through the café, left of the large door. If it is closed, ring “Mutualab”.",
        },
        {
            "fr": "Au fond du couloir, la boîte à clés est à droite de la porte vitrée. Remettre la clé tout de suite.",
            "en": "At the end of the corridor, the key box is right of the glass door. Put the key back at once.",
        },
        {
            "fr": "En partant en dernier : lumières, fenêtres, puis la porte vitrée à double tour.",
            "en": "If you are the last to leave: lights, windows, then the glass door, locked twice.",
        },
    ),
    codes={"Boîte à clés": "4821"},
    keys={"1": "Porte vitrée", "2": "Porte vitrée et local"},
)

BOB = replace(CIRCLES[0], slug="bob", name="Accueil (BOB)")

APPOINTMENTS = (
    Appointment("Léa", SEAT, Unit.DAY, 0),
    Appointment("Léa", SEAT, Unit.HALF_DAY, 2),
    Appointment("Léa", ROOM, Unit.HALF_DAY, 5, "petite-salle", "Atelier d’écriture"),
    Appointment("Karim", SEAT, Unit.DAY, 0),
    Appointment("Karim", ROOM, Unit.HALF_DAY, 8, "grande-salle", "Commission salles"),
    Appointment("Karim", EVENT_SPACE, Unit.HALF_DAY, 12, "demi-espace-cour", "Atelier vélo", is_event=True),
    Appointment("Nadia", ROOM, Unit.DAY, 17, "grande-salle", "Formation"),
    Appointment("Nadia", ROOM, Unit.HALF_DAY, 10, "petite-salle", "Entretiens", by="Karim"),
    Appointment("Nadia", EVENT_SPACE, Unit.DAY, 24, "espace-modulable", "Journée d’étude", tentative="request"),
    Appointment("Léa", EVENT_SPACE, Unit.HALF_DAY, 30, "espace-modulable", "Fête du quartier", tentative="option"),
)

MUTUALAB = HousePlan(
    details=HouseDetails(
        name="Mutualab",
        slug="mutualab",
        currency="EUR",
        default_language="fr",
        contact_email="bonjour@mutualab.example",
        contact_phone="03 53 01 24 24",
        is_demo=True,
        features=("deposit", "options", "community_events", "free_when_full"),
    ),
    spaces=(
        SpacePlan(
            details=SpaceDetails(
                slug="mutualab",
                name="Mutualab",
                description=(
                    "Un espace de travail partagé au centre de Lille, tenu par ses membres : un open space,"
                    " trois salles, deux cabines, une cuisine, et un café à l’entrée."
                ),
                address="24 rue du Beffroi, 59000 Lille",
                how_to_come=(
                    "Métro République – Beaux-Arts, puis cinq minutes à pied. Arceaux à vélos dans la cour."
                    " L’entrée est à côté du café ; la permanence est juste derrière la porte."
                ),
                country="FR",
                time_zone="Europe/Paris",
            ),
            zones=("Open space", "Espace des résidents", "Salles de réunion", "Espace modulable", "Cabines"),
            resources=RESOURCES,
            hours=((range(5), time(9), time(19)),),
            periods=PERIODS,
            prices=PRICES,
            rules=RULES,
            supplements=SUPPLEMENTS,
            habits=HABITS,
            wholes={"espace-modulable": ("demi-espace-cour", "demi-espace-rue")},
            appointments=APPOINTMENTS,
            access=ACCESS,
        ),
    ),
    circles=(BOB, *CIRCLES[1:]),
    people=PeoplePlan(
        mail_domain="mutualab.example",
        member_count=300,
        given_names=names.FRENCH_GIVEN,
        family_names=names.FRENCH_FAMILY,
        cast=(
            CastPerson("Léa Vandamme", "membre", has_password=True),
            CastPerson(
                "Karim Benali",
                "cogestion : accueil, salles, trésorerie et collège",
                has_password=True,
                circles=("bob", "salles", "tresorerie", "college"),
            ),
            CastPerson("Samir Haddad", "trésorerie", circles=("tresorerie", "salles", "college")),
            CastPerson("Zoé Lemaire", "réseau", circles=("reseau", "bob", "college")),
            CastPerson("Inès Carpentier", "collège", circles=("college", "bob")),
            CastPerson("Nadia Lefebvre", "cliente extérieure", is_member=False, has_password=True),
        ),
        customers=(
            "Compagnie des Deux Rives",
            "Atelier Houblon",
            "Cabinet Roussel",
            "Collectif Passerelle",
            "École du Numérique Libre",
            "Éditions du Terril",
            "Mutuelle des Flandres",
            "Régie de quartier Fives",
        ),
        guests=("Amicale des locataires", "Chorale du Vieux-Port", "M. Delannoy", "Ressourcerie voisine"),
        receptionist="Karim",
    ),
)
