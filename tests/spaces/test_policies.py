from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Reason
from spaces import policies
from spaces.catalogue import ExceptionFacts, OpeningWeekFacts, PackagePeriod, PriceFacts, RuleFacts
from spaces.details import HouseDetails, ResourceDetails, SpaceDetails
from spaces.enums import Unit
from spaces.policies import offers

TODAY = date(2026, 11, 23)
MIDNIGHT = time(0)
PRICE = PriceFacts("room", None, Unit.DAY, "members", 10500, 2000, TODAY)
PERIOD = PackagePeriod("room", None, Unit.HALF_DAY, "morning", time(9), time(13), TODAY, None)
RULE = RuleFacts("room", None, "notice_minutes", 2880, TODAY)


def codes(reasons: list[Reason]) -> list[str]:
    assert all(str(reason.sentence) for reason in reasons)
    return [reason.code for reason in reasons]


def week(*slots: tuple[int, time, time]) -> OpeningWeekFacts:
    return OpeningWeekFacts(TODAY, slots)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, None),
        ({"currency": "JPY"}, None),
        ({"name": "  "}, "name_needed"),
        ({"name": "x" * 101}, "text_too_long"),
        ({"slug": "Le Beffroi"}, "slug_invalid"),
        ({"slug": ""}, "slug_invalid"),
        ({"slug": "x" * 51}, "slug_invalid"),
        ({"currency": "euro"}, "currency_unknown"),
        ({"default_language": "nl"}, "language_unknown"),
        ({"contact_phone": "0" * 41}, "text_too_long"),
    ],
)
def test_a_house_needs_a_name_a_currency_and_a_language(values: dict[str, str], code: str | None) -> None:
    details = replace(HouseDetails(name="Beffroi", slug="le-beffroi"), **values)  # type: ignore[arg-type]

    assert codes(policies.reasons_not_to_found(details, languages=["fr", "en"])) == ([code] if code else [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, None),
        ({"country": "GB", "subdivision": "SCT", "time_zone": "Europe/London"}, None),
        ({"time_zone": "Europe/Lille"}, "time_zone_unknown"),
        ({"time_zone": "/etc/passwd"}, "time_zone_unknown"),
        ({"country": "XX"}, "country_unknown"),
        ({"country": "FRA"}, "country_unknown"),
        ({"subdivision": "SCT"}, "country_unknown"),
        ({"address": "x" * 201}, "text_too_long"),
        ({"name": ""}, "name_needed"),
    ],
)
def test_a_space_needs_a_zone_and_a_country_whose_holidays_are_known(values: dict[str, str], code: str | None) -> None:
    details = replace(SpaceDetails(slug="lieu", name="Lieu"), **values)  # type: ignore[arg-type]

    assert codes(policies.reasons_not_to_add_space(details)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"kind": "sauna"}, ["kind_unknown"]),
        ({"capacity": 0}, ["capacity_too_small"]),
        ({"kind": "", "name": ""}, ["name_needed", "kind_unknown"]),
    ],
)
def test_a_resource_needs_a_kind_and_room_for_one(values: dict[str, object], expected: list[str]) -> None:
    details = replace(ResourceDetails(slug="salle", name="Salle", kind="room"), **values)  # type: ignore[arg-type]

    assert codes(policies.reasons_not_to_add_resource(details)) == expected


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ([], None),
        ([(0, time(9), time(13)), (0, time(13), time(19))], None),
        ([(0, MIDNIGHT, MIDNIGHT), (1, MIDNIGHT, MIDNIGHT)], None),
        ([(0, time(14), time(19)), (0, time(9), time(14, 30))], "hours_overlap"),
        ([(0, time(20), MIDNIGHT), (0, time(21), time(22))], "hours_overlap"),
        ([(0, time(9), time(13)), (0, time(9), time(13))], "hours_overlap"),
        ([(0, time(19), time(9))], "hours_reversed"),
        ([(0, time(9), time(9))], "hours_reversed"),
        ([(7, time(9), time(19))], "weekday_unknown"),
    ],
)
def test_weekly_hours_go_forward_and_apart(slots: list[tuple[int, time, time]], code: str | None) -> None:
    assert codes(policies.reasons_not_to_set_hours(week(*slots))) == ([code] if code else [])


