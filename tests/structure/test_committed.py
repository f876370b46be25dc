"""Nothing committed belongs to one machine, one registry, or to later."""

import re

from tests.structure.sources import PROJECT, committed_files

BINARY = {".png", ".ico", ".woff2"}
LATER = "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", r"pytest\.sk" + "ip", "x" + "fail"])


def _lines_with(pattern: str, *, suffixes: set[str] | None = None) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path}:{number}"
        for path in committed_files()
        if path.suffix not in BINARY and (suffixes is None or path.suffix in suffixes)
        for number, line in enumerate((PROJECT / path).read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_path_of_one_machine_is_committed() -> None:
    folders = "|".join(["wo" + "rk", "ro" + "ot", "fa" + "rm"])
    assert _lines_with(rf"(^|[^a-z])/({folders})/") == []


def test_no_package_registry_is_named() -> None:
    assert _lines_with(r"--(extra-)?index-url[= ]|https?://[^ \"]*/(simple|packages)/|pypi\.org|registry\.npmjs") == []


def test_nothing_is_left_for_later() -> None:
    assert _lines_with(LATER, suffixes={".py", ".html", ".js", ".css", ".sh"}) == []


def test_no_large_file_is_committed() -> None:
    assert [str(path) for path in committed_files() if (PROJECT / path).stat().st_size > 500_000] == []
