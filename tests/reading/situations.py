"""States of pages that a plain visit does not show: refusals, errors of forms, what is said after an act."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from bookings.models import Booking
from bookings.operations import cancel_booking
from common import clock
from members.devices import CONFIRMED_AT
from spaces.queries import forget_catalogue
from tests.reading.of_answers import OF_ANSWERS
from tests.reading.of_prices import OF_PRICES
from tests.reading.of_rules import OF_RULES
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.scene import Scene

Prepare = Callable[[Scene, Client], object]
MORNING = "starts_at=2026-12-10T08:00Z&ends_at=2026-12-10T12:00Z"
AFTERNOON = "starts_at=2026-12-10T13:00Z&ends_at=2026-12-10T17:00Z"
SHEET, ROOM = "/book/sheet/?", "resource={house.small_room.pk}"


class Readable(Protocol):
    """What somebody can read: a page, or one of its states."""

    def answer(self, scene: Scene, language: str) -> HttpResponse: ...


@dataclass(frozen=True)
class Situation:
    """What one person gets at an address, after what was done before; the address may name parts of the scene."""

    name: str
    reader: str
    address: str
    sent: Mapping[str, str] | None = None
    before: Prepare | None = None

    def __str__(self) -> str:
        return self.name

    def answer(self, scene: Scene, language: str) -> HttpResponse:
        """Return the answer in a language, redirects followed."""
        client = scene.client_of(self.reader)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if self.before is not None:
            self.before(scene, client)
        address = self.address.format(**vars(scene))
        if self.sent is None:
            response = client.get(address, follow=True)
        else:
            sent = {name: value.format(**vars(scene)) for name, value in self.sent.items()}
            response = client.post(address, sent, follow=True)
        return response  # type: ignore[return-value]


def read_all(readable: Iterable[Readable], scene: Scene, language: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each, one after the other in the same scene: what each does is undone."""
    for one in readable:
        with undone():
            yield str(one), one.answer(scene, language).content.decode()


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside, in the database, with the clock and by mail."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    clock.freeze(NOW)
    mail.outbox.clear()
    forget_catalogue()


def at(moment: timedelta) -> Prepare:
    return lambda scene, client: clock.freeze(NOW + moment)


def cancelled(scene: Scene, client: Client) -> None:
    bob = actor_of(scene.people["bob"])
    clock.freeze(NOW + timedelta(days=10))
    cancel_booking(actor=bob, at=NOW + timedelta(days=10), booking_id=scene.booking.pk)


def booked_for_alice(scene: Scene, client: Client) -> None:
    book(scene.people["charlie"], scene.house.large_room, period(THURSDAY, "09:00", "13:00"))
    Booking.objects.exclude(pk=scene.booking.pk).update(title="Réunion", booked_by_label="Bob")


def unconfirmed(scene: Scene, client: Client) -> None:
    session = client.session
    session[CONFIRMED_AT] = 0
    session.save()


def code_asked(scene: Scene, client: Client) -> None:
    client.post("/account/login/", {"login": "alice@example.org"})


def mail_read_by_demo(scene: Scene, client: Client) -> None:
    from common.models import DemoMail

    DemoMail.objects.create(key="one", recipient="alice@example.org", subject="14", text="", sent_at=NOW)


ROOM_SENT = {"resource": "{house.small_room.pk}"}
MORNING_SENT = {"starts_at": "2026-12-10T08:00Z", "ends_at": "2026-12-10T12:00Z"}
AFTERNOON_SENT = {"starts_at": "2026-12-10T13:00Z", "ends_at": "2026-12-10T17:00Z"}
TO_NEXT_DAY = {"starts_at": "2026-12-11T08:00Z", "ends_at": "2026-12-11T12:00Z"}

