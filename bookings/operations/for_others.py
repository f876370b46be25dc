"""Book in somebody else's name."""

from datetime import datetime

from django.db import transaction

from bookings.models import Booking
from bookings.operations.book import book_resource
from bookings.queries.occupied import candidates_for
from bookings.queries.parties import ForWhom, known_party
from bookings.wishes import BookingWish
from members.operations import open_account_for_customer
from members.people import Party, PersonActor
from spaces.queries import catalogue


@transaction.atomic
def book_for_somebody(*, actor: PersonActor, at: datetime, wish: BookingWish, whom: ForWhom) -> Booking:
    """Book what `wish` asks for whoever is meant; an address nobody has yet opens an account, without membership.

    Refusals: as `book_resource`, `member_unknown` (404), and those of `open_account_for_customer`.
    """
    house = catalogue()
    space = candidates_for(wish, house).space
    party = known_party(actor, whom, house=house, space_id=space.id, at=at)
    if whom.email and party.account_id is None and party.member_id is None:
        account = open_account_for_customer(
            actor=actor,
            at=at,
            name=whom.name,
            email=whom.email,
            language=house.default_language,
            space_id=space.id,
        )
        party = Party(label=account.name, account_id=account.pk)
    return book_resource(actor=actor, at=at, wish=wish, party=party)
