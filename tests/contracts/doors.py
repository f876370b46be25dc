"""Two doors to the same operations: the pages and the API, each driven by what it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bookings.models import Booking
from bookings.wishes import EventWish
from spaces.local_time import Period
from tests.support.api import api_of
from tests.support.cast import Person, client_of


@dataclass(frozen=True)
class Outcome:
    """What came of knocking: the codes of the refusal, none when it was done, and the booking as it is then."""

    codes: frozenset[str]
    status: int
    booking: Booking | None = None

    @property
    def code(self) -> str:
        """Return the code of a refusal for one reason."""
        (code,) = self.codes
        return code


class Door(Protocol):
    """Do for one person what can be done with bookings."""

    def book(self, what: Mapping[str, Any], period: Period, **more: Any) -> Outcome:
        """Book; more: is_option, title, for_member, for_name, for_mail, override, supplements (code to number), chosen,
        event (an EventWish).
        """
        ...

    def cancel(self, booking: Booking) -> Outcome: ...

    def move(self, booking: Booking, period: Period, **more: Any) -> Outcome:
        """Move; more: resource, override."""
        ...

    def answer(self, booking: Booking, act: str, **more: Any) -> Outcome:
        """Do one of confirmation, refusal (more: because) and check-in."""
        ...


def _instants(period: Period) -> dict[str, str]:
    return {"starts_at": period.starts_at.isoformat(), "ends_at": period.ends_at.isoformat()}


class ApiDoor:
    """Knock with a token."""

    def __init__(self, person: Person) -> None:
        self.api = api_of(person)

    def book(self, what: Mapping[str, Any], period: Period, **more: Any) -> Outcome:
        whom = {
            name: more.pop(field)
            for field, name in (("for_member", "member"), ("for_name", "name"), ("for_mail", "email"))
            if field in more
        }
        if "supplements" in more:
            more["supplements"] = [{"code": code, "quantity": count} for code, count in more["supplements"].items()]
        event: EventWish | None = more.pop("event", None)
        if event is not None:
            more["community_event"] = {"checklist": sorted(event.ticked), "in_charge": event.in_charge}
        body = {**what, **_instants(period), **_renamed(more)}
        return self._sent("bookings/", {**body, "for_whom": whom} if whom else body)

    def cancel(self, booking: Booking) -> Outcome:
        return self._sent(f"bookings/{booking.pk}/cancellation/", {})

    def move(self, booking: Booking, period: Period, **more: Any) -> Outcome:
        return self._sent(f"bookings/{booking.pk}/move/", {**_instants(period), **_renamed(more)})

    def answer(self, booking: Booking, act: str, **more: Any) -> Outcome:
        return self._sent(f"bookings/{booking.pk}/{act}/", more)

    def _sent(self, path: str, body: dict[str, Any]) -> Outcome:
        answer = self.api.post(path, body)
        if answer.status < 300:
            return Outcome(frozenset(), answer.status, Booking.objects.get(pk=answer.json["id"]))
        return Outcome(frozenset(answer.codes), answer.status)


class PageDoor:
    """Knock as a browser without JavaScript, signed in."""

    def __init__(self, person: Person) -> None:
        self.client = client_of(person.account)

    def book(self, what: Mapping[str, Any], period: Period, **more: Any) -> Outcome:
        asked = {f"supplement-{code}": count for code, count in more.pop("supplements", {}).items()}
        event: EventWish | None = more.pop("event", None)
        if event is not None:
            asked |= {"event": "1", "in_charge": event.in_charge, **dict.fromkeys(event.ticked, "1")}
        if "chosen" in more:
            more["chosen"] = f"{more['chosen'] / 100:.2f}"
        return self._sent("/bookings/", {**what, **_instants(period), **asked, **more})

    def cancel(self, booking: Booking) -> Outcome:
        return self._sent(f"/bookings/{booking.pk}/cancellation/", {})

    def move(self, booking: Booking, period: Period, **more: Any) -> Outcome:
        what = {"resource": booking.resource_id}
        return self._sent(f"/bookings/{booking.pk}/move/", {**what, **_instants(period), **more})

    def answer(self, booking: Booking, act: str, **more: Any) -> Outcome:
        return self._sent(f"/bookings/{booking.pk}/{act}/", more)

    def _sent(self, path: str, form: dict[str, Any]) -> Outcome:
        response: Any = self.client.post(path, form)
        if response.status_code == 302:
            number = int(response.headers["Location"].strip("/").rpartition("/")[2])
            return Outcome(frozenset(), response.status_code, Booking.objects.get(pk=number))
        return Outcome(frozenset(reason.code for reason in response.context["reasons"]), response.status_code)


def _renamed(more: dict[str, Any]) -> dict[str, Any]:
    names = {"override": "override_reason", "chosen": "chosen_amount"}
    return {names.get(name, name): value for name, value in more.items()}


DOORS: dict[str, type[ApiDoor] | type[PageDoor]] = {"api": ApiDoor, "page": PageDoor}
