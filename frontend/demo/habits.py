"""Imagine who would book what, when, and how long before, so that every rule of the house allows it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from bookings.free_time import bookable_periods
from bookings.lines import Quote
from bookings.policies import reasons_not_to_book
from bookings.quoting import BookingCase, quote_for
from frontend.demo.people import Crowd, Somebody
from frontend.demo.plan import Appointment, Habit
from members.people import Party
from spaces.catalogue import ResourceOffer, SpaceOffer
from spaces.enums import ResourceKind, Unit
from spaces.local_time import DAY, Period, instant, local_day

MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(hours=3)


@dataclass(frozen=True)
class Intention:
    """Somebody's booking before it is made: allowed, free, and priced for its party at `booked_at`."""

    case: BookingCase
    quote: Quote
    party: Party
    by: Somebody
    any_of_kind: ResourceKind | None
    title: str
    cancelled_at: datetime | None
    tentative: str = ""
    is_event: bool = False

    @property
    def booked_at(self) -> datetime:
        return self.case.at

    def is_in_the_way_of(self, other: "Intention") -> bool:
        mine, theirs = self.case.resource, other.case.resource
        atoms = [set(self.case.space.atoms(resource)) for resource in (mine, theirs)]
        return not atoms[0].isdisjoint(atoms[1]) or (mine.kind == theirs.kind and self.party.label == other.party.label)


class Diary:
    """Know what is held on one day: a thing for one person at a time, a person on one thing of a kind at a time."""

    def __init__(self) -> None:
        self._intentions: list[Intention] = []

    def has_room_for(self, wanted: Intention) -> bool:
        """Tell whether nobody's hold meets this one, in the period and in the time it is held."""
        return not any(
            wanted.is_in_the_way_of(other)
            and wanted.quote.period.overlaps(other.quote.period)
            and _hold_at_once(wanted, other)
            for other in self._intentions
        )

    def note(self, intention: Intention) -> None:
        self._intentions.append(intention)


