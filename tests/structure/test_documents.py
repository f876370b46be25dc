"""The documents name what is there."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.structure.sources import PROJECT, committed_files, read

DOCUMENTS = [path for path in committed_files() if path.suffix == ".md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_each_link_inside_the_project_leads_somewhere(document: Path) -> None:
    linked = [(PROJECT / document).parent / target for target in LINK.findall(read(document))]
    assert [str(path) for path in linked if not path.exists()] == []


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    reasons = read(Path("docs/decisions/0001-dependencies.md"))
    names = {Requirement(text).name for text in asked}
    assert [name for name in sorted(names) if not re.search(rf"\b{re.escape(name)}\b", reasons)] == []


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in DOCUMENTS if path.parts[:2] == ("docs", "decisions")]
    assert len(set(numbers)) == len(numbers)