@given(st.lists(st.tuples(st.integers(0, 6), st.times(), st.times()), max_size=6))
def test_accepted_hours_never_share_a_moment(slots: list[tuple[int, time, time]]) -> None:
    if policies.reasons_not_to_set_hours(week(*slots)):
        return
    for one in slots:
        for other in slots:
            if one is not other and one[0] == other[0]:
                assert one[2] <= other[1] or other[2] <= one[1] or MIDNIGHT in {one[2], other[2]}
                assert one[1] != other[1]


@pytest.mark.parametrize(
    ("exception", "code"),
    [
        (ExceptionFacts(TODAY, TODAY, None, None, "Fermé"), None),
        (ExceptionFacts(TODAY, TODAY, time(18), MIDNIGHT, "Fête"), None),
        (ExceptionFacts(TODAY, date(2026, 11, 22), None, None, ""), "exception_reversed"),
        (ExceptionFacts(TODAY, TODAY, time(9), None, ""), "hours_incomplete"),
        (ExceptionFacts(TODAY, TODAY, None, MIDNIGHT, ""), "hours_incomplete"),
        (ExceptionFacts(TODAY, TODAY, time(12), time(10), ""), "hours_reversed"),
        (ExceptionFacts(TODAY, TODAY, None, None, "x" * 101), "text_too_long"),
    ],
)
def test_an_exception_has_days_in_order_and_both_hours_or_none(exception: ExceptionFacts, code: str | None) -> None:
    assert codes(policies.reasons_not_to_except(exception)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, None),
        ({"kind": ""}, None),
        ({"ends_at": MIDNIGHT}, None),
        ({"unit": Unit.HOUR}, "unit_unknown"),
        ({"unit": "week"}, "unit_unknown"),
        ({"name": "siesta"}, "name_needed"),
        ({"name": "siesta", "label": "Sieste"}, None),
        ({"name": "Ma sieste", "label": "Sieste"}, "slug_invalid"),
        ({"unit": Unit.MONTH}, "unit_unknown"),
        ({"kind": "sauna"}, "kind_unknown"),
        ({"resource_id": 1}, "scope_unclear"),
        ({"ends_at": time(9)}, "hours_reversed"),
        ({"valid_until": date(2026, 11, 22)}, "dates_reversed"),
    ],
)
def test_a_named_period_is_a_stretch_of_one_day(values: dict[str, object], code: str | None) -> None:
    period = replace(PERIOD, **values)  # type: ignore[arg-type]

    assert codes(offers.reasons_not_to_set_period(period, today=period.valid_from)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, None),
        ({"net_minor": 0}, None),
        ({"net_minor": None}, None),
        ({"kind": "", "resource_id": 3}, None),
        ({"net_minor": -1}, "price_invalid"),
        ({"net_minor": 10**30}, "amount_too_large"),
        ({"least_minor": 0}, None),
        ({"least_minor": -1}, "price_invalid"),
        ({"least_minor": 10**9}, "least_too_high"),
        ({"net_minor": None, "least_minor": 5}, "least_too_high"),
        ({"vat_bp": -1}, "vat_invalid"),
        ({"vat_bp": 10_001}, "vat_invalid"),
        ({"unit": "week"}, "unit_unknown"),
        ({"kind": "sauna"}, "kind_unknown"),
        ({"kind": ""}, "scope_unclear"),
        ({"resource_id": 3}, "scope_unclear"),
    ],
)
def test_a_price_is_for_one_scope_and_not_negative(values: dict[str, object], code: str | None) -> None:
    price = replace(PRICE, **values)  # type: ignore[arg-type]

    assert codes(offers.reasons_not_to_set_price(price, today=price.valid_from)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, None),
        ({"kind": ""}, None),
        ({"value": -1}, "rule_value_invalid"),
        ({"value": "2 jours"}, "rule_value_invalid"),
        ({"name": "price"}, "rule_unknown"),
        ({"kind": "sauna"}, "kind_unknown"),
        ({"resource_id": 3}, "scope_unclear"),
    ],
)
def test_a_rule_is_known_and_its_value_makes_sense(values: dict[str, object], code: str | None) -> None:
    rule = replace(RULE, **values)  # type: ignore[arg-type]

    assert codes(policies.reasons_not_to_set_rule(rule)) == ([code] if code else [])


def test_a_refused_rule_says_what_it_expects() -> None:
    (reason,) = policies.reasons_not_to_set_rule(replace(RULE, value=-1))

    assert reason.facts["rule"] == "notice_minutes"
    assert "whole number" in reason.facts["expected"]
