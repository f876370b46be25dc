"""Real web and worker processes of the product, for tests that need more than one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 30.0
STOPS_WITHIN_S = 10.0


@dataclass(frozen=True)
class Server:
    """A running web server: its address and the file that its processes write to."""

    url: str
    log: Path

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def current_database_url() -> str:
    """Return the URL of this test process's database, for the processes it starts."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host = values["HOST"] or values["OPTIONS"].get("host", "localhost")
    login = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else str(values["USER"])
    if host.startswith("/"):
        return f"postgresql://{login}@/{values['NAME']}?host={host}"
    return f"postgresql://{login}@{host}:{values['PORT'] or 5432}/{values['NAME']}"


@contextmanager
def running_server(
    database_url: str, *, log: Path, workers: int = 1, has_worker: bool = False, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serve the product on a free port with `workers` processes, and the job worker if asked; stop all at the end.

    The processes share the test's home, so a session made by the test is good there. They read the
    clock of the database: `common.clock.set_clock`, not a frozen one.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = product_environment(database_url, BEFFROI_URL=url, **(env or {}))
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "1",
        "--no-ws",
        "--workers-kill-timeout",
        "3",
        "config.wsgi:application",
    ]
    commands = [web] + ([[sys.executable, "manage.py", "worker"]] if has_worker else [])
    with log.open("wb") as output:
        processes = [_start(command, environment, output.fileno()) for command in commands]
        try:
            _wait_until_answering(url, processes[0], log)
            yield Server(url, log)
        finally:
            for process in processes:
                stop(process)


def product_environment(database_url: str, **values: str) -> dict[str, str]:
    """Return the environment in which a process of the product uses `database_url`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return {**inherited, "DATABASE_URL": database_url, "BEFFROI_HOME": str(settings.ENVIRONMENT.home), **values}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started, by force where asking does not help."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOPS_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _start(command: list[str], environment: Mapping[str, str], output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=output, start_new_session=True)


def _wait_until_answering(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{url}/healthz", timeout=5).close()
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"The server does not answer:\n{log.read_text(encoding='utf-8', errors='replace')}")


def wait_for_port(port: int) -> None:
    """Wait until something listens on a port of 127.0.0.1."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")
