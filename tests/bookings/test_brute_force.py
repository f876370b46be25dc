"""Quotes are what trying everything finds: thousands of price lists, hours, clocks and wishes in the long run."""

import ast
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bookings.lines import SUPPLEMENT
from bookings.quoting import is_open, quote_for
from tests.bookings import brute_force, random_worlds
from tests.bookings.brute_force import Found, best_of_all

CASES = {False: 300, True: 6_000}
LONG_CASES = {False: 60, True: 1_000}


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


def test_quotes_of_a_day_or_two_are_what_trying_everything_finds(is_long: bool, figure: Callable[[str], None]) -> None:
    compared, on_sale = _compare(random_worlds.a_world, CASES[is_long])
    figure(f"{compared} quotes of a day or two agree with brute force, {on_sale} of them on sale")
    assert on_sale > compared / 5


def test_quotes_of_weeks_and_months_are_what_trying_everything_finds(
    is_long: bool, figure: Callable[[str], None]
) -> None:
    compared, on_sale = _compare(random_worlds.a_long_world, LONG_CASES[is_long])
    figure(f"{compared} quotes of weeks and months agree with brute force, {on_sale} of them on sale")
    assert on_sale > compared / 5


def test_the_brute_force_imports_nothing_of_the_product() -> None:
    tree = ast.parse(Path(brute_force.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"calendar", "collections.abc", "dataclasses", "datetime", "itertools", "zoneinfo"}


def _compare(world_of: Callable[[Random], brute_force.World], count: int) -> tuple[int, int]:
    on_sale = 0
    for number in range(count):
        draw = Random(number)
        world = world_of(draw)
        best = best_of_all(world)
        assert _quoted(world, draw) == best, f"case {number}: {world}"
        on_sale += best is not None
    return count, on_sale


def _quoted(world: brute_force.World, draw: Random) -> Found | None:
    """Return what the product finds within the bookable hours, as the brute force says it."""
    case = random_worlds.case_of(world, draw)
    quote = quote_for(case)
    if quote is None or not quote.is_in_hours:
        return None
    assert is_open(case, quote), f"sold, but closed: {world}"
    assert all(line.vat_minor == (line.net_minor * line.vat_bp + 5_000) // 10_000 for line in quote.lines)
    return Found(quote.net_minor, sum(line.quantity for line in quote.lines if line.unit != SUPPLEMENT))
