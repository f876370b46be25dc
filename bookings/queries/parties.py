"""Who a booking is for, out of what the one who books writes down."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from common.errors import Reason, Refused
from common.rights import Right, refuse_without_right
from members.models import Account
from members.people import Party, PersonActor
from members.queries import actor_for, local_date, members_with_standing, party_of_member
from spaces.catalogue import HouseOffer


@dataclass(frozen=True)
class ForWhom:
    """Name somebody: a member by key, or anybody by name and, where they have one, mail address."""

    member_id: int | None = None
    name: str = ""
    email: str = ""


def known_party(actor: PersonActor, whom: ForWhom | None, *, house: HouseOffer, space_id: int, at: datetime) -> Party:
    """Return who is meant: the actor where nobody is named, a member, an account, else only a name.

    An address that an account has means that account, whatever the name. Refusals: `right_needed`
    (book_for_others) for anybody but the actor, `member_unknown` (404).
    """
    if whom is None or (whom.member_id is not None and whom.member_id == actor.party.member_id):
        return actor.party
    refuse_without_right(actor, Right.BOOK_FOR_OTHERS, space_id=space_id)
    if whom.member_id is not None:
        member = members_with_standing(local_date(at, house)).filter(pk=whom.member_id).first()
        if member is None:
            raise Refused(Reason("member_unknown", _("Ce membre n’existe pas ici."), status=404))
        return party_of_member(member)
    account = Account.objects.filter(email__iexact=whom.email.strip()).first() if whom.email else None
    return Party(label=whom.name) if account is None else actor_for(account, at, house=house).party


def party_of(booking: Booking) -> Party:
    """Return whom a booking is for, in the audience it was made in."""
    return Party(booking.for_label, booking.for_member_id, booking.for_account_id, booking.audience)
