"""Each package stands in the import contract, under a name the contract orders."""

import tomllib
from pathlib import Path
from typing import Any

from tests.structure.sources import committed_files, read


def _import_linter() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]
    return settings


def _packages() -> set[str]:
    found = {path.parts[0] for path in committed_files() if len(path.parts) == 2 and path.name == "__init__.py"}
    return found - {"tests"}


def test_each_top_level_package_is_in_the_contract_between_apps() -> None:
    settings = _import_linter()
    assert set(settings["root_packages"]) == _packages()
    assert set(settings["contracts"][0]["layers"]) == _packages()


def test_each_package_orders_all_its_own_modules() -> None:
    inside = [contract for contract in _import_linter()["contracts"] if contract.get("containers")]
    assert all(contract["exhaustive"] for contract in inside)
    assert {name for contract in inside for name in contract["containers"]} == _packages()


def test_no_contract_grants_an_exception() -> None:
    assert not [contract["name"] for contract in _import_linter()["contracts"] if contract.get("ignore_imports")]
