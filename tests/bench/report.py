"""Put measured rates into words: ratios to the floor beside what was aimed at."""

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from tests.bench.load import Result

TARGETS = {"day page": (0.025, 0.08), "availability": (0.08, 0.15), "bookings": (0.035, 0.06)}
HEADLINE = 10_000
SMALLEST, LARGEST = 1_000, 100_000
HEAD = """# Benchmarks

Made by `bin/bench --write`: PostgreSQL with durable commits, two web workers, 48 resources, eight clients
on the same machine. The floor is an empty Django view without middleware under gunicorn with two sync
workers. Floor and product take turns in one run, driven by the same client; each figure is the median of
three rounds. Machines differ and are noisy: the ratios count, not the rates.
"""


@dataclass
class Measured:
    """Collect the rounds of each load on one house."""

    results: dict[str, list[Result]] = field(default_factory=lambda: defaultdict(list))
    megabytes: float = 0.0

    def add(self, name: str, result: Result) -> None:
        self.results[name].append(result)

    def rate(self, name: str) -> float:
        return statistics.median(result.rate for result in self.results[name])

    def latency_ms(self, name: str, share: float) -> float:
        return statistics.median(result.latency_ms(share) for result in self.results[name])


def markdown(floor: float, measured: dict[int, Measured]) -> str:
    """Return the page: ratios at 10 000 bookings, then how they hold from 1 000 to 100 000."""
    parts = [HEAD, f"Floor: {floor:.0f} answers/s.\n", _headline(floor, measured[HEADLINE])]
    if SMALLEST in measured and LARGEST in measured:
        parts.append(_growth(measured))
    return "\n".join(parts)


def _headline(floor: float, at: Measured) -> str:
    rows = ["## At 10 000 bookings\n", "| load | per second | ratio to the floor | needed | aimed at | p50 | p99 |"]
    rows.append("|---|---|---|---|---|---|---|")
    for name, (needed, aimed) in TARGETS.items():
        rate = at.rate(name)
        p50, p99 = at.latency_ms(name, 0.5), at.latency_ms(name, 0.99)
        rows.append(
            f"| {name} | {rate:.0f} | **{rate / floor:.3f}** | {needed} | {aimed} | {p50:.1f} ms | {p99:.1f} ms |"
        )
    page = at.results["day page"][0].last_bytes
    return "\n".join(
        [*rows, "", f"A worker under load: {at.megabytes:.0f} MB. The day page: {page} bytes with gzip.\n"]
    )


def _growth(measured: dict[int, Measured]) -> str:
    rows = [
        "## From 1 000 to 100 000 bookings, the measured day unchanged\n",
        "| load | 1 000 | 100 000 | ratio | needed |",
    ]
    rows.append("|---|---|---|---|---|")
    for name in TARGETS:
        small, large = measured[SMALLEST].rate(name), measured[LARGEST].rate(name)
        rows.append(f"| {name} | {small:.0f}/s | {large:.0f}/s | **{large / small:.2f}** | 0.85 |")
    return "\n".join([*rows, ""])
