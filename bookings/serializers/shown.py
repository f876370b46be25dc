"""What a program is shown of bookings: the shapes, and the plain values that fill them."""

from datetime import datetime
from typing import Any

from bookings.life import OVER, State, cancellation_cost, state_at
from bookings.lines import Quote
from bookings.models import Booking
from bookings.queries.alternatives import Alternative
from bookings.queries.availability import Availability
from bookings.queries.possible import possible_acts
from bookings.queries.quoted import Quoted
from bookings.terms import Terms
from bookings.wishes import ALL_CHECKS
from common.money import vat_on
from members.people import PersonActor
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.local_time import Period
from spaces.models import Resource
from spaces.supplements import SupplementFacts

CANCELLABLE = frozenset(State) - OVER
OLD_LINE = {"title": "", "is_chosen": False}


def booking_json(booking: Booking, *, actor: PersonActor, house: HouseOffer, at: datetime) -> dict[str, Any]:
    """Return a booking as `BookingShown` describes it to the actor, its instants by the clock of its space."""
    space = house.space_of(booking.space_id)
    return {
        "id": booking.pk,
        "uid": booking.uid,
        "state": state_at(booking, at),
        "space": space.slug,
        "resource": _resource(house.resource(booking.resource_id) or booking.resource),
        "any_of_kind": booking.any_of_kind or None,
        "starts_at": space.local(booking.starts_at),
        "ends_at": space.local(booking.ends_at),
        "title": booking.title,
        "for_whom": {
            "name": booking.for_label,
            "member": booking.for_member_id,
            "account": booking.for_account_id,
        },
        "booked_by": booking.booked_by_label,
        "booked_at": space.local(booking.booked_at),
        "payer": booking.payer_label,
        "audience": booking.audience,
        "price": _price(booking.net_minor, booking.vat_minor, booking.currency),
        "lines": [{**OLD_LINE, **line} for line in booking.lines],
        "deposit_minor": booking.deposit_minor,
        "is_to_be_invoiced": booking.is_to_be_invoiced,
        "cancellation": _cancellation(booking, space, at),
        "cancelled": _cancelled(booking, space),
        **_life(booking, space),
        "community_event": _event(booking.in_charge_id, booking.in_charge_label),
        "is_free_use": booking.is_yielding,
        "possible": possible_acts(actor, booking, at),
        "sequence": booking.sequence,
        "changed_at": space.local(booking.changed_at),
    }


def quoted_json(quoted: Quoted, *, at: datetime) -> dict[str, Any]:
    """Return a quote as `QuoteShown` describes it."""
    quote, space = quoted.quote, quoted.space
    steps = quoted.terms.steps(starts_at=quote.period.starts_at, at=at, gross_minor=quote.gross_minor)
    return {
        "space": space.slug,
        "resource": quoted.resource.id if quoted.resource else None,
        "is_free": quoted.resource is not None,
        **_period(quote.period, space),
        "price": _price(quote.net_minor, quote.vat_minor, space.currency),
        "lines": [line.as_json() for line in quote.lines],
        "payer_chooses": _choice(quote),
        "supplements_offered": [_supplement(one) for one in quoted.supplements],
        "community_event": _event(quoted.in_charge_id, quoted.in_charge),
        "deposit_minor": quoted.deposit_minor,
        "cancellation": {
            "undo_until": space.local(quoted.terms.undo_until(at, quote.period.starts_at)),
            "steps": [_step(step.until, step.percent, step.due_minor, space=space) for step in steps],
        },
        "tentative": quoted.tentative or None,
        "lapses_at": space.local(quoted.lapses_at) if quoted.lapses_at else None,
        "option_until": space.local(quoted.option_until) if quoted.option_until else None,
        "check_in": _check_in_window(quoted.terms, quote.period, space),
    }


def availability_json(found: Availability) -> dict[str, Any]:
    """Return when a resource is busy and free, as `AvailabilityShown` describes it."""
    resource, space = found.resource, found.space
    return {
        "resource": resource.id,
        "space": space.slug,
        "kind": resource.kind,
        "name": resource.name,
        "busy": [_period(period, space) for period in found.busy],
        "free": [_period(period, space) for period in found.free],
    }