VISITS = (
    Situation("the place to strangers", "anonymous", "/"),
    Situation("today for a customer", "oscar", "/"),
    Situation("today for a co-manager", "bob", "/"),
    Situation("a customer's own page", "oscar", "/me/"),
    Situation("a day as a list", "alice", "/book/?day=2026-12-10&view=list"),
    Situation("a week", "alice", "/book/?day=2026-12-10&view=week"),
    Situation("a Sunday", "alice", "/book/?day=2026-12-13&view=day"),
    Situation("a public holiday", "alice", "/book/?day=2026-12-25&view=day"),
    Situation("a day gone by", "alice", "/book/?day=2026-11-02&view=list"),
    Situation("an event", "alice", "/bookings/{event.pk}/"),
    Situation("who is in charge of an event", "alice", "/bookings/{event.pk}/in-charge/?member=char"),
    Situation("a room used freely", "alice", "/bookings/{using.pk}/"),
    Situation("a room to use freely", "charlie", "/"),
    Situation("an event asked for", "alice", f"{SHEET}{ROOM}&{MORNING}&event=1&free=1"),
    Situation("a day to a co-manager", "bob", "/book/?day=2026-12-10&view=list", before=booked_for_alice),
    Situation("a customer's sheet", "oscar", f"{SHEET}{ROOM}&{MORNING}"),
    Situation("a seat's sheet", "alice", f"{SHEET}space=mutualab&kind=seat&{MORNING}"),
    Situation("a free sheet", "alice", f"{SHEET}resource={{house.phone_room.pk}}&{MORNING}"),
    Situation("a co-manager's sheet", "bob", f"{SHEET}{ROOM}&{MORNING}"),
    Situation("for somebody else", "bob", f"{SHEET}{ROOM}&{MORNING}&for_name=Zoé&for_mail=zoe@example.org"),
    Situation("whom to book for", "bob", f"/book/people/?{ROOM}&{MORNING}&member=li"),
    Situation("nobody of that name", "bob", f"/book/people/?{ROOM}&{MORNING}&member=zzz"),
    Situation("nobody of that name on a sheet", "bob", f"{SHEET}{ROOM}&{MORNING}&member=zzz"),
    Situation("several of that name", "bob", f"{SHEET}{ROOM}&{MORNING}&member=li"),
    Situation("a booking a day old", "alice", "/bookings/{booking.pk}/", before=at(timedelta(days=1))),
    Situation("a booking gone by", "alice", "/bookings/{booking.pk}/", before=at(timedelta(days=30))),
    Situation("a booking under way", "alice", "/bookings/{booking.pk}/", before=at(timedelta(days=16, hours=6))),
    Situation("a cancelled booking", "alice", "/bookings/{booking.pk}/", before=cancelled),
    Situation("bookings gone by", "alice", "/bookings/", before=at(timedelta(days=30))),
    Situation("bookings cancelled", "alice", "/bookings/", before=cancelled),
    Situation("a late cancellation", "alice", "/bookings/{booking.pk}/cancellation/", before=at(timedelta(days=14))),
    Situation("the sheet of a move", "alice", f"/bookings/{{booking.pk}}/move/?{ROOM}&{MORNING}"),
    Situation("a late move", "alice", f"/bookings/{{booking.pk}}/move/?{MORNING}", before=at(timedelta(days=10))),
    Situation("the day with all names", "bob", "/manage/day/?day=2026-12-10", before=booked_for_alice),
    Situation("the trail of one kind", "bob", "/manage/audit/?kind=booking&since=2026-11-24"),
    Situation("nothing in the trail", "bob", "/manage/audit/?kind=circle"),
    Situation("a circle", "bob", "/manage/rules/circles/{circle.pk}/"),
    Situation("whom to add to a circle", "bob", "/manage/rules/circles/{circle.pk}/people/new/?q=char"),
    Situation("nobody to add to a circle", "bob", "/manage/rules/circles/{circle.pk}/people/new/?q=zzz"),
    Situation("who gains a right", "bob", "/manage/rules/circles/{circle.pk}/rights/new/?right=manage_prices&where="),
    Situation("who may do what to strangers", "anonymous", "/who-may-do-what/"),
    Situation("my rights", "bob", "/me/"),
    Situation("the way in before it is time", "alice", "/way-in/mutualab/", before=at(timedelta(days=2))),
    Situation(
        "the way in when it is time", "alice", "/way-in/mutualab/", before=at(timedelta(days=16, hours=4, minutes=50))
    ),
    Situation("the way in to who looks after it", "bob", "/way-in/mutualab/"),
    Situation("whom a key goes to", "bob", "/manage/rules/access/keys/{way_in.key.pk}/handover/?q=ali"),
    Situation("a key for somebody", "bob", "/manage/rules/access/keys/{way_in.key.pk}/handover/?name=Zoé"),
    Situation("a key that is out", "bob", "/manage/rules/access/keys/{way_in.other_key.pk}/"),
    Situation("where I am, with a key", "alice", "/me/"),
    Situation("who one is, again", "alice", "/me/password/", before=unconfirmed),
    Situation("mails in the demo", "alice", "/demo/mails/", before=mail_read_by_demo),
)
REFUSALS = (
    Situation("a taken slot", "charlie", f"{SHEET}{ROOM}&{AFTERNOON}"),
    Situation("a taken slot to a co-manager", "bob", f"{SHEET}{ROOM}&{AFTERNOON}"),
    Situation("too short a notice", "alice", f"{SHEET}{ROOM}&starts_at=2026-11-25T13:00Z&ends_at=2026-11-25T17:00Z"),
    Situation("to be overridden", "bob", f"{SHEET}{ROOM}&starts_at=2026-11-25T13:00Z&ends_at=2026-11-25T17:00Z"),
    Situation("overridden", "bob", f"{SHEET}{ROOM}&{MORNING}&override=Zoé"),
    Situation("a time gone by", "alice", f"{SHEET}{ROOM}&starts_at=2026-11-20T13:00Z&ends_at=2026-11-20T17:00Z"),
    Situation("too far ahead", "alice", f"{SHEET}{ROOM}&starts_at=2036-12-10T13:00Z&ends_at=2036-12-10T17:00Z"),
    Situation("of no length", "alice", f"{SHEET}{ROOM}&starts_at=2026-12-10T13:00Z&ends_at=2026-12-10T13:00Z"),
    Situation("reversed", "alice", f"{SHEET}{ROOM}&starts_at=2026-12-10T17:00Z&ends_at=2026-12-10T13:00Z"),
    Situation("out of step", "alice", f"{SHEET}{ROOM}&starts_at=2026-12-10T13:10Z&ends_at=2026-12-10T13:15Z"),
    Situation("on a Sunday", "alice", f"{SHEET}{ROOM}&starts_at=2026-12-13T13:00Z&ends_at=2026-12-13T17:00Z"),
    Situation("out of hours", "alice", f"{SHEET}{ROOM}&starts_at=2026-12-10T18:00Z&ends_at=2026-12-10T20:00Z"),
    Situation("not on offer", "oscar", f"{SHEET}space=mutualab&kind=seat&{MORNING}"),
    Situation("no such kind there", "alice", f"{SHEET}space=mutualab&kind=event_space&{MORNING}"),
    Situation("no such room", "alice", f"{SHEET}resource=99999&{MORNING}"),
    Situation("no such place", "alice", "/book/?space=nowhere"),
    Situation("no period", "alice", f"{SHEET}{ROOM}"),
    Situation("a time that is skipped", "alice", f"{SHEET}{ROOM}&day=2027-03-28&start=02:30&end=04:00"),
    Situation("a time that comes twice", "alice", f"{SHEET}{ROOM}&day=2027-10-31&start=02:30&end=04:00"),
    Situation(
        "values that make no sense", "alice", f"{SHEET}resource=x&kind=x&starts_at=x&day=x&start=x&token=x&for_mail=x"
    ),
    Situation("a key too large", "alice", f"{SHEET}resource=99999999999999999999&for_member=-1&title={'x' * 300}"),
    Situation("a day that makes no sense", "alice", "/book/?day=1&view=2&space=3 4"),
    Situation("a page that is none", "alice", "/bookings/?page=0"),
    Situation("somebody else's booking", "charlie", "/bookings/{booking.pk}/"),
    Situation("for others without the right", "alice", f"{SHEET}{ROOM}&{MORNING}&for_name=Zoé"),
    Situation("overriding without the right", "alice", f"{SHEET}{ROOM}&{MORNING}&override=Zoé"),
    Situation("people without the right", "alice", "/book/people/?member=a"),
    Situation("both a member and a name", "bob", f"{SHEET}{ROOM}&{MORNING}&for_member=1&for_name=Zoé"),
    Situation("a mail for a member", "bob", f"{SHEET}{ROOM}&{MORNING}&for_member=99999&for_mail=zoe@example.org"),
    Situation("no such member", "bob", f"{SHEET}{ROOM}&{MORNING}&for_member=99999"),
    Situation("a move to what is taken", "charlie", "/bookings/{booking.pk}/move/", sent=MORNING_SENT),
    Situation("a move to where it is", "alice", f"/bookings/{{booking.pk}}/move/?{ROOM}&{AFTERNOON}"),
    Situation("a move once begun", "alice", "/bookings/{booking.pk}/move/", before=at(timedelta(days=30))),
    Situation("a move of what is cancelled", "alice", "/bookings/{booking.pk}/move/", before=cancelled),
    Situation("booking what is taken", "charlie", "/bookings/", sent={**ROOM_SENT, **AFTERNOON_SENT}),
    Situation("the way in without a reason", "charlie", "/way-in/mutualab/"),
    Situation("the code too early", "alice", "/way-in/mutualab/showings/", sent={}, before=at(timedelta(days=2))),
    Situation("no such key", "bob", "/manage/rules/access/keys/99999/"),
    Situation("no such circle", "bob", "/manage/rules/circles/99999/"),
    Situation("a circle of that name", "bob", "/manage/rules/circles/new/", sent={"name": "reservations"}),
    Situation("a right without the right", "alice", "/manage/rules/circles/{circle.pk}/rights/new/"),
    Situation("nothing at an address", "alice", "/nowhere/"),
    Situation("a form's address read as a page", "alice", "/me/devices/others/sign-out/"),
    Situation("a device that is not there", "alice", "/me/devices/99999/sign-out/", sent={}),
)
FORMS = (
    Situation("signing in with nothing", "anonymous", "/account/login/", sent={}),
    Situation("signing in with no address", "anonymous", "/account/login/", sent={"login": "x"}),
    Situation("a wrong password", "anonymous", "/account/login/", sent={"login": "alice@example.org", "password": "x"}),
    Situation("the code to type", "anonymous", "/account/login/", sent={"login": "alice@example.org"}),
    Situation("a wrong code", "anonymous", "/account/login/code/", sent={"code": "1"}, before=code_asked),
    Situation("no code", "anonymous", "/account/login/code/", sent={}, before=code_asked),
    Situation("signing up with nothing", "anonymous", "/account/signup/", sent={}),
    Situation("signing up", "anonymous", "/account/signup/", sent={"name": "Zoé", "email": "zoe@example.org"}),
    Situation("a name too long", "anonymous", "/account/signup/", sent={"name": "Z" * 300, "email": "z" * 300}),
    Situation(
        "a name with a null", "anonymous", "/account/signup/", sent={"name": "Z\x00", "email": "zoe@example.org"}
    ),
    Situation("a profile with nothing", "alice", "/me/profile/", sent={}),
    Situation("a language nobody speaks", "alice", "/me/profile/", sent={"name": "Alice", "language": "7"}),
    Situation("the same mail address", "alice", "/me/email/", sent={"email": "alice@example.org"}),
    Situation("a new mail address", "alice", "/me/email/", sent={"email": "alice@new.example.org"}),
    Situation("a password too short", "alice", "/me/password/", sent={"password": "1234"}),
    Situation("a password too common", "alice", "/me/password/", sent={"password": "password123"}),
    Situation("a password like the name", "alice", "/me/password/", sent={"password": "alice@example.org"}),
    Situation("a new password", "alice", "/me/password/", sent={"password": "belfry-at-seven"}),
    Situation("a wrong confirmation", "alice", "/account/confirmation/", sent={"way": "password", "password": "x"}),
    Situation("a confirmation by code", "alice", "/account/confirmation/", sent={"way": "send"}, before=unconfirmed),
    Situation("a wrong code again", "alice", "/account/confirmation/", sent={"way": "code", "code": "1"}),
    Situation("a passkey without a name", "alice", "/me/passkeys/{passkey.pk}/", sent={}),
    Situation("a passkey of nonsense", "alice", "/me/passkeys/new/", sent={"name": "Zoé", "credential": "{{}}"}),
    Situation("a passkey removed", "alice", "/me/passkeys/{passkey.pk}/removal/", sent={}),
    Situation("a token with nothing", "alice", "/me/tokens/new/", sent={}),
    Situation("a token of nonsense", "alice", "/me/tokens/new/", sent={"name": "Zoé", "scopes": "x", "term": "x"}),
    Situation("a token taken back", "alice", "/me/tokens/{token.pk}/revocation/", sent={}),
    Situation("a device signed out", "alice", "/me/devices/{session.pk}/sign-out/", sent={}),
    Situation("signed out everywhere else", "alice", "/me/devices/others/sign-out/", sent={}),
    Situation("another address for the calendar", "alice", "/me/calendar/{calendar.pk}/renewal/", sent={}),
    Situation("mails chosen", "alice", "/me/mails/", sent={"booking_made": "on"}),
    Situation("no address for the calendar any more", "alice", "/me/calendar/{calendar.pk}/removal/", sent={}),
    Situation("the calendar of a room", "alice", "/me/calendar/", sent={"what": "resource:{house.small_room.pk}"}),
    Situation(
        "the calendar of the space with names",
        "bob",
        "/me/calendar/",
        sent={"what": "space:mutualab", "has_names": "on"},
    ),
    Situation("a calendar that is not on offer", "alice", "/me/calendar/", sent={"what": "resource:999999"}),
    Situation("a calendar that is known", "alice", "/me/calendar/", sent={"what": "mine"}),
    Situation("a step with nothing", "bob", "/manage/rules/access/steps/new/", sent={}),
    Situation("a code with nothing", "bob", "/manage/rules/access/codes/new/", sent={}),
    Situation("a code about to change", "bob", "/manage/rules/access/codes/{way_in.code.pk}/", sent={"value": "7"}),
    Situation(
        "a code at half a moment",
        "bob",
        "/manage/rules/access/codes/{way_in.code.pk}/",
        sent={"value": "7", "day": "2026-11-25"},
    ),
    Situation("codes shown to who looks after them", "bob", "/manage/rules/access/showings/", sent={}),
    Situation("an earlier window", "bob", "/manage/rules/access/window/", sent={"minutes": "30"}),
    Situation("a key with nothing", "bob", "/manage/rules/access/keys/new/", sent={}),
    Situation("a key of a known number", "bob", "/manage/rules/access/keys/new/", sent={"number": "12"}),
    Situation(
        "half a training",
        "bob",
        "/manage/rules/access/keys/{way_in.key.pk}/handover/",
        sent={"name": "Zoé", "trained_by": "Zoé"},
    ),
    Situation("a circle without a name", "bob", "/manage/rules/circles/new/", sent={}),
    Situation("a circle opened", "bob", "/manage/rules/circles/new/", sent={"name": "Zoé"}),
    Situation("signed out", "alice", "/account/logout/", sent={}),
    *(Situation(*one) for one in OF_RULES),
    *(Situation(*one) for one in OF_ANSWERS),
    *(Situation(*one[:3], **one[3]) for one in OF_PRICES),
    Situation("booked", "alice", "/bookings/", sent={**ROOM_SENT, **MORNING_SENT}),
    Situation("cancelled at once", "alice", "/bookings/{booking.pk}/cancellation/", sent={}),
    Situation("moved", "alice", "/bookings/{booking.pk}/move/", sent={**ROOM_SENT, **TO_NEXT_DAY}),
)
SITUATIONS = (*VISITS, *REFUSALS, *FORMS)
