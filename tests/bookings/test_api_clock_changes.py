"""The clock changes of 2027 through the API, in a space that is open all night: the offset decides."""

from collections.abc import Callable
from datetime import datetime

import pytest

from spaces.models import Resource
from tests.support.api import Api, api_of
from tests.support.cast import Person
from tests.support.houses import SmallHouse
from tests.support.night import make_night_room

Hold = Callable[[datetime], datetime]
MARCH, OCTOBER = "2027-03-28", "2027-10-31"


@pytest.fixture
def studio(house: SmallHouse) -> Resource:
    """Return a room at 10 € an hour in a space that never closes."""
    return make_night_room()


@pytest.fixture
def api(alice: Person, clock_at: Hold) -> Api:
    return api_of(alice, at=clock_at(datetime.fromisoformat("2027-03-01T09:00:00+01:00")))


def _book(api: Api, room: Resource, starts_at: str, ends_at: str) -> tuple[int, str, str, int]:
    """Return the status, the period as it is told, and the price without VAT."""
    made = api.post("bookings/", {"resource": room.pk, "starts_at": starts_at, "ends_at": ends_at})
    if made.status != 201:
        return made.status, made.code, "", 0
    return made.status, made.json["starts_at"], made.json["ends_at"], made.json["price"]["net_minor"]


@pytest.mark.parametrize(
    ("day", "offset"),
    [("2027-03-27", "+01:00"), (MARCH, "+02:00"), ("2027-10-30", "+02:00"), (OCTOBER, "+01:00")],
)
def test_nine_to_one_stays_nine_to_one(api: Api, studio: Resource, day: str, offset: str) -> None:
    period = f"{day}T09:00:00{offset}", f"{day}T13:00:00{offset}"
    assert _book(api, studio, *period) == (201, *period, 4000)
    seen = api.get(f"availability/?space=nuit&from={day}&to={day}").json["results"][0]
    assert seen["busy"] == [{"starts_at": period[0], "ends_at": period[1]}]


def test_an_instant_in_an_hour_that_is_skipped_is_told_by_the_new_clock(api: Api, studio: Resource) -> None:
    asked = f"{MARCH}T02:00:00+01:00", f"{MARCH}T03:00:00+01:00"
    told = f"{MARCH}T03:00:00+02:00", f"{MARCH}T04:00:00+02:00"
    assert _book(api, studio, *asked) == (201, *told, 1000)


def test_a_night_that_is_an_hour_shorter_costs_an_hour_less(api: Api, studio: Resource) -> None:
    assert _book(api, studio, f"{MARCH}T01:00:00+01:00", f"{MARCH}T05:00:00+02:00")[3] == 3000


def test_the_doubled_hour_can_be_booked_twice_by_its_offset(api: Api, studio: Resource) -> None:
    first = f"{OCTOBER}T02:00:00+02:00", f"{OCTOBER}T02:00:00+01:00"
    second = f"{OCTOBER}T02:00:00+01:00", f"{OCTOBER}T03:00:00+01:00"
    assert _book(api, studio, *first) == (201, *first, 1000)
    assert _book(api, studio, *second) == (201, *second, 1000)
    assert _book(api, studio, *second)[:2] == (409, "slot_taken")


def test_a_night_that_is_an_hour_longer_costs_an_hour_more(api: Api, studio: Resource) -> None:
    assert _book(api, studio, f"{OCTOBER}T01:00:00+02:00", f"{OCTOBER}T04:00:00+01:00")[3] == 4000


@pytest.mark.parametrize(("day", "hours"), [(MARCH, 23), (OCTOBER, 25)])
def test_the_whole_day_is_free_from_midnight_to_midnight(api: Api, studio: Resource, day: str, hours: int) -> None:
    (free,) = api.get(f"availability/?space=nuit&from={day}&to={day}").json["results"][0]["free"]
    begins, ends = (datetime.fromisoformat(free[name]) for name in ("starts_at", "ends_at"))
    assert (ends - begins).total_seconds() == hours * 3600
    assert (begins.hour, ends.hour) == (0, 0)
