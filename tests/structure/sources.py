"""What git knows of this project's files."""

import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


NEVER_COMMITTED = {".git", ".venv", "var", "__pycache__", "test-results"}


@cache
def committed_files() -> list[Path]:
    """Return every file that is or would be committed, relative to the project; without git, every file of ours."""
    names = _listed_by_git() or [str(path.relative_to(PROJECT)) for path in PROJECT.rglob("*")]
    paths = [Path(name) for name in names]
    return [path for path in paths if _is_ours(path) and (PROJECT / path).is_file()]


def _is_ours(path: Path) -> bool:
    parts = set(path.parts)
    is_cache = any(part.startswith(".") and part.endswith(("_cache", "hypothesis")) for part in parts)
    return not is_cache and not parts & NEVER_COMMITTED and path.suffix != ".mo"


def _listed_by_git() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return []
    return [name for name in listed.stdout.split("\0") if name]


def python_files() -> list[Path]:
    """Return the project's own Python, migrations aside."""
    return [path for path in committed_files() if path.suffix == ".py" and "migrations" not in path.parts]


def product_files() -> list[Path]:
    return [path for path in python_files() if path.parts[0] != "tests"]


def read(path: Path) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")
