"""What git knows of this project's files."""

import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@cache
def committed_files() -> list[Path]:
    """Return every file that is or would be committed, relative to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := Path(name)) and (PROJECT / path).is_file()]


def python_files() -> list[Path]:
    """Return the project's own Python, migrations aside."""
    return [path for path in committed_files() if path.suffix == ".py" and "migrations" not in path.parts]


def product_files() -> list[Path]:
    return [path for path in python_files() if path.parts[0] != "tests"]


def read(path: Path) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")
