from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from common.errors import Refused
from common.models import AuditEntry
from spaces import operations
from spaces.catalogue import ExceptionFacts, OpeningWeekFacts, RuleFacts
from spaces.models import OpeningWeek
from spaces.queries import catalogue
from tests.spaces.operations.settings import AT, COMMAND, MONDAY, last_entry
from tests.support.houses import SINCE, SmallHouse

Call = Callable[..., Any]
pytestmark = pytest.mark.django_db


def test_new_hours_leave_the_past_as_it_was(house: SmallHouse) -> None:
    week = OpeningWeekFacts(MONDAY, ((0, time(8), time(12)), (0, time(13), time(20))))

    operations.set_opening_hours(space_id=house.space.pk, week=week, actor=COMMAND, at=AT)

    (space,) = catalogue().spaces
    assert space.hours_on(MONDAY) == [(time(8), time(12)), (time(13), time(20))]
    assert space.hours_on(MONDAY - timedelta(days=7)) == [(time(9), time(19))]
    before, after = last_entry().changes["hours"]
    assert before[0] == "0 09:00-19:00"
    assert after == ["0 08:00-12:00", "0 13:00-20:00"]
    assert last_entry().changes["valid_from"] == ["2026-01-01", "2026-11-30"]


def test_hours_for_the_same_date_replace_each_other(house: SmallHouse) -> None:
    for opens in (7, 8):
        week = OpeningWeekFacts(MONDAY, ((0, time(opens), time(20)),))
        operations.set_opening_hours(space_id=house.space.pk, week=week, actor=COMMAND, at=AT)

    assert OpeningWeek.objects.filter(space=house.space, valid_from=MONDAY).count() == 1
    assert catalogue().spaces[0].hours_on(MONDAY) == [(time(8), time(20))]
    assert last_entry().changes["hours"] == [["0 07:00-20:00"], ["0 08:00-20:00"]]


def test_the_last_exception_for_a_day_is_the_one_that_holds(house: SmallHouse) -> None:
    operations.close_days(
        space_id=house.space.pk, days=(MONDAY, MONDAY + timedelta(days=4)), label="Travaux", actor=COMMAND, at=AT
    )
    operations.open_specially(
        space_id=house.space.pk,
        days=(MONDAY, MONDAY),
        hours=(time(10), time(12)),
        label="Visite",
        actor=COMMAND,
        at=AT,
    )

    (space,) = catalogue().spaces
    assert space.hours_on(MONDAY) == [(time(10), time(12))]
    assert space.hours_on(MONDAY + timedelta(days=1)) == []
    assert space.closed_because(MONDAY + timedelta(days=1)) == "Travaux"
    assert space.exceptions[0] == ExceptionFacts(MONDAY, MONDAY, time(10), time(12), "Visite")


@pytest.mark.parametrize(
    ("operation", "values", "code"),
    [
        (operations.close_days, {"days": (MONDAY, SINCE)}, "exception_reversed"),
        (operations.open_specially, {"days": (MONDAY, MONDAY), "hours": (time(12), time(9))}, "hours_reversed"),
        (
            operations.set_opening_hours,
            {"week": OpeningWeekFacts(MONDAY, ((9, time(9), time(10)),))},
            "weekday_unknown",
        ),
        (operations.set_rule, {"rule": RuleFacts("", None, "step_minutes", 0, MONDAY)}, "rule_value_invalid"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    operation: Call, values: dict[str, Any], code: str, house: SmallHouse
) -> None:
    version = catalogue().version

    with pytest.raises(Refused, match=code):
        operation(space_id=house.space.pk, actor=COMMAND, at=AT, **values)
    assert catalogue().version == version
    assert not AuditEntry.objects.exists()
