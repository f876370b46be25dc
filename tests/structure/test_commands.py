"""The commands a person types say in one sentence what is missing, and never go on without it."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.structure.sources import PROJECT, committed_files

COMMANDS = [path for path in committed_files() if path.parts[0] in {"bin", ".ci"}]
PYTHONS = ["python3.11", "python3.12", "python3.13", "python3.14", "python3", "python"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with the commands and the locks, where nothing is installed, whose name has a space."""
    folder = tmp_path / "a clone"
    shutil.copytree(PROJECT / "bin", folder / "bin")
    for lock in PROJECT.glob("*.lock"):
        shutil.copy(lock, folder)
    (folder / "tools").mkdir()
    return folder


def put_tool(clone: Path, name: str, script: str) -> None:
    """Put a shell script before the machine's own tool of that name."""
    tool = clone / "tools" / name
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)


def run(clone: Path, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    path = f"{clone / 'tools'}:{os.environ['PATH']}"
    return subprocess.run(
        command, cwd=clone, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_each_command_is_a_posix_script_that_parses(command: Path) -> None:
    assert subprocess.run(["sh", "-n", PROJECT / command], check=False).returncode == 0
    assert command.suffix == ".sh" or os.access(PROJECT / command, os.X_OK)


@pytest.mark.parametrize("command", ["bin/demo", "bin/test"])
def test_a_machine_without_python_is_told_so(clone: Path, command: str) -> None:
    for name in PYTHONS:
        put_tool(clone, name, "exit 1")
    stopped = run(clone, command)
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("Python 3.11 or later is needed")


def test_a_python_without_venv_is_told_which_package_to_install(clone: Path) -> None:
    for name in PYTHONS[1:]:
        put_tool(clone, name, "exit 1")
    put_tool(clone, "python3.11", 'case "$*" in *ensurepip*) exit 1 ;; *print*) echo 3.11 ;; esac')
    stopped = run(clone, "bin/test")
    assert stopped.returncode == 1
    assert "apt-get install python3.11-venv" in stopped.stderr


def test_a_busy_port_is_named(clone: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        stopped = run(clone, "bin/demo", PORT=str(port))
    assert stopped.returncode == 1
    assert stopped.stderr == f"Port {port} is in use or not allowed. Choose another one: PORT=8001 bin/demo\n"


def test_a_demo_without_the_name_it_needs_says_how_to_ask(clone: Path) -> None:
    assert "usage: bin/demo [--house NAME]" in run(clone, "bin/demo", "--help").stderr


@pytest.mark.parametrize(("user", "apt"), [("1000", "exit 0"), ("0", "exit 100")])
def test_tests_never_go_on_without_a_browser(clone: Path, user: str, apt: str) -> None:
    hides_browsers = 'command() { case "$2" in *chrom*) return 1 ;; esac; }'
    (clone / "alone.sh").write_text(f"{hides_browsers}\n. bin/support.sh\nensure_chromium\n")
    put_tool(clone, "id", f"echo {user}")
    put_tool(clone, "apt-get", apt)
    stopped = run(clone, "sh", "alone.sh", CHROMIUM="")
    assert stopped.returncode == 1
    assert "Install the package chromium, or set CHROMIUM" in stopped.stderr


def test_what_was_never_finished_is_made_anew(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    put_tool(clone, "python3.11", 'case "$*" in *"-m venv"*) ls .venv >&2; exit 1 ;; esac')
    stopped = run(clone, "bin/test")
    assert stopped.returncode != 0
    assert "No such file" in stopped.stderr or "cannot access" in stopped.stderr
