"""One full house with its cast, and Alice's things: what an address of the product can be about."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from bookings.models import Booking, CalendarFeed
from bookings.operations import open_calendar, use_freely
from bookings.wishes import ALL_CHECKS, EventWish
from common.models import WorkerBeat
from common.rights import Right
from members.mail_kinds import MailHolder
from members.models import Account, ApiToken, Circle, CircleRight
from members.operations import add_passkey, create_token
from members.operations.mails import mail_link
from spaces.details import Holder
from spaces.models import OpeningException
from spaces.operations.keys import hand_key
from tests.support.access import WayIn, make_way_in
from tests.support.booking import NOW, SEED, THURSDAY, actor_of, book, period
from tests.support.cast import Person, make_circle
from tests.support.houses import SmallHouse, set_rule
from tests.support.passkeys import new_credential

EVENT_DAY = THURSDAY + timedelta(days=14)
PEOPLE = ("anonymous", "oscar", "charlie", "alice", "bob")


@dataclass(frozen=True)
class Scene:
    """The cast in a small house on Tuesday, 24 November 2026, 9:00; all things are Alice's."""

    house: SmallHouse
    people: dict[str, Person]
    sessions: dict[str, SimpleCookie]
    booking: Booking
    request: Booking
    arrival: Booking
    event: Booking
    using: Booking
    token: ApiToken
    session: UserSession
    passkey: Authenticator
    calendar: CalendarFeed
    circle: Circle
    closure: OpeningException
    way_in: WayIn

    def client_of(self, who: str, *, checks_forms: bool = False) -> Client:
        """Return a new browser-like client of one of `PEOPLE`, who signed in a moment ago."""
        client = Client()
        client.handler = _handler(checks_forms)
        if who in self.sessions:
            client.cookies = deepcopy(self.sessions[who])
        return client

    def speak(self, language: str) -> None:
        """Have every account speak a language."""
        Account.objects.update(language=language)

    def arguments(self, name: str, parameters: list[str]) -> dict[str, Any]:
        """Return what an address called `name` is about, for its parameters."""
        things = {"calendar": self.calendar, "device": self.session, "passkey": self.passkey, "token": self.token}
        values: dict[str, Any] = {
            "booking_id": self._booking_for(name).pk,
            "calendar_id": self.calendar.pk,
            "key": self.calendar.key,
            "link": mail_link(MailHolder(account_id=self.people["alice"].account.pk), "booking_moved"),
            "rest": "nowhere/",
        }
        given = CircleRight.objects.filter(right=Right.SEE_AUDIT).latest("pk")
        values["circle_id"] = given.circle_id if "given_id" in parameters else self.circle.pk
        values |= {"given_id": given.pk, "member_id": self.people["alice"].member.pk}
        values |= {"name": "notice_minutes", "kind": "seat", "resource_id": self.house.large_room.pk}
        values |= {"closure_id": self.closure.pk, "space_id": self.house.space.pk}
        way = self.way_in
        values |= {"space": self.house.space.slug, "step_id": way.step.pk, "picture_id": way.picture.pk}
        values |= {"code_id": way.code.pk, "key_id": (way.other_key if name.endswith("return") else way.key).pk}
        values["pk"] = things[name.partition("-")[0]].pk if "pk" in parameters else None
        return {parameter: values[parameter] for parameter in parameters}

    def _booking_for(self, name: str) -> Booking:
        """Return the request where one is answered, what begins now where somebody arrives, else the booking."""
        if "confirm" in name or "refus" in name:
            return self.request
        if "charge" in name:
            return self.event
        if "departure" in name or "leave" in name:
            return self.using
        return self.arrival if "check" in name else self.booking


