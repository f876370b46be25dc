"""The stylesheet keeps the promises of the identity: contrast and weight."""

import gzip
import re

import pytest

from tests.support.servers import PROJECT

STATIC = PROJECT / "frontend" / "static"
CSS = (STATIC / "beffroi.css").read_text(encoding="utf-8")
TEXT_PAIRS = [
    ("ink", "ground"),
    ("ink", "card"),
    ("ink", "mine"),
    ("ink", "done-tint"),
    ("ink", "wait-tint"),
    ("ink", "refused-tint"),
    ("muted", "ground"),
    ("muted", "card"),
    ("muted", "taken"),
    ("on-brick", "brick"),
    ("on-brick", "brick-pressed"),
    ("brick-text", "ground"),
    ("link", "ground"),
    ("link", "card"),
    ("link", "done-tint"),
    ("link", "wait-tint"),
    ("link", "refused-tint"),
    ("done", "done-tint"),
    ("wait", "wait-tint"),
    ("refused", "refused-tint"),
    ("refused", "ground"),
    ("refused", "card"),
]
EDGE_PAIRS = [("edge", "ground"), ("edge", "card"), ("link", "ground"), ("brick-text", "card"), ("button-edge", "card")]


def tokens(scheme: str) -> dict[str, str]:
    roots = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", root)) for root in roots[:2])
    return light if scheme == "light" else {**light, **dark}


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"), [(*pair, 4.5) for pair in TEXT_PAIRS] + [(*pair, 3.0) for pair in EDGE_PAIRS]
)
def test_what_is_read_or_must_be_seen_stands_out(scheme: str, front: str, back: str, least: float) -> None:
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= least


def test_the_look_stays_small() -> None:
    assert len(gzip.compress(CSS.encode())) <= 12 * 1024


def test_colours_are_named_once() -> None:
    rules = CSS.split("/* Ground */")[1]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules)) <= {"#fff", "#000", "#777"}


def test_nothing_moves_unless_motion_is_welcome() -> None:
    calm = CSS.split("@media (prefers-reduced-motion: no-preference)")[0]
    assert "animation" not in calm
    assert "transition" not in CSS
