"""Settings of hours, rooms and rules: one rule, both doors, the same end."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from bookings.models import Booking
from spaces.models import House, OpeningException, OpeningWeek, Resource, Rule
from spaces.queries import catalogue
from tests.support.api import api_of
from tests.support.booking import NOW, THURSDAY, book, period
from tests.support.cast import Person, client_of
from tests.support.houses import SmallHouse

Outcome = tuple[int, set[str]]
DAY = "2026-12-10"
MONDAY = "2026-12-07"


class ApiDoor:
    def __init__(self, person: Person) -> None:
        self.api = api_of(person)

    def close(self, day: str, cancelled: list[int]) -> Outcome:
        body = {"space": "mutualab", "starts_on": day, "reason": "Travaux", "cancel": cancelled, "message": "Pardon"}
        return self._sent("closures/", body)

    def open_week(self, house: SmallHouse, valid_from: str, opens: str, closes: str) -> Outcome:
        slot = {"weekday": 3, "opens_at": opens, "closes_at": closes}
        return self._sent(f"spaces/{house.space.pk}/opening-hours/", {"valid_from": valid_from, "hours": [slot]})

    def set_notice(self, days: int, valid_from: str) -> Outcome:
        body = {"space": "mutualab", "kind": "room", "name": "notice_minutes", "value": days * 1440}
        return self._sent("rules/", {**body, "valid_from": valid_from})

    def clear_notice(self, valid_from: str) -> Outcome:
        body = {"space": "mutualab", "kind": "room", "name": "notice_minutes", "is_cleared": True}
        return self._sent("rules/", {**body, "valid_from": valid_from})

    def add_room(self, name: str, bookable_from: str) -> Outcome:
        rules = [{"name": "bookable_from", "value": bookable_from}]
        return self._sent("resources/", {"space": "mutualab", "kind": "room", "name": name, "rules": rules})

    def retire(self, resource: Resource, on: str) -> Outcome:
        return self._sent(f"resources/{resource.pk}/retirement/", {"on": on})

    def switch(self, feature: str, is_on: bool) -> Outcome:
        return self._sent("features/", {"feature": feature, "is_on": is_on})

    def _sent(self, path: str, body: dict[str, Any]) -> Outcome:
        answer = self.api.post(path, body)
        return (0, set()) if answer.status < 300 else (answer.status, set(answer.codes))


class PageDoor:
    def __init__(self, person: Person) -> None:
        self.client = client_of(person.account)

    def close(self, day: str, cancelled: list[int]) -> Outcome:
        form = {"first": day, "kind": "closed", "label": "Travaux", "message": "Pardon"}
        settled = {"settle": "cancel" if cancelled else "keep", "seen": self._seen(form)}
        kept = [key for key in self._seen(form) if key not in cancelled]
        return self._sent("closures/", {**form, **settled, "kept": kept if cancelled else []})

    def open_week(self, house: SmallHouse, valid_from: str, opens: str, closes: str) -> Outcome:
        return self._sent("hours/", {"valid_from": valid_from, "opens-3-0": opens, "closes-3-0": closes})

    def set_notice(self, days: int, valid_from: str) -> Outcome:
        form = {"amount": str(days), "unit": "days", "valid_from": valid_from}
        return self._sent("rules/notice_minutes/?kind=room", form)

    def clear_notice(self, valid_from: str) -> Outcome:
        return self._sent("rules/notice_minutes/?kind=room", {"clear": "yes", "valid_from": valid_from})

    def add_room(self, name: str, bookable_from: str) -> Outcome:
        return self._sent("rooms/new/", {"name": name, "kind": "room", "capacity": "1", "bookable_from": bookable_from})

    def retire(self, resource: Resource, on: str) -> Outcome:
        return self._sent(f"rooms/{resource.pk}/", {"what": "retirement", "on": on})

    def switch(self, feature: str, is_on: bool) -> Outcome:
        return self._sent("features/", {"feature": feature, "is_on": "yes" if is_on else "no"})

    def _seen(self, form: dict[str, str]) -> list[int]:
        answer: Any = self.client.post("/manage/rules/closures/", form)
        preview = (answer.context or {}).get("preview")
        return [booking.pk for booking in preview.touched] if preview else []

    def _sent(self, path: str, form: dict[str, Any]) -> Outcome:
        answer: Any = self.client.post(f"/manage/rules/{path}", {**form, "step": "confirm"})
        if answer.status_code == 302:
            return 0, set()
        return answer.status_code, {reason.code for reason in answer.context["reasons"]}


Door = ApiDoor | PageDoor
DOORS: dict[str, type[ApiDoor] | type[PageDoor]] = {"api": ApiDoor, "page": PageDoor}
DoorOf = Callable[[Person], Door]
DONE: Outcome = (0, set())


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> DoorOf:
    opened: DoorOf = DOORS[request.param]
    return opened


def test_a_day_is_closed_and_some_of_its_bookings_cancelled(
    door: DoorOf, house: SmallHouse, alice: Person, bob: Person
) -> None:
    first = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    second = book(alice, house.large_room, period(THURSDAY, "14:00", "18:00"))
    assert door(bob).close(DAY, [first.pk]) == DONE
    assert catalogue().spaces[0].hours_on(THURSDAY) == []
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.due_minor, first.cancel_reason, second.is_cancelled) == (0, "Pardon", False)


def test_hours_change_from_a_date(door: DoorOf, house: SmallHouse, bob: Person) -> None:
    assert door(bob).open_week(house, MONDAY, "08:00", "12:00") == DONE
    assert catalogue().spaces[0].hours_on(THURSDAY) == [(time(8), time(12))]
    assert door(bob).open_week(house, MONDAY, "12:00", "08:00") == (422, {"hours_reversed"})
    assert door(bob).open_week(house, "2026-01-01", "08:00", "12:00") == (409, {"date_past"})


def test_a_rule_changes_and_is_cleared(door: DoorOf, house: SmallHouse, bob: Person) -> None:
    assert door(bob).set_notice(5, MONDAY) == DONE
    assert Rule.objects.get(valid_from=date(2026, 12, 7)).value == 7200
    assert door(bob).clear_notice("2026-12-14") == DONE
    assert Rule.objects.get(valid_from=date(2026, 12, 14)).is_cleared
    assert door(bob).set_notice(700, MONDAY) == (422, {"rule_value_invalid"})
    assert door(bob).set_notice(366, MONDAY) == (409, {"rules_contradict"})


def test_a_room_comes_with_its_rule_or_not_at_all(door: DoorOf, house: SmallHouse, bob: Person) -> None:
    assert door(bob).add_room("Salle bleue", "10:00") == DONE
    room = Resource.objects.get(slug="salle-bleue")
    assert Rule.objects.get(resource=room).value == "10:00"
    assert door(bob).add_room("Salle verte", "19:00") == (409, {"rules_contradict"})
    assert not Resource.objects.filter(name="Salle verte").exists()


def test_a_room_is_retired_and_what_is_booked_stays(
    door: DoorOf, house: SmallHouse, alice: Person, bob: Person
) -> None:
    booking = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    assert door(bob).retire(house.small_room, MONDAY) == DONE
    assert Resource.objects.get(pk=house.small_room.pk).retired_on == date(2026, 12, 7)
    assert not Booking.objects.get(pk=booking.pk).is_cancelled
    assert door(bob).retire(house.large_room, "2026-01-01") == (409, {"date_past"})


def test_a_feature_is_switched(door: DoorOf, house: SmallHouse, bob: Person) -> None:
    assert door(bob).switch("options", True) == DONE
    assert House.objects.get().features == ["options"]
    assert door(bob).switch("deposit", False) == (409, {"feature_in_use"})


def test_a_stranger_changes_nothing(door: DoorOf, house: SmallHouse, charlie: Person) -> None:
    knock, refused = door(charlie), (403, {"right_needed"})
    assert knock.close(DAY, []) == refused
    assert knock.open_week(house, MONDAY, "08:00", "12:00") == refused
    assert knock.set_notice(5, MONDAY) == refused
    assert knock.add_room("Salle bleue", "10:00") == refused
    assert knock.retire(house.small_room, MONDAY) == refused
    assert knock.switch("options", True) == refused
    assert (OpeningException.objects.count(), OpeningWeek.objects.count()) == (0, 1)


@pytest.mark.parametrize("way", ["api", "page"])
def test_currency_and_clock_hold_fast_at_both_doors(way: str, house: SmallHouse, alice: Person, bob: Person) -> None:
    book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    facts = {"name": "Mutualab", "currency": "CHF", "default_language": "fr"}
    place = {"name": "Mutualab", "country": "FR", "time_zone": "Asia/Tokyo"}
    if way == "api":
        api = api_of(bob)
        codes = [api.post("house/words/", facts).code, api.post(f"spaces/{house.space.pk}/words/", place).code]
    else:
        sent = [{**facts, "what": "house", "step": "confirm"}, {**place, "what": "space", "step": "confirm"}]
        answers: list[Any] = [client_of(bob.account).post("/manage/rules/house/", form) for form in sent]
        codes = [answer.context["reasons"][0].code for answer in answers]
    assert codes == ["currency_in_use", "time_zone_in_use"]
