"""What a space tells the public."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from common.money import format_money
from frontend.front_page import (
    Amount,
    coming_changes,
    condition_lines,
    offer_lines,
    period_lines,
    supplement_lines,
    week_lines,
)
from spaces.catalogue import SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.models import Audience, OpeningException, Price, Supplement
from spaces.queries import catalogue, forget_catalogue
from spaces.wording import opening_status
from tests.support.houses import SINCE, SmallHouse
from tests.support.night import make_night_room

TUESDAY = date(2026, 11, 24)


def space_of(house: SmallHouse) -> SpaceOffer:
    forget_catalogue()
    return catalogue().spaces[0]


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "Ouvert jusqu’à 19 h"),
        (datetime(2026, 11, 24, 7, 30, tzinfo=UTC), "Fermé pour le moment, ouvre à 9 h"),
        (datetime(2026, 11, 27, 18, 0, tzinfo=UTC), "Fermé, ouvre lundi 30 novembre à 9 h"),
    ],
)
def test_the_status_says_until_when_or_from_when_it_is_open(house: SmallHouse, at: datetime, words: str) -> None:
    assert spaced(opening_status(space_of(house), at)) == words


def test_a_space_that_never_closes_says_so(house: SmallHouse) -> None:
    make_night_room()
    forget_catalogue()
    space = catalogue().spaces[1]
    assert opening_status(space, datetime(2026, 11, 24, 3, tzinfo=UTC)) == "Ouvert jour et nuit"


def test_a_space_without_hours_is_closed(house: SmallHouse) -> None:
    house.space.opening_weeks.all().delete()
    assert opening_status(space_of(house), datetime(2026, 11, 24, 9, tzinfo=UTC)) == "Fermé en ce moment"


def test_days_with_the_same_hours_share_a_line(house: SmallHouse) -> None:
    lines = [(line.what, spaced(line.says), line.is_today) for line in week_lines(space_of(house), TUESDAY)]
    assert lines == [("Lundi à vendredi", "9 h–19 h", True), ("Samedi et dimanche", "fermé", False)]


def test_english_keeps_its_capitals(house: SmallHouse) -> None:
    OpeningException.objects.create(space=house.space, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    space = space_of(house)
    with translation.override("en"):
        assert "Friday" in week_lines(space, TUESDAY)[0].what
        assert coming_changes(space, TUESDAY)[0].what == "Tuesday 1 December"


def test_a_closing_over_the_holidays_is_one_line_and_a_weekend_none(house: SmallHouse) -> None:
    OpeningException.objects.create(
        space=house.space, starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 31), label="Fermeture annuelle"
    )
    lines = [f"{line.what} : {line.says}" for line in coming_changes(space_of(house), TUESDAY)]
    assert lines == [
        "Du jeudi 24 décembre au jeudi 31 décembre : fermé (Fermeture annuelle)",
        "Vendredi 1ᵉʳ janvier : fermé (Jour de l’an)",
    ]


def test_other_hours_are_said(house: SmallHouse) -> None:
    day = date(2026, 11, 28)
    OpeningException.objects.create(
        space=house.space,
        starts_on=day,
        ends_on=day,
        opens_at=time(10),
        closes_at=time(12, 30),
        label="Portes ouvertes",
    )
    lines = [f"{line.what} : {spaced(line.says)}" for line in coming_changes(space_of(house), TUESDAY)]
    assert lines[0] == "Samedi 28 novembre : 10 h–12 h 30 (Portes ouvertes)"


def test_public_holidays_are_named_in_the_readers_language(house: SmallHouse) -> None:
    with translation.override("en"):
        (line, *_) = coming_changes(space_of(house), date(2026, 12, 20))
    assert "Christmas" in line.says


def test_rooms_have_their_own_line_and_seats_share_one(house: SmallHouse) -> None:
    lines = offer_lines(space_of(house), TUESDAY)
    assert [line.name for line in lines] == ["Petite salle", "Grande salle", "Cabine 1", "Une place"]


def test_a_line_gives_both_audiences_with_and_without_vat(house: SmallHouse) -> None:
    large = offer_lines(space_of(house), TUESDAY)[1]
    half_day = large.prices[1]
    assert half_day.outside is not None
    assert half_day.members is not None
    assert (half_day.unit, half_day.outside.net_minor, half_day.outside.gross_minor) == ("Demi-journée", 16000, 19200)
    assert format_money(half_day.members.gross_minor, "EUR").startswith("134,40")


def test_what_outside_customers_cannot_have_shows_for_members_only(house: SmallHouse) -> None:
    seat = offer_lines(space_of(house), TUESDAY)[-1]
    assert all(price.outside is None and price.members for price in seat.prices)


def test_named_periods_are_told_with_their_hours(house: SmallHouse) -> None:
    lines = [(line.what, spaced(line.says)) for line in period_lines(space_of(house), TUESDAY)]
    assert lines == [("Demi-journée", "9 h–13 h ou 14 h–18 h"), ("Journée", "9 h–18 h")]


def test_conditions_follow_the_rules_in_force(house: SmallHouse) -> None:
    assert [spaced(line) for line in condition_lines(space_of(house), TUESDAY)] == [
        "À demander au moins 48 h à l’avance.",
        "Acompte de 50 % à la réservation.",
        "Annuler est gratuit jusqu’à 15 jours avant.",
        "Annuler à moins de 15 jours du début : 50 % du prix.",
        "Annuler à moins de 72 h du début : 100 % du prix.",
    ]


def test_months_free_prices_own_audiences_and_supplements_are_told(house: SmallHouse) -> None:
    own = Audience.objects.create(code="associations", name="Associations")
    common = {"space": house.space, "vat_bp": 2000, "valid_from": SINCE}
    desk = {"resource": house.phone_room, "unit": Unit.MONTH}
    Price.objects.create(audience=house.members, net_minor=20_000, **desk, **common)
    Price.objects.create(audience=own, net_minor=15_000, least_minor=5_000, **desk, **common)
    Supplement.objects.create(
        code="early",
        name="Ouverture à 8 h 30",
        kind=ResourceKind.ROOM,
        audience=house.members,
        net_minor=4_000,
        starts_at=time(8, 30),
        ends_at=time(9),
        **common,
    )
    space = space_of(house)
    lines = offer_lines(space, TUESDAY, audiences=[("members", "membres"), ("associations", "Associations")])
    (cabin,) = [line for line in lines if line.name == "Cabine 1"]
    assert [price.unit for price in cabin.prices] == ["Heure", "Mois"]
    assert cabin.prices[1].others == (("Associations", Amount(15_000, 18_000, 6_000)),)
    assert [(line.what, line.says) for line in supplement_lines(space, TUESDAY)] == [
        ("Ouverture à 8 h 30", "48,00\u00a0€ TTC, membres")
    ]
