"""What a program is shown of bookings: the shapes, and the plain values that fill them."""

from datetime import datetime
from typing import Any

from bookings.life import cancellation_cost, state_at
from bookings.lines import Quote
from bookings.models import Booking
from bookings.queries.alternatives import Alternative
from bookings.queries.availability import Availability
from bookings.queries.quoted import Quoted
from bookings.terms import Terms
from common.money import vat_on
from spaces.catalogue import HouseOffer, ResourceOffer, SpaceOffer
from spaces.local_time import Period
from spaces.models import Resource
from spaces.supplements import SupplementFacts

OLD_LINE = {"title": "", "is_chosen": False}


def booking_json(booking: Booking, *, house: HouseOffer, at: datetime) -> dict[str, Any]:
    """Return a booking as `BookingShown` describes it, its instants by the clock of its space."""
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
        "deposit_minor": quoted.deposit_minor,
        "cancellation": {
            "undo_until": space.local(quoted.terms.undo_until(at, quote.period.starts_at)),
            "steps": [_step(step.until, step.percent, step.due_minor, space=space) for step in steps],
        },
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
    if booking.is_cancelled or booking.starts_at <= at:
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


def _cancelled(booking: Booking, space: SpaceOffer) -> dict[str, Any] | None:
    if booking.cancelled_at is None:
        return None
    return {
        "at": space.local(booking.cancelled_at),
        "by": booking.cancelled_by_label,
        "is_undone": booking.is_undone,
        "due_minor": booking.due_minor,
    }
