"""Measure the product against an empty Django view, in one run; `--write` keeps the figures in docs/.

PostgreSQL (durable), 2 web workers, 48 resources. Each figure is the median of rounds in which floor
and product take turns, driven by the same client; what counts is their ratio.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from tests.bench.load import Result, drive, get, post
from tests.bench.report import Measured, markdown

PROJECT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
SECONDS = 3.0


@dataclass
class Subject:
    """One running product with its house, and the bodies of bookings not yet asked for."""

    port: int
    facts: dict[str, str]
    bodies: Iterator[bytes]
    measured: Measured = field(default_factory=Measured)

    def requests(self) -> dict[str, Callable[[], Iterator[bytes]]]:
        """Return the three loads by name."""
        space, day = self.facts["space"], self.facts["day"]
        page = get(f"/book/?space={space}&day={day}", Cookie=self.facts["cookie"], Accept_Encoding="gzip")
        json_of_day = get(f"/api/v1/availability/?space={space}&from={day}&to={day}")
        return {
            "day page": lambda: _repeat(page),
            "availability": lambda: _repeat(json_of_day),
            "bookings": self._bookings,
        }

    def _bookings(self) -> Iterator[bytes]:
        authorization = f"Bearer {self.facts['token']}"
        for body in self.bodies:
            yield post("/api/v1/bookings/", body, Authorization=authorization)


def run(sizes: tuple[int, ...], seconds: float) -> tuple[list[float], dict[int, Measured]]:
    """Measure every size in turns with the floor; return the floor's rates and what each size did."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        environment = _environment(home)
        database = _start_postgresql(home)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=PROJECT, env=environment, check=True
        )
        floor = stack.enter_context(_served(home, environment, _floor_command))
        subjects = {}
        for size in sizes:
            url = _new_database(database, f"bench_{size}")
            facts = _prepare(size, environment | {"DATABASE_URL": url})
            port = stack.enter_context(_served(home, environment | {"DATABASE_URL": url}, _product_command))
            subjects[size] = Subject(port, facts, iter([str(body).encode() for body in facts.pop("bodies")]))
        return _measure(floor, subjects, seconds), {size: subject.measured for size, subject in subjects.items()}


def _measure(floor: int, subjects: dict[int, Subject], seconds: float) -> list[float]:
    rates = []
    for _ in range(ROUNDS):
        rates.append(drive(floor, lambda: _repeat(get("/")), seconds=seconds).rate)
        for subject in subjects.values():
            for name, requests in subject.requests().items():
                result = drive(subject.port, requests, seconds=seconds)
                _refuse_failures(name, result)
                subject.measured.add(name, result)
            subject.measured.megabytes = max(subject.measured.megabytes, _megabytes(subject.port))
    return rates


def _refuse_failures(name: str, result: Result) -> None:
    if set(result.statuses) - {200, 201}:
        raise SystemExit(f"{name}: answers other than 200 and 201: {dict(result.statuses)}")


def _repeat(request: bytes) -> Iterator[bytes]:
    while True:
        yield request


def _environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "BEFFROI_MODE": "demo",
        "BEFFROI_REAL_CLOCK": "1",
        "BEFFROI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _start_postgresql(home: Path) -> str:
    from tests.support.engines import start_postgresql

    return start_postgresql(home, is_durable=True)


def _new_database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def _prepare(size: int, environment: dict[str, str]) -> dict[str, str]:
    command = [sys.executable, "-m", "tests.bench.prepare", str(size)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    facts: dict[str, str] = json.loads(done.stdout)
    return facts


def _floor_command(port: int) -> list[str]:
    return [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "tests.bench.floor:application"]


def _product_command(port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    return [
        *command,
        "--workers",
        "2",
        "--workers-kill-timeout",
        "5",
        "--blocking-threads",
        "1",
        "--no-ws",
        "config.wsgi:application",
    ]


@contextmanager
def _served(home: Path, environment: dict[str, str], command: Callable[[int], list[str]]) -> Iterator[int]:
    """Serve on a free port until the block ends; yield the port."""
    from tests.support.servers import free_port, stop, wait_for_port

    port = free_port()
    with (home / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command(port), cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_for_port(port)
            yield port
        finally:
            stop(process)


def _megabytes(port: int) -> float:
    """Return the resident memory of the fattest process that serves on `port`."""
    running = psutil.process_iter(["cmdline"])  # type: ignore[no-untyped-call]
    masters = [process for process in running if str(port) in (process.info["cmdline"] or [])]
    processes = [p for master in masters for p in [master, *master.children(recursive=True)]]
    return max((p.memory_info().rss for p in processes), default=0) / 1_000_000


def main() -> None:
    sizes = SIZES if "--quick" not in sys.argv else (10_000,)
    floor, measured = run(sizes, SECONDS if "--quick" not in sys.argv else 2.0)
    text = markdown(statistics.median(floor), measured)
    sys.stdout.write(text)
    if "--write" in sys.argv:
        (PROJECT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
