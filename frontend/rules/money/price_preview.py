"""What a new price changes, for whom and by how much, said before it is made."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bookings.queries.frozen import bookings_kept_at_their_price
from common.dated import in_force
from common.money import format_money, vat_on
from frontend.rules.money.grid import history_of
from frontend.rules.money.scopes import Scope, audience_words
from frontend.rules.money.setting import from_words
from frontend.rules.steps import Change, Preview
from members.web import PersonRequest
from spaces.catalogue import PriceFacts, SpaceOffer
from spaces.enums import Unit
from spaces.wording import amount_words, day_words

DAY_MINUTES = 24 * 60


def price_preview(request: PersonRequest, space: SpaceOffer, new: PriceFacts, *, scope: Scope) -> Preview:
    """Return what a new price changes, for whom and by how much."""
    history = history_of(space, scope, new.unit, audience=new.audience)
    old = in_force(history, new.valid_from, key=lambda _: None).get(None)
    whom = audience_words(request.house, new.audience)
    return Preview(
        title=_("Changer ce prix ?"),
        button=_("Changer le prix"),
        changes=_changes(old, new, space.currency),
        notes=[
            f"{scope.name}, {new.unit.label} · {whom}",
            from_words(new.valid_from),
            *_difference(old, new, space.currency),
            _kept(request, space, new, scope=scope),
            *_planned(history, new),
            *_too_short_rule(space, new, scope=scope),
        ],
    )


def _changes(old: PriceFacts | None, new: PriceFacts, currency: str) -> list[Change]:
    """Return the price before and after, without VAT and with it."""
    found = [Change(gettext("Hors TVA"), _net(old, currency), _net(new, currency))]
    if new.vat_bp or (old and old.vat_bp):
        found.append(Change(gettext("TVA comprise"), _gross(old, currency), _gross(new, currency)))
    if new.least_minor is not None or (old and old.least_minor is not None):
        found.append(Change(gettext("Prix libre, au moins"), _least(old, currency), _least(new, currency)))
    return [change for change in found if change.old != change.new]


def _net(price: PriceFacts | None, currency: str) -> str:
    if price is None or price.net_minor is None:
        return gettext("hors vente")
    return format_money(price.net_minor, currency)


def _gross(price: PriceFacts | None, currency: str) -> str:
    if price is None or price.net_minor is None:
        return gettext("hors vente")
    return format_money(price.net_minor + vat_on(price.net_minor, price.vat_bp), currency)


def _least(price: PriceFacts | None, currency: str) -> str:
    if price is None or price.least_minor is None:
        return gettext("prix fixe")
    return amount_words(price.least_minor, price.vat_bp, currency)


def _difference(old: PriceFacts | None, new: PriceFacts, currency: str) -> list[str]:
    """Say by how much the price changes with VAT, and in percent."""
    if old is None or not old.net_minor or new.net_minor is None:
        return []
    before, after = (
        price.net_minor + vat_on(price.net_minor, price.vat_bp) for price in (old, new) if price.net_minor is not None
    )
    share = (after - before) * 100 / before
    if after == before:
        return []
    sign = "+" if after > before else "−"
    percent = number_format(round(abs(share), 1), 1, use_l10n=True)
    said = {"amount": f"{sign}{format_money(abs(after - before), currency)}", "share": f"{sign}{percent}"}
    return [gettext("%(amount)s TTC à chaque fois, soit %(share)s %%.") % said]


def _kept(request: PersonRequest, space: SpaceOffer, new: PriceFacts, *, scope: Scope) -> str:
    """Say how many coming bookings keep the price they were booked at."""
    ids = [resource.id for resource in scope.resources(space)]
    count = bookings_kept_at_their_price(
        space, resource_ids=ids, audience=new.audience, since=new.valid_from, at=request.at
    )
    if not count:
        return gettext("Aucune réservation n’est déjà faite à l’ancien prix.")
    said = ngettext(
        "%(n)s réservation déjà faite garde son prix.", "%(n)s réservations déjà faites gardent leur prix.", count
    )
    return said % {"n": count}


def _planned(history: Sequence[PriceFacts], new: PriceFacts) -> list[str]:
    later = [price.valid_from for price in history if price.valid_from > new.valid_from]
    said = gettext("Un autre prix est déjà prévu à partir du %(day)s.")
    return [said % {"day": day_words(min(later), "plain")}] if later else []


def _too_short_rule(space: SpaceOffer, new: PriceFacts, *, scope: Scope) -> list[str]:
    """Warn where a month is sold and the rules let nobody book that long."""
    if new.unit is not Unit.MONTH or new.net_minor is None:
        return []
    short = [
        resource.name
        for resource in scope.resources(space)
        if space.rules_for(resource, new.valid_from).longest_minutes < 31 * DAY_MINUTES
    ]
    said = gettext("La durée la plus longue ne permet pas encore de réserver un mois : changer aussi cette règle.")
    return [said] if short else []
