"""What is made of others, as pages and programs show it: why it is taken, once in the day, and what is free instead."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from bookings.operations import compose_resource
from members.models import Account
from spaces.enums import ResourceKind
from spaces.models import Price, Resource
from spaces.queries import forget_catalogue
from tests.contracts.doors import DOORS, Door
from tests.support.api import Api, api_of
from tests.support.booking import NOW, SEED, THURSDAY, book, book_any_seat, period
from tests.support.cast import Person
from tests.support.houses import SINCE, SmallHouse, make_resource, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
MORNING, AFTERNOON = period(THURSDAY, "09:00", "13:00"), period(THURSDAY, "14:00", "18:00")
DAY = f"/book/?day={THURSDAY}"


@pytest.fixture(autouse=True)
def _now(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> Callable[[Person], Door]:
    opened: Callable[[Person], Door] = DOORS[request.param]
    return opened


def whole_of(house: SmallHouse, slug: str, name: str, *parts: Resource) -> Resource:
    made = make_resource(house.space, ResourceKind.EVENT_SPACE, slug, name=name, capacity=30)
    Price.objects.create(
        space=house.space, resource=made, unit="half_day", audience=house.members, net_minor=25200, valid_from=SINCE
    )
    forget_catalogue()
    compose_resource(resource_id=made.pk, part_ids=[part.pk for part in parts], actor=SEED, at=NOW)
    return made


@pytest.fixture
def hall(house: SmallHouse) -> Resource:
    return whole_of(house, "espace", "Espace modulable", house.small_room, house.large_room)


@pytest.fixture
def everything(house: SmallHouse) -> Resource:
    return whole_of(house, "tout", "Tout le lieu", house.small_room, house.large_room, *house.seats)


def test_the_day_says_what_a_whole_is_made_of(
    house: SmallHouse, hall: Resource, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, MORNING)
    client = client_of(alice.account)
    assert "Petite salle + Grande salle : prise si une partie l’est" in text_of(client.get(DAY).content.decode())
    assert "Tout ou partie est pris, 9 h–13 h" in text_of(client.get(f"{DAY}&view=list").content.decode())


def test_who_comes_after_a_part_hears_of_it(
    door: Callable[[Person], Door], house: SmallHouse, hall: Resource, alice: Person, charlie: Person
) -> None:
    book(charlie, house.small_room, MORNING)
    assert door(alice).book({"resource": hall.pk}, MORNING).code == "slot_taken"
    assert door(alice).book({"resource": hall.pk}, AFTERNOON).booking is not None
    assert door(charlie).book({"resource": house.large_room.pk}, AFTERNOON).code == "slot_taken"


def test_the_sheet_of_a_whole_says_that_a_part_is_taken(
    house: SmallHouse, hall: Resource, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    book(charlie, house.small_room, MORNING)
    address = f"/book/sheet/?resource={hall.pk}&starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
    assert "Une partie est prise. Libre aussi :" in text_of(client_of(alice.account).get(address).content.decode())


def test_the_whole_place_takes_rooms_and_seats(
    house: SmallHouse, everything: Resource, alice: Person, bob: Person, client_of: ClientOf
) -> None:
    book(alice, everything, MORNING)
    listed = text_of(client_of(bob.account).get(f"{DAY}&view=list").content.decode())
    assert listed.count("pris, 9 h–13 h") + listed.count("Pris, 9 h–13 h") == 4
    day = text_of(client_of(bob.account).get(f"/manage/day/?day={THURSDAY}").content.decode())
    assert day.count("Alice · Voir") + day.count("Voir Alice") == 1
    assert "Petite salle" not in day.partition("Libre toute la journée")[2]
    assert "Cabine 1" in day.partition("Libre toute la journée")[2]


def test_a_seat_keeps_the_whole_place_from_being_rented(
    house: SmallHouse, everything: Resource, alice: Person, charlie: Person
) -> None:
    book_any_seat(charlie, house.space, MORNING)
    refused = api_of(alice).post("bookings/", {"resource": everything.pk, **times("09", "13")})
    assert refused.code == "slot_taken"


def times(starts: str, ends: str) -> dict[str, str]:
    return {"starts_at": f"2026-12-10T{starts}:00:00+01:00", "ends_at": f"2026-12-10T{ends}:00:00+01:00"}


def test_what_is_offered_instead_knows_wholes_parts_and_buffers(
    house: SmallHouse, hall: Resource, alice: Person, charlie: Person
) -> None:
    set_rule(house, "buffer_after_minutes", 60, resource=house.small_room)
    book(charlie, hall, MORNING)
    book(charlie, house.small_room, period(THURSDAY, "14:00", "15:00"))
    api = api_of(alice)
    refused = api.post("bookings/", {"resource": house.small_room.pk, **times("09", "10")})
    offered = refused.json["reasons"][0]["facts"]["alternatives"]
    assert offered
    for alternative in offered:
        if alternative["resource"] == house.small_room.pk:
            assert alternative["starts_at"] >= "2026-12-10T16:00:00+01:00"
        wanted = {name: alternative[name] for name in ("resource", "starts_at", "ends_at")}
        made = api.post("bookings/", wanted)
        assert made.status == 201, made.json
        api.post(f"bookings/{made.json['id']}/cancellation/")


def test_programs_read_and_set_the_parts(house: SmallHouse, hall: Resource, alice: Person, bob: Person) -> None:
    both = [house.small_room.pk, house.large_room.pk]
    shown = {one["id"]: one["parts"] for one in Api().get("resources/").json["results"]}
    assert sorted(shown[hall.pk]) == sorted(both)
    path = f"resources/{hall.pk}/parts/"
    assert api_of(alice).post(path, {"parts": []}).code == "right_needed"
    assert api_of(bob).post(path, {"parts": both[:1]}).json["parts"] == both[:1]
    for nonsense in ([hall.pk], [987_654]):
        assert api_of(bob).post(path, {"parts": nonsense}).status in {404, 409, 422}
    book(alice, hall, MORNING)
    book(alice, house.large_room, MORNING)
    assert api_of(bob).post(path, {"parts": both}).code == "parts_clash"
