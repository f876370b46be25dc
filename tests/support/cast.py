"""The standing cast: who acts in the tests, and what each of them may do."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from common.rights import Right
from members.devices import CONFIRMED_AT
from members.middleware import SEEN_ON
from members.models import Account, Circle, CirclePerson, CircleRight, Member, Membership

LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PASSWORD = "belfry-at-five"
CIRCLE_RIGHTS = [
    Right.BOOK_FOR_OTHERS,
    Right.SEE_ALL_BOOKINGS,
    Right.CHANGE_ALL_BOOKINGS,
    Right.OVERRIDE_BOOKING_RULES,
    Right.APPROVE_BOOKINGS,
    Right.SEE_AUDIT,
    Right.MANAGE_RESOURCES,
    Right.MANAGE_PRICES,
    Right.MANAGE_RULES,
    Right.MANAGE_HOURS,
    Right.MANAGE_CIRCLES,
    Right.MANAGE_ACCESS,
]


@dataclass(frozen=True)
class Person:
    """A login and, for all but outside customers, the member it belongs to."""

    account: Account
    person: Member | None = None

    @property
    def member(self) -> Member:
        assert self.person is not None
        return self.person


def make_account(name: str, *, language: str = "fr") -> Account:
    """Return a new account that signs in with NAME@example.org and the cast's password."""
    account = Account(email=f"{name.lower()}@example.org", name=name, language=language, created_at=LONG_AGO)
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    return account


def make_member(name: str, *, first_year: int = 2026, last_year: int = 2028) -> Person:
    """Return a person with an account and a membership for each calendar year, both included."""
    account = make_account(name)
    member = Member.objects.create(account=account, name=name, email=account.email, created_at=LONG_AGO)
    for year in range(first_year, last_year + 1):
        Membership.objects.create(member=member, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    return Person(account, member)


def make_circle(slug: str, rights: list[Right], *people: Person) -> Circle:
    """Return a circle of `people` that gives `rights` in the whole house."""
    circle = Circle.objects.create(slug=slug, name=slug.capitalize())
    for right in rights:
        CircleRight.objects.create(circle=circle, right=right)
    for person in people:
        CirclePerson.objects.create(circle=circle, member=person.member, joined_at=LONG_AGO)
    return circle


def client_of(account: Account) -> Client:
    """Return a browser-like client, signed in as an account a moment ago."""
    client = Client()
    client.force_login(account)
    session = client.session
    session.update({SEEN_ON: timezone.now().date().isoformat(), CONFIRMED_AT: time.time()})
    session.save()
    return client


def make_outside_customer(name: str) -> Person:
    """Return an account without a membership."""
    return Person(make_account(name))
