"""A community event is hosted free of charge on its five conditions, at both doors, with a member in charge."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bookings.enums import EventCheck
from bookings.models import Booking
from bookings.operations import change_in_charge
from bookings.wishes import ALL_CHECKS, EventWish
from common.errors import Refused
from common.models import AuditEntry, OutboxJob
from members.models import Account
from tests.contracts.doors import DOORS, Door
from tests.support.api import api_of, room_asked
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import Person
from tests.support.houses import SmallHouse, set_rule
from tests.support.reading import text_of

ClientOf = Callable[[Account], Client]
DoorOf = Callable[[Person], Door]
EVENING = period(THURSDAY, "14:00", "17:00")
SHEET = "/book/sheet/?starts_at=2026-12-10T13:00Z&ends_at=2026-12-10T16:00Z"
TICKED = "&event=1" + "".join(f"&{check.value}=1" for check in EventCheck)


@pytest.fixture(autouse=True)
def _hosted(house: SmallHouse, clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)
    set_rule(house, "allows_community_events", value=True, resource=house.large_room)


@pytest.fixture(params=sorted(DOORS))
def door(request: pytest.FixtureRequest) -> DoorOf:
    opened: DoorOf = DOORS[request.param]
    return opened


def hosted(alice: Person, house: SmallHouse, in_charge: Person) -> Booking:
    event = EventWish(ALL_CHECKS, in_charge.member.pk)
    return book(alice, house.large_room, EVENING, title="Atelier vélo", event=event)


def event_by(person: Person, ticked: frozenset[str] = ALL_CHECKS, **more: Any) -> dict[str, Any]:
    return {"title": "Atelier vélo", "event": EventWish(ticked, person.member.pk), **more}


def test_it_costs_nothing_and_has_its_member_in_charge(
    door: DoorOf, house: SmallHouse, alice: Person, charlie: Person
) -> None:
    made = door(alice).book({"resource": house.large_room.pk}, EVENING, **event_by(charlie)).booking
    assert made is not None
    assert (made.is_community_event, made.in_charge, made.gross_minor) == (True, charlie.member, 0)


def test_what_does_not_hold_is_refused(door: DoorOf, house: SmallHouse, alice: Person, oscar: Person) -> None:
    room = {"resource": house.large_room.pk}
    without = ALL_CHECKS - {EventCheck.NO_SPONSOR.value}
    assert door(alice).book(room, EVENING, **event_by(alice, without)).code == "checklist_incomplete"
    assert door(alice).book(room, EVENING, **event_by(alice, title="")).code == "event_title_needed"
    elsewhere = {"resource": house.small_room.pk}
    assert door(alice).book(elsewhere, EVENING, **event_by(alice)).code == "events_not_hosted"
    assert door(oscar).book(room, EVENING, **event_by(alice)).code == "members_only"
    assert not Booking.objects.exists()


def test_the_sheet_of_a_room_that_hosts_asks_and_then_says_free(
    house: SmallHouse, alice: Person, oscar: Person, client_of: ClientOf
) -> None:
    client = client_of(alice.account)
    sheet = f"{SHEET}&resource={house.large_room.pk}"
    question = "C’est un événement ouvert à tout le monde ?"
    plain = text_of(client.get(sheet).content.decode())
    assert question in plain
    assert "126,00 €" in plain
    free = client.get(f"{sheet}{TICKED}").content.decode()
    assert "Gratuit · événement ouvert à tout le monde" in text_of(free)
    assert "responsable : Alice" in text_of(free)
    assert f'name="in_charge" value="{alice.member.pk}"' in free
    assert "Nom de l’événement" in text_of(free)
    others = (client.get(f"{SHEET}&resource={house.small_room.pk}"), client_of(oscar.account).get(sheet))
    assert not any(question in text_of(other.content.decode()) for other in others)


def test_the_sheet_says_what_is_missing_and_keeps_what_is_ticked(
    house: SmallHouse, alice: Person, client_of: ClientOf
) -> None:
    html = client_of(alice.account).get(f"{SHEET}&resource={house.large_room.pk}&event=1&free=1").content.decode()
    assert "L’accueil gratuit demande que tout soit coché" in text_of(html)
    assert 'name="free" value="1" checked' in html
    assert 'name="no_sponsor" value="1">' in html
    assert "<button" not in html.partition('id="purpose"')[2].partition("</form>")[0]


def test_another_member_is_found_by_name(
    house: SmallHouse, alice: Person, charlie: Person, client_of: ClientOf
) -> None:
    client, sheet = client_of(alice.account), f"{SHEET}&resource={house.large_room.pk}{TICKED}"
    assert "responsable : Charlie" in text_of(client.get(f"{sheet}&in_charge_called=char").content.decode())
    assert "Aucun membre ne porte ce nom" in text_of(client.get(f"{sheet}&in_charge_called=zzz").content.decode())
    several = client.get(f"{sheet}&in_charge_called=li").content.decode()
    assert f"in_charge={charlie.member.pk}" in several


def test_who_is_in_charge_reads_it_and_finds_it_on_their_pages(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, client_of: ClientOf
) -> None:
    made = hosted(alice, house, charlie)
    theirs = client_of(charlie.account)
    for address in ("/", "/bookings/"):
        assert "Je suis responsable de « Atelier vélo »" in text_of(theirs.get(address).content.decode())
    page = text_of(theirs.get(f"/bookings/{made.pk}/").content.decode())
    assert "Je suis responsable : j’ouvre, je reste, je ferme." in page
    assert "Éteindre, fermer les fenêtres" in page
    assert "Changer de responsable" not in page
    assert theirs.get(f"/bookings/{made.pk}/cancellation/").status_code == 404
    day = text_of(client_of(bob.account).get(f"/manage/day/?day={THURSDAY}").content.decode())
    assert "Atelier vélo" in day
    assert "gratuit · responsable : Charlie" in day


def test_whoever_booked_it_puts_somebody_else_in_charge(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, client_of: ClientOf
) -> None:
    made = hosted(alice, house, alice)
    address = f"/bookings/{made.pk}/in-charge/"
    assert "Charlie" in client_of(alice.account).get(f"{address}?member=char").content.decode()
    assert client_of(alice.account).post(address, {"member": charlie.member.pk}).status_code == 302
    made.refresh_from_db()
    assert (made.in_charge, made.in_charge_label) == (charlie.member, "Charlie")
    entry = AuditEntry.objects.get(action="booking.handed_over")
    assert entry.changes == {"in_charge": ["Alice", "Charlie"]}
    assert OutboxJob.objects.filter(payload__news="handed_over").count() == 1
    given = api_of(bob).post(f"bookings/{made.pk}/in-charge/", {"member": bob.member.pk})
    assert given.json["community_event"]["in_charge"] == {"member": bob.member.pk, "name": "Bob"}
    assert "in-charge" in given.json["possible"]


def test_nobody_else_does_and_only_for_what_is_to_come(
    house: SmallHouse, alice: Person, charlie: Person, oscar: Person, clock_at: Callable[[datetime], datetime]
) -> None:
    made = hosted(alice, house, charlie)

    def hand_over(by: Person, at: datetime = NOW, **more: int) -> Booking:
        asked = {"booking_id": made.pk, "member_id": alice.member.pk, **more}
        return change_in_charge(actor=actor_of(by, at), at=clock_at(at), **asked)

    for stranger in (charlie, oscar):
        with pytest.raises(Refused, match="booking_unknown"):
            hand_over(stranger)
    with pytest.raises(Refused, match="in_charge_needed"):
        hand_over(alice, member_id=987_654)
    with pytest.raises(Refused, match="event_over"):
        hand_over(alice, EVENING.ends_at)
    plain = book(alice, house.small_room, EVENING, at=clock_at(NOW))
    with pytest.raises(Refused, match="not_an_event"):
        hand_over(alice, booking_id=plain.pk)
    assert hand_over(alice, member_id=charlie.member.pk).sequence == made.sequence


def test_the_api_quotes_it_free_and_shows_it(house: SmallHouse, alice: Person, charlie: Person) -> None:
    api = api_of(alice)
    event = {"checklist": sorted(ALL_CHECKS), "in_charge": charlie.member.pk}
    asked = {**room_asked(house), "resource": house.large_room.pk, "title": "Atelier vélo", "community_event": event}
    shown = {"checklist": sorted(ALL_CHECKS), "in_charge": {"member": charlie.member.pk, "name": "Charlie"}}
    quote, made = api.post("quotes/", asked), api.post("bookings/", asked)
    for answer in (quote, made):
        assert (answer.json["price"]["gross_minor"], answer.json["community_event"]) == (0, shown)
    assert api_of(charlie).get(f"bookings/{made.json['id']}/").json["possible"] == []
    mine = api_of(charlie).get("bookings/?mine=true").json["results"]
    assert [one["id"] for one in mine] == [made.json["id"]]


@pytest.mark.parametrize(
    "event",
    [
        {"checklist": ["open_bar"], "in_charge": 1},
        {"checklist": sorted(ALL_CHECKS) * 2, "in_charge": 1},
        {"checklist": "free", "in_charge": 1},
        {"checklist": sorted(ALL_CHECKS)},
        {"checklist": sorted(ALL_CHECKS), "in_charge": "Charlie"},
        {"checklist": sorted(ALL_CHECKS), "in_charge": 1, "price": 0},
        "yes",
    ],
)
def test_a_checklist_that_makes_no_sense_is_refused(house: SmallHouse, alice: Person, event: object) -> None:
    asked = {**room_asked(house), "resource": house.large_room.pk, "title": "Atelier", "community_event": event}
    assert api_of(alice).post("bookings/", asked).status == 422


def test_moving_an_event_keeps_it_free_on_the_page(house: SmallHouse, alice: Person, client_of: ClientOf) -> None:
    made = hosted(alice, house, alice)
    later = period(THURSDAY + timedelta(days=1), "14:00", "17:00")
    sent = {"resource": str(house.large_room.pk), "starts_at": later.starts_at.isoformat()}
    sent["ends_at"] = later.ends_at.isoformat()
    client = client_of(alice.account)
    assert "Même prix" in text_of(client.get(f"/bookings/{made.pk}/move/", sent).content.decode())
    assert client.post(f"/bookings/{made.pk}/move/", sent).status_code == 302
    made.refresh_from_db()
    assert (made.starts_at, made.gross_minor, made.in_charge) == (later.starts_at, 0, alice.member)
