"""Both locks hold exactly what pyproject.toml asks for, here and now, each with its hashes."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.structure.sources import read

ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; (.+?))? \\$", re.MULTILINE)


def _asked_for(lock: str) -> list[Requirement]:
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    asked = project["dependencies"]
    if lock == "requirements-test.lock":
        asked = [*asked, *project["optional-dependencies"]["test"]]
    return [Requirement(text) for text in asked]


def _locked(lock: str) -> dict[str, str]:
    """Return version by name of what the lock installs on this machine."""
    return {
        canonicalize_name(name): version
        for name, version, marker in ENTRY.findall(read(Path(lock)))
        if not marker or Marker(marker).evaluate()
    }


def _needed(requirements: list[Requirement]) -> dict[str, list[Requirement]]:
    """Return every requirement, direct or not, by name, as the installed packages declare them."""
    found: dict[str, list[Requirement]] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, []).append(requirement)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            declared = [Requirement(text) for text in distribution(name).requires or []]
            waiting += [r for r in declared if r.marker is None or r.marker.evaluate({"extra": extra})]
    return found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_installs_what_the_project_needs_and_nothing_else(lock: str) -> None:
    locked, needed = _locked(lock), _needed(_asked_for(lock))
    assert set(locked) == set(needed)
    assert not [
        str(requirement)
        for name, requirements in needed.items()
        for requirement in requirements
        if not requirement.specifier.contains(locked[name], prereleases=True)
    ]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_each_entry_of_the_lock_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", read(Path(lock)), flags=re.MULTILINE)[1:]
    assert entries
    assert not [entry.split(" ", 1)[0] for entry in entries if "--hash=sha256:" not in entry]


def test_tests_run_with_the_versions_that_are_served() -> None:
    served, tested = _locked("requirements.lock"), _locked("requirements-test.lock")
    assert {name: tested[name] for name in served} == served