def make_scene(house: SmallHouse, people: dict[str, Person], sign_in: Callable[[Account], Client]) -> Scene:
    """Return the scene, the clock being held at `NOW`."""
    alice = people["alice"]
    actor = actor_of(alice)
    token = create_token(actor=actor, at=NOW, account=alice.account, name="Agenda", scopes=["read"]).token
    passkey = add_passkey(actor=actor, at=NOW, account=alice.account, name="Téléphone", credential=new_credential())
    WorkerBeat.objects.create(name="a worker", started_at=timezone.now(), seen_at=timezone.now())
    booking = book(alice, house.small_room, period(THURSDAY, "14:00", "18:00"))
    sessions = {name: sign_in(person.account).cookies for name, person in people.items()}
    device, calendar = _other_device(alice.account), open_calendar(actor=actor, at=NOW)
    circle = make_circle("jardin", [], alice)
    closure = _closing(house)
    request, arrival = _request(house, alice), _arrival(house, alice)
    return Scene(
        house=house,
        people=people,
        sessions=sessions,
        booking=booking,
        request=request,
        arrival=arrival,
        event=_event(house, alice),
        using=_free_use(house, alice),
        token=token,
        session=device,
        passkey=passkey,
        calendar=calendar,
        circle=circle,
        closure=closure,
        way_in=_way_in(house, alice),
    )


def _request(house: SmallHouse, alice: Person) -> Booking:
    """Return what Alice asks for, of a room that is asked for no more."""
    set_rule(house, "approval_for", ["members"], resource=house.large_room)
    asked = book(alice, house.large_room, period(THURSDAY + timedelta(days=5), "14:00", "18:00"))
    set_rule(house, "approval_for", [], resource=house.large_room)
    return asked


def _arrival(house: SmallHouse, alice: Person) -> Booking:
    """Return what Alice is awaited for now, of a room that awaits nobody else."""
    set_rule(house, "release_after_minutes", 15, resource=house.phone_room)
    awaited = book(alice, house.phone_room, period(NOW.date(), "09:00", "10:00"))
    set_rule(house, "release_after_minutes", 0, resource=house.phone_room)
    return awaited


def _event(house: SmallHouse, alice: Person) -> Booking:
    """Return an event that Alice is in charge of, in a room that hosts no other."""
    set_rule(house, "allows_community_events", value=True, resource=house.large_room)
    wanted = EventWish(ALL_CHECKS, alice.member.pk)
    event = book(alice, house.large_room, period(EVENT_DAY, "14:00", "17:00"), title="Atelier vélo", event=wanted)
    set_rule(house, "allows_community_events", value=False, resource=house.large_room)
    return event


def _free_use(house: SmallHouse, alice: Person) -> Booking:
    """Return what Alice uses without booking, the phone room being taken; the large room is lent as well."""
    for room in (house.small_room, house.large_room):
        set_rule(house, "free_when_full_of", "phone_room", resource=room)
    using = use_freely(actor=actor_of(alice), at=NOW, resource_id=house.small_room.pk)
    set_rule(house, "free_when_full_of", "", resource=house.small_room)
    return using


def _way_in(house: SmallHouse, holder: Person) -> WayIn:
    way, name = make_way_in(house.space), Holder(holder.member.name, f"member:{holder.member.pk}")
    hand_key(space_id=house.space.pk, key_id=way.other_key.pk, holder=name, actor=SEED, at=NOW)
    return way


def _closing(house: SmallHouse) -> OpeningException:
    bridge = date(2027, 5, 7)
    return OpeningException.objects.create(space=house.space, starts_on=bridge, ends_on=bridge, label="Pont")


def _other_device(account: Account) -> UserSession:
    kept = SessionStore()
    kept.set_expiry(timedelta(days=180))
    kept.create()
    device: UserSession = UserSession.objects.create(
        user=account,
        session_key=kept.session_key,
        user_agent="Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
        ip="192.0.2.1",
        created_at=timezone.now(),
        last_seen_at=timezone.now(),
    )
    return device


@cache
def _handler(checks_forms: bool) -> ClientHandler:
    """Return what answers the clients of all tests: loading the middleware takes longer than a page."""
    return ClientHandler(enforce_csrf_checks=checks_forms)