def alternative_json(alternative: Alternative, space: SpaceOffer) -> dict[str, Any]:
    """Return what could be booked instead, in the words of a booking's body, with its price."""
    quote, kind = alternative.quote, alternative.any_of_kind
    what = {"space": space.slug, "kind": kind} if kind else {"resource": alternative.resource.id}
    return {
        **what,
        "name": alternative.resource.name,
        **_period(quote.period, space),
        "price": _price(quote.net_minor, quote.vat_minor, space.currency),
    }


def _choice(quote: Quote) -> dict[str, int] | None:
    if not quote.is_open:
        return None
    return {"least_minor": quote.least_gross_minor, "amount_minor": quote.chosen_gross_minor}


def _event(in_charge_id: int | None, name: str) -> dict[str, Any] | None:
    """Return what is said of a community event, all conditions being met; nothing where nobody is in charge of one."""
    if in_charge_id is None:
        return None
    return {"checklist": sorted(ALL_CHECKS), "in_charge": {"member": in_charge_id, "name": name}}


def _supplement(one: SupplementFacts) -> dict[str, Any]:
    net = one.net_minor or 0
    return {
        "code": one.code,
        "name": one.name,
        "most": one.most,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "net_minor": net,
        "gross_minor": net + vat_on(net, one.vat_bp),
    }


def _resource(resource: ResourceOffer | Resource) -> dict[str, Any]:
    return {"id": resource.id, "name": resource.name, "kind": resource.kind}


def _period(period: Period, space: SpaceOffer) -> dict[str, datetime]:
    return {"starts_at": space.local(period.starts_at), "ends_at": space.local(period.ends_at)}


def _price(net_minor: int, vat_minor: int, currency: str) -> dict[str, Any]:
    return {
        "currency": currency,
        "net_minor": net_minor,
        "vat_minor": vat_minor,
        "gross_minor": net_minor + vat_minor,
    }


def _step(until: datetime | None, percent: int, due_minor: int, *, space: SpaceOffer) -> dict[str, Any]:
    return {"until": space.local(until) if until else None, "percent": percent, "due_minor": due_minor}


def _cancellation(booking: Booking, space: SpaceOffer, at: datetime) -> dict[str, Any] | None:
    """Return what cancelling costs now and later; nothing where it cannot be cancelled any more."""
    if state_at(booking, at) not in CANCELLABLE or booking.starts_at <= at:
        return None
    terms = Terms.from_json(booking.terms)
    now = cancellation_cost(booking, at)
    steps = terms.steps(starts_at=booking.starts_at, at=at, gross_minor=booking.gross_minor)
    return {
        "due_now_minor": now.due_minor,
        "undo_until": space.local(terms.undo_until(booking.booked_at, booking.starts_at)),
        "steps": [
            _step(step.until, step.percent, max(step.due_minor, booking.least_due_minor), space=space) for step in steps
        ],
    }


def _life(booking: Booking, space: SpaceOffer) -> dict[str, Any]:
    """Return what an option, a request or a check-in has come to."""
    window = _check_in_window(Terms.from_json(booking.terms), Period(booking.starts_at, booking.ends_at), space)
    arrived = _answer(booking.checked_in_at, booking.checked_in_by_label, space)
    refused = _answer(booking.refused_at, booking.refused_by_label, space)
    return {
        "tentative": booking.tentative or None,
        "lapses_at": space.local(booking.lapses_at) if booking.lapses_at else None,
        "confirmed": _answer(booking.confirmed_at, booking.confirmed_by_label, space),
        "refused": refused and {**refused, "because": booking.refused_because},
        "check_in": window and {**window, "done": arrived},
    }


def _answer(at: datetime | None, by: str, space: SpaceOffer) -> dict[str, Any] | None:
    return None if at is None else {"at": space.local(at), "by": by}


def _check_in_window(terms: Terms, period: Period, space: SpaceOffer) -> dict[str, Any] | None:
    released = terms.release_at(period.starts_at, period.ends_at)
    if released is None:
        return None
    return {"opens_at": space.local(terms.check_in_from(period.starts_at)), "closes_at": space.local(released)}


def _cancelled(booking: Booking, space: SpaceOffer) -> dict[str, Any] | None:
    if booking.cancelled_at is None:
        return None
    return {
        "at": space.local(booking.cancelled_at),
        "by": booking.cancelled_by_label,
        "is_undone": booking.is_undone,
        "due_minor": booking.due_minor,
    }
