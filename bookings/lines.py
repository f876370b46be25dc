"""The lines of a price, and the amount that a payer may choose. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from common.money import round_half_up, vat_on
from spaces.enums import Unit
from spaces.local_time import Period

SUPPLEMENT = "supplement"
UNIT_CHOICES = [*Unit.choices, (SUPPLEMENT, SUPPLEMENT)]


@dataclass(frozen=True)
class Line:
    """One line of a price: how many of which unit or supplement; amounts are for the whole line.

    `least_minor` (without VAT) says that the payer chooses, from there up; `net_minor` is then what is
    suggested, or with `is_chosen` what they chose.
    """

    unit: str
    name: str
    quantity: int
    net_minor: int
    vat_bp: int
    vat_minor: int
    label: str = ""
    least_minor: int | None = None
    is_chosen: bool = False

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.vat_minor

    @property
    def least_gross_minor(self) -> int:
        """Return the lowest amount with VAT that may be chosen; the price itself where none may."""
        if self.least_minor is None:
            return self.gross_minor
        return self.least_minor + vat_on(self.least_minor, self.vat_bp)

    def as_json(self) -> dict[str, Any]:
        """Return the line as it is frozen in a booking."""
        return {
            "unit": str(self.unit),
            "name": self.name,
            "title": self.label,
            "quantity": self.quantity,
            "net_minor": self.net_minor,
            "vat_bp": self.vat_bp,
            "vat_minor": self.vat_minor,
            "is_chosen": self.is_chosen,
        }


@dataclass(frozen=True)
class Quote:
    """What a period costs, the period that is kept busy for it, and the months that are bought.

    What is not `is_in_hours` is priced as if hours were sold around the clock.
    """

    period: Period
    lines: tuple[Line, ...]
    months: tuple[Period, ...] = ()
    is_in_hours: bool = True

    @property
    def net_minor(self) -> int:
        return sum(line.net_minor for line in self.lines)

    @property
    def vat_minor(self) -> int:
        return sum(line.vat_minor for line in self.lines)

    @property
    def gross_minor(self) -> int:
        return self.net_minor + self.vat_minor

    @property
    def open_lines(self) -> list[Line]:
        """Return the lines whose amount the payer chooses."""
        return [line for line in self.lines if line.least_minor is not None]

    @property
    def is_open(self) -> bool:
        return bool(self.open_lines)

    @property
    def least_gross_minor(self) -> int:
        """Return the least that may be chosen for the open lines together, with VAT."""
        return sum(line.least_gross_minor for line in self.open_lines)

    @property
    def chosen_gross_minor(self) -> int:
        """Return what the open lines cost as they stand, with VAT: suggested or chosen."""
        return sum(line.gross_minor for line in self.open_lines)


def with_chosen(quote: Quote, gross_minor: int) -> Quote:
    """Return the quote with its open lines at `gross_minor` together, VAT included.

    Each gets its least, and of what is above that a share like its part of what is suggested; cents that
    do not divide fall to the last.
    """
    open_lines = quote.open_lines
    above = gross_minor - quote.least_gross_minor
    weights = [line.gross_minor - line.least_gross_minor for line in open_lines]
    if not sum(weights):
        weights = [1] * len(open_lines)
    shares = [above * weight // sum(weights) for weight in weights]
    shares[-1] += above - sum(shares)
    amounts = iter([line.least_gross_minor + share for line, share in zip(open_lines, shares, strict=True)])
    lines = (line if line.least_minor is None else _chosen(line, next(amounts)) for line in quote.lines)
    return replace(quote, lines=tuple(lines))


def supplements_in(lines: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Return the supplements of a booking's frozen lines: code and how many."""
    return tuple((line["name"], line["quantity"]) for line in lines if line["unit"] == SUPPLEMENT)


def chosen_in(lines: Iterable[Mapping[str, Any]]) -> int | None:
    """Return the amount with VAT that the payer of frozen lines chose; None: there was nothing to choose."""
    chosen = [line["net_minor"] + line["vat_minor"] for line in lines if line.get("is_chosen")]
    return sum(chosen) if chosen else None


def _chosen(line: Line, gross_minor: int) -> Line:
    net = round_half_up(Decimal(gross_minor) * 10_000 / (10_000 + line.vat_bp))
    return replace(line, net_minor=net, vat_minor=gross_minor - net, is_chosen=True)
