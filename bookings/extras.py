"""What stands against the supplements of a wish, and against the amount its payer chose. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bookings.lines import Quote
from bookings.quoting import BookingCase, quote_for
from common.errors import Reason, sentence
from common.money import format_money, vat_on
from spaces.supplements import SupplementFacts

LARGEST_CHOSEN = 10**12
lazy_money = lazy(format_money, str)


def reasons_of_price(case: BookingCase) -> list[Reason]:
    """Return what is wrong with the supplements and the chosen amount of a case.

    Codes: `supplement_unknown`, `supplement_too_many`, `amount_fixed`, `amount_too_low`, `amount_too_large`.
    """
    return [*_reasons_of_supplements(case), *_reasons_of_amount(case)]


def supplement_needed(case: BookingCase, needed: Sequence[SupplementFacts]) -> Reason:
    """Return the refusal of hours that a supplement would open: it says which, and at what price."""
    first, facts = needed[0], [_facts(one) for one in needed]
    text = sentence(
        _("Ces heures demandent un supplément : « %(name)s », %(price)s."),
        name=first.name,
        price=lazy_money(facts[0]["gross_minor"], case.space.currency),
    )
    return Reason("supplement_needed", text, {"supplements": facts})


def _reasons_of_supplements(case: BookingCase) -> Iterator[Reason]:
    offered = case.offered
    for code, count in case.supplements:
        facts = offered.get(code)
        if facts is None:
            unknown = _("Ce supplément n’est pas proposé ici à cette date : l’enlever.")
            yield Reason("supplement_unknown", unknown, {"supplement": code})
        elif not 1 <= count <= facts.most:
            text = sentence(_("« %(name)s » : %(most)s au plus."), name=facts.name, most=facts.most)
            yield Reason("supplement_too_many", text, {"supplement": code, "most": facts.most})


def _reasons_of_amount(case: BookingCase) -> Iterator[Reason]:
    chosen = case.chosen_minor
    quote = quote_for(case) if chosen is not None else None
    if chosen is None or quote is None:
        return
    if not quote.is_open:
        yield Reason("amount_fixed", _("Ce prix est fixe : il n’y a pas de montant à choisir."))
    elif chosen > LARGEST_CHOSEN:
        yield Reason("amount_too_large", _("Ce montant est trop grand : vérifier le nombre de zéros."))
    elif chosen < quote.least_gross_minor:
        yield _too_low(case, quote)


def _too_low(case: BookingCase, quote: Quote) -> Reason:
    least = quote.least_gross_minor
    text = sentence(_("Le montant le plus bas est %(least)s TTC."), least=lazy_money(least, case.space.currency))
    return Reason("amount_too_low", text, {"least_minor": least})


def _facts(one: SupplementFacts) -> dict[str, Any]:
    net = one.net_minor or 0
    return {"code": one.code, "name": one.name, "net_minor": net, "gross_minor": net + vat_on(net, one.vat_bp)}