@dataclass(frozen=True)
class Imagination:
    """Draw the bookings of one space, day by day; the same `random` draws the same ones."""

    space: SpaceOffer
    crowd: Crowd
    random: Random
    now: datetime
    diaries: dict[date, Diary] = field(default_factory=lambda: defaultdict(Diary))

    def appointment(self, wish: Appointment, first_day: date) -> Iterator[Intention]:
        """Yield the booking of one of the cast, on the first day with room in the next four weeks."""
        habit = Habit(wish.kind, 1, {wish.unit: 1}, is_any_of_kind=not wish.resource, titles=(wish.title,))
        resources = [r for r in self.space.resources if r.kind == wish.kind and wish.resource in {"", r.slug}]
        person = self.crowd.cast[wish.who]
        for offset in range(28):
            day = first_day + offset * DAY
            wanted = self._wanted(habit, resources[0], day, person=person, can_cancel=False)
            found = wanted and _first_free(wanted, resources, self.diaries[day])
            if found:
                self.diaries[day].note(found)
                case = replace(found.case, at=self.now - A_MOMENT) if wish.tentative else found.case
                yield replace(
                    found,
                    case=case,
                    by=self.crowd.cast[wish.by or wish.who],
                    tentative=wish.tentative,
                    is_event=wish.is_event,
                )
                return

    def day(self, day: date, habits: Sequence[Habit], *, share: float = 1.0, can_cancel: bool) -> Iterator[Intention]:
        """Yield the bookings of a local day; `share` thins them out. None of them reaches into another day."""
        if not self.space.hours_on(day):
            return
        diary = self.diaries[day]
        for habit in habits:
            for resources in self._choices(habit):
                for person in self._people(habit, share):
                    wanted = self._wanted(habit, resources[0], day, person=person, can_cancel=can_cancel)
                    intention = wanted and _first_free(wanted, resources, diary)
                    if intention is not None:
                        diary.note(intention)
                        yield intention

    def _choices(self, habit: Habit) -> list[list[ResourceOffer]]:
        """Return what each person of a habit chooses from: all of a kind, or one resource after the other."""
        resources = [resource for resource in self.space.resources if resource.kind == habit.kind]
        return [resources] if habit.is_any_of_kind else [[resource] for resource in resources]

    def _people(self, habit: Habit, share: float) -> Iterator[Somebody]:
        """Yield who would like to come, nobody twice."""
        average = habit.per_day * share * self.random.uniform(0.4, 1.6)
        count = int(average) + (self.random.random() < average % 1)
        outside = sum(self.random.randrange(100) < habit.outside_share for _ in range(count))
        yield from self.random.sample(self.crowd.customers, min(outside, len(self.crowd.customers)))
        yield from self.random.sample(self.crowd.members, min(count - outside, len(self.crowd.members)))

    def _wanted(
        self, habit: Habit, resource: ResourceOffer, day: date, *, person: Somebody, can_cancel: bool
    ) -> Intention | None:
        """Return what a person would book, or None: it is not on sale to them, or a rule forbids it."""
        period = self._period(habit, resource, day)
        if period is None:
            return None
        booked_at = self._booked_at(habit, resource, period)
        party = person.party_on(self.space.local(booked_at).date())
        case = BookingCase(self.space, resource, period, party.audience, booked_at)
        quote = quote_for(case)
        if quote is None or quote.period.ends_at > local_day(day, self.space.zone).ends_at or reasons_not_to_book(case):
            return None
        return Intention(
            case=case,
            quote=quote,
            party=party,
            by=person if person.account_id else self.crowd.receptionist,
            any_of_kind=habit.kind if habit.is_any_of_kind else None,
            title=self.random.choice(habit.titles),
            cancelled_at=self._cancelled_at(habit, booked_at, period) if can_cancel else None,
        )

    def _period(self, habit: Habit, resource: ResourceOffer, day: date) -> Period | None:
        (unit,) = self.random.choices(list(habit.units), weights=list(habit.units.values()))
        if unit != Unit.HOUR:
            named = [period for period in self.space.periods_for(resource, day) if period.unit == unit]
            return self.random.choice(named).on(day, self.space.zone) if named else None
        length = self.random.choice(habit.lengths) * MINUTE
        step = self.space.rules_for(resource, day).step_minutes * MINUTE
        whole_day = local_day(day, self.space.zone)
        stretches = [p for p in bookable_periods(self.space, resource, whole_day) if p.overlaps(whole_day)]
        if not stretches:
            return None
        stretch = self.random.choice(stretches)
        begin = max(stretch.starts_at, instant(day, time(7), self.space.zone))
        steps = max(0, int((min(stretch.ends_at, whole_day.ends_at) - begin - length) / step))
        starts_at = begin + self.random.randint(0, steps) * step
        return Period(starts_at, starts_at + length)

    def _booked_at(self, habit: Habit, resource: ResourceOffer, period: Period) -> datetime:
        """Return when it was booked: some days before, with the notice the rules ask for, and never after now."""
        days = self.random.randint(*habit.days_before)
        lead = timedelta(days=days, minutes=self.random.randint(5, 600))
        notice = self.space.rules_for(resource, self.space.local(period.starts_at).date()).notice_minutes * MINUTE
        latest = min(period.starts_at - notice, self.now - 30 * MINUTE)
        booked_at = min(period.starts_at - max(lead, notice), latest - self.random.randint(0, 600) * MINUTE)
        return booked_at.replace(microsecond=0)

    def _cancelled_at(self, habit: Habit, booked_at: datetime, period: Period) -> datetime | None:
        if self.random.randrange(100) >= habit.cancelled_share:
            return None
        time_left = period.starts_at - booked_at
        return (booked_at + time_left * self.random.random()).replace(microsecond=0)


def _hold_at_once(one: Intention, other: Intention) -> bool:
    return (one.cancelled_at is None or other.booked_at < one.cancelled_at) and (
        other.cancelled_at is None or one.booked_at < other.cancelled_at
    )


def _first_free(wanted: Intention, resources: Sequence[ResourceOffer], diary: Diary) -> Intention | None:
    wishes = (replace(wanted, case=replace(wanted.case, resource=resource)) for resource in resources)
    return next((wish for wish in wishes if diary.has_room_for(wish)), None)
