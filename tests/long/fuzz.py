"""Send the API what schemathesis makes of its description, and often what makes sense in this house."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from bookings.models import Booking
from spaces.enums import ResourceKind
from tests.support.booking import NOW, PARIS
from tests.support.houses import SmallHouse

DESCRIBED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
BATCH = 25
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Fuzz:
    """Call every operation in turns with one token, and count the answers by operation and status."""

    house: SmallHouse
    key: str
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def run(self, requests: int, *, first_seed: int) -> None:
        """Send that many requests; raise where an answer is not one of those described."""
        schema = openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        batch = max(1, min(BATCH, requests // len(operations)))
        for number, operation in enumerate(cycle(operations)):
            if self.answers.total() >= requests:
                return
            self._send_batch(operation, batch, seed_number=first_seed + number)

    def accepted(self) -> Counter[str]:
        """Return how often each operation was answered 2xx."""
        found: Counter[str] = Counter()
        for (operation, status), times in self.answers.items():
            found[operation] += times if 200 <= status < 300 else 0
        return found

    def _send_batch(self, operation: Any, size: int, *, seed_number: int) -> None:
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

        @seed(seed_number)
        @settings(
            max_examples=size,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)), st.data())
        def send(case: "Case[Any]", data: st.DataObject) -> None:
            is_sensible = data.draw(st.integers(0, 9)) < 6
            if is_sensible:
                self._make_sensible(case, data.draw)
            response = case.call(headers={"Authorization": f"Bearer {self.key}", "Accept-Encoding": "identity"})
            self.answers[case.operation.label, response.status_code] += 1
            more = [] if is_sensible else [checks.negative_data_rejection]
            case.validate_response(response, checks=[*DESCRIBED, *more])

        send()

    def _make_sensible(self, case: "Case[Any]", draw: Draw) -> None:
        """Replace what was made up by what could be asked in this house."""
        case.headers.clear()
        match case.operation.label.split("/api/v1/")[1]:
            case "resources/":
                case.query = {"space": "mutualab", "kind": draw(st.sampled_from(ResourceKind.values))}
            case "availability/":
                day = draw(days)
                case.query = {"from": f"{day}", "to": f"{day + timedelta(days=draw(st.integers(0, 20)))}"}
            case "quotes/":
                case.body = draw(wishes(self.house))
            case "bookings/" if case.method == "POST":
                case.body = draw(wishes(self.house))
                case.headers["Idempotency-Key"] = draw(st.uuids().map(str))
            case "bookings/" | "audit/":
                case.query = {"limit": draw(st.integers(1, 200)), "since": "2026-12-10T09:00:00Z"}
            case label if "{booking_id}" in label:
                self._choose_booking(case, draw)

    def _choose_booking(self, case: "Case[Any]", draw: Draw) -> None:
        """Name a booking that stands; what is drawn never depends on what there is."""
        place, period = draw(st.integers(0, 19)), draw(periods)
        known = list(Booking.objects.filter(cancelled_at=None).order_by("-pk").values_list("pk", flat=True)[:20])
        is_move = case.operation.label.endswith("move/")
        if not known or (case.method == "POST" and not is_move and len(known) < 10):
            return
        case.path_parameters["booking_id"] = known[place % len(known)]
        if case.method == "POST":
            case.body = period if is_move else {}


def _period(day: date, start: int, length: int) -> dict[str, str]:
    """Return a period of a day in the hours in which rooms can be booked."""
    ends = min(start + length, 18)
    instants = (datetime.combine(day, time(hour), PARIS) for hour in (start, ends))
    return dict(zip(("starts_at", "ends_at"), (at.isoformat() for at in instants), strict=True))


def wishes(house: SmallHouse) -> st.SearchStrategy[dict[str, Any]]:
    """Return bodies that ask for what the house has, mostly at times at which it can be booked."""
    rooms = [house.small_room.pk, house.large_room.pk]
    what = st.one_of(
        st.builds(lambda room: {"resource": room}, st.sampled_from(rooms)),
        st.just({"space": "mutualab", "kind": "seat"}),
        st.just({"space": "mutualab", "kind": "room"}),
    )
    extra = st.one_of(
        st.just({}),
        st.builds(
            lambda title: {"title": title}, st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
        ),
        st.just({"for_whom": {"name": "Imprimerie du Beffroi"}}),
        st.just({"override_reason": "Essai"}),
    )
    return st.builds(lambda what, period, extra: {**what, **period, **extra}, what, periods, extra)


titles = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
days = st.integers(3, 360).map(lambda ahead: NOW.date() + timedelta(days=ahead))
weekdays = days.map(lambda day: day - timedelta(days=max(0, day.weekday() - 4)))
periods = st.builds(_period, weekdays, st.integers(9, 17), st.integers(1, 9))
