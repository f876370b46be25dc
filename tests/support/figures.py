"""Figures that long runs leave behind: each test says one, all are written to one page at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

KEY = "figure"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", metavar="FILE", help="add the figures that tests say to a Markdown file")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return a function that keeps one line about what this test measured."""

    def keep(line: str) -> None:
        record_property(KEY, line)

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    counts = {name: len(reports) for name, reports in terminalreporter.stats.items() if name in {"passed", "failed"}}
    lines = [f"- {line}" for line in _figures(terminalreporter)]
    if lines:
        terminalreporter.write_sep("-", "figures")
        terminalreporter.write_line("\n".join(lines))
    if config.getoption("--figures"):
        summary = ", ".join(f"{number} {name}" for name, number in sorted(counts.items(), reverse=True))
        with Path(config.getoption("--figures")).open("a", encoding="utf-8") as page:
            page.write("\n".join([f"{summary}.", "", *lines, "", ""]))


def _figures(reporter: pytest.TerminalReporter) -> Iterator[str]:
    for report in sorted(reporter.stats.get("passed", []), key=lambda report: str(report.nodeid)):
        yield from (str(value) for key, value in report.user_properties if key == KEY)
