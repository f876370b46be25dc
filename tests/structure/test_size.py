"""Files and functions stay small: when one grows, look for the noun that wants its own room."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.structure.sources import committed_files, product_files, python_files, read

HTTP_METHODS = {"get", "post", "put", "patch", "delete", "list", "create", "retrieve", "update", "destroy"}
DOORS = {"views", "api"}


@dataclass(frozen=True)
class Function:
    path: Path
    name: str
    lines: int
    is_view_method: bool

    def __str__(self) -> str:
        return f"{self.path}:{self.name} ({self.lines} lines)"


def _line_count(path: Path) -> int:
    return len(read(path).splitlines())


def _functions() -> Iterator[Function]:
    for path in product_files():
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(path, node.name, lines, _is_view_method(path, node))


def _is_view_method(path: Path, node: ast.FunctionDef) -> bool:
    takes_request = bool(node.args.args) and any(argument.arg == "request" for argument in node.args.args[:2])
    is_door = bool(DOORS & {*path.parts, path.stem})
    return is_door and takes_request and (node.name in HTTP_METHODS or node.args.args[0].arg == "request")


def _percentile_95(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.95)]


def test_no_file_is_longer_than_400_lines_and_most_are_shorter_than_250() -> None:
    assert not [f"{path} ({_line_count(path)} lines)" for path in python_files() if _line_count(path) > 400]
    assert _percentile_95([_line_count(path) for path in product_files()]) <= 250


def test_no_function_is_longer_than_50_lines_and_most_are_shorter_than_30() -> None:
    functions = list(_functions())
    assert not [str(function) for function in functions if function.lines > 50]
    assert _percentile_95([function.lines for function in functions]) <= 30


def test_no_view_method_is_longer_than_20_lines() -> None:
    assert not [str(function) for function in _functions() if function.is_view_method and function.lines > 20]


def test_no_template_is_longer_than_120_lines() -> None:
    templates = [path for path in committed_files() if "templates" in path.parts]
    assert templates
    assert not [f"{path} ({_line_count(path)} lines)" for path in templates if _line_count(path) > 120]


def test_the_share_of_tests_is_told(figure: Callable[[str], None]) -> None:
    """Say it among the figures at the end of a run: something to look at, no bar to jump."""
    code, tests = (sum(map(_code_lines, paths)) for paths in (product_files(), _test_files()))
    figure(f"{code} lines of code and {tests} of tests, {tests / code:.2f} to one")
    assert min(code, tests) > 0


def _test_files() -> list[Path]:
    return [path for path in python_files() if path.parts[0] == "tests"]


def _code_lines(path: Path) -> int:
    return sum(1 for line in read(path).splitlines() if line.strip())
