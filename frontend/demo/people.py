"""The people of a demo house: its cast by operations, the many in bulk."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from common.rights import Actor
from frontend.demo.plan import CastPerson, HousePlan, PeoplePlan
from frontend.founding import form_circles
from members import operations
from members.models import Account, Member, Membership
from members.people import Party
from spaces.enums import AudienceCode

PASSWORD = "beffroi-demo"  # noqa: S105 - printed for everybody who tries the demo
WITHOUT_MAIL = 20  # one member in twenty has neither mail nor account


@dataclass(frozen=True)
class Somebody:
    """A person that bookings can be for: a member since a year, or a customer with an account."""

    name: str
    account_id: int | None
    member_id: int | None = None
    first_year: int = 0

    def party_on(self, day: date) -> Party:
        """Return the person as booked for on a day, in the audience of their membership then."""
        is_member = self.member_id is not None and self.first_year <= day.year
        audience = AudienceCode.MEMBERS if is_member else AudienceCode.OUTSIDE
        return Party(self.name, self.member_id, self.account_id, audience.value)


@dataclass(frozen=True)
class Crowd:
    """Everybody a booking can be for, the cast by first name, and who books for those without an account."""

    members: Sequence[Somebody]
    customers: Sequence[Somebody]
    cast: Mapping[str, Somebody]
    receptionist: Somebody


def mail_of(person: CastPerson, plan: PeoplePlan) -> str:
    """Return the address by which one of the cast signs in."""
    return f"{_plain(person.first_name)}@{plan.mail_domain}"


def settle(plan: HousePlan, *, password_hash: str, actor: Actor, at: datetime, this_year: int, random: Random) -> Crowd:
    """Bring in the cast with their circles, the other members, the customers and the guests."""
    people = plan.people
    cast = {
        person.first_name: _bring_in(person, plan, password_hash=password_hash, actor=actor, at=at, this_year=this_year)
        for person in people.cast
    }
    _form_circles(plan, cast, actor=actor, at=at)
    ours = [somebody for somebody in cast.values() if somebody.member_id]
    others = _bring_in_many(plan, count=people.member_count - len(ours), at=at, this_year=this_year, random=random)
    customers = [somebody for somebody in cast.values() if not somebody.member_id]
    customers += _open_accounts([(name, _mail(name, people)) for name in people.customers], plan, at=at)
    customers += [Somebody(name, None) for name in people.guests]
    return Crowd([*ours, *others], customers, cast, cast[people.receptionist])


def _bring_in(
    person: CastPerson, plan: HousePlan, *, password_hash: str, actor: Actor, at: datetime, this_year: int
) -> Somebody:
    email = mail_of(person, plan.people)
    account = operations.open_account(
        actor=actor,
        at=at,
        name=person.name,
        email=email,
        language=plan.details.default_language,
        password_hash=password_hash if person.has_password else "",
        is_email_checked=True,
    )
    if not person.is_member:
        return Somebody(person.name, account.pk)
    member = operations.add_member(actor=actor, at=at, name=person.name, email=email, account=account)
    for year in range(this_year - 2, this_year + 2):
        starts_on, ends_on = date(year, 1, 1), date(year, 12, 31)
        operations.start_membership(actor=actor, at=at, member=member, starts_on=starts_on, ends_on=ends_on)
    return Somebody(person.name, account.pk, member.pk, this_year - 2)


def _form_circles(plan: HousePlan, cast: Mapping[str, Somebody], *, actor: Actor, at: datetime) -> None:
    members = {member.name: member for member in Member.objects.filter(name__in=[who.name for who in cast.values()])}
    people_of = {
        circle.slug: [members[person.name] for person in plan.people.cast if circle.slug in person.circles]
        for circle in plan.circles
    }
    form_circles(plan.circles, people_of, actor=actor, at=at)


def _bring_in_many(plan: HousePlan, *, count: int, at: datetime, this_year: int, random: Random) -> list[Somebody]:
    """Write `count` members, each a member since one of the last three years and through the next one."""
    names = list(_names(plan.people, count, random))
    mails = {name: _mail(name, plan.people) for n, name in enumerate(names) if n % WITHOUT_MAIL}
    accounts = {person.name: person.account_id for person in _open_accounts(list(mails.items()), plan, at=at)}
    first_years = [random.choice([this_year - 2] * 3 + [this_year - 1] * 2 + [this_year]) for _ in names]
    members = Member.objects.bulk_create(
        Member(
            name=name,
            email=mails.get(name, ""),
            account_id=accounts.get(name),
            created_at=max(at, datetime(first_year, 1, 7, 12, tzinfo=UTC) + timedelta(days=random.randrange(150))),
        )
        for name, first_year in zip(names, first_years, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(member=member, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        for member, first_year in zip(members, first_years, strict=True)
        for year in range(first_year, this_year + 2)
    )
    return [
        Somebody(member.name, member.account_id, member.pk, first_year)
        for member, first_year in zip(members, first_years, strict=True)
    ]


def _open_accounts(people: Sequence[tuple[str, str]], plan: HousePlan, *, at: datetime) -> list[Somebody]:
    """Write an account without a password for each (name, mail)."""
    language = plan.details.default_language
    accounts = Account.objects.bulk_create(
        Account(name=name, email=email, language=language, password=make_password(None), created_at=at)
        for name, email in people
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=account, email=account.email, primary=True, verified=True) for account in accounts
    )
    return [Somebody(account.name, account.pk) for account in accounts]


def _names(plan: PeoplePlan, count: int, random: Random) -> Iterator[str]:
    cast = {person.name for person in plan.cast}
    pairs = [f"{given} {family}" for given, family in product(plan.given_names, plan.family_names)]
    yield from random.sample([name for name in pairs if name not in cast], count)


def _mail(name: str, plan: PeoplePlan) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '.', _plain(name)).strip('.')}@{plan.mail_domain}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
