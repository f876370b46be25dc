"""Real worker processes, whose mails go to a port of this machine."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from common.models import OutboxJob
from tests.support import servers


class Start(Protocol):
    """Start a worker; it is stopped with the block it was made in."""

    def __call__(self, mail_port: int, *, lease_s: int = 60) -> "subprocess.Popen[bytes]": ...


@contextmanager
def workers(database_url: str, log: Path) -> Iterator[Start]:
    """Return a function that starts a worker process on a database."""
    with ExitStack() as stack, log.open("wb") as written:

        def run(mail_port: int, *, lease_s: int = 60) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen(
                [sys.executable, "manage.py", "worker", "--lease", str(lease_s)],
                cwd=servers.PROJECT,
                env=servers.product_environment(database_url, BEFFROI_MAIL_URL=f"smtp://127.0.0.1:{mail_port}"),
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
            stack.callback(servers.stop, process)
            return process

        yield run


def wait_until(is_so: Callable[[], bool], *, within_s: float = 15.0) -> None:
    """Wait for something to be so, and fail with the jobs that still wait."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, list(OutboxJob.objects.waiting().values())
        time.sleep(0.05)
