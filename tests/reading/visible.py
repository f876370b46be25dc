"""What somebody reads or hears of a page: its text, and the attributes that a browser says or shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"}
SHOWN_BY_SCRIPT = {"data-failed", "data-offline"}
UNSEEN_ELEMENTS = {"script", "style", "code", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Piece:
    """Hold one text of a page and where it stands: `p`, `button`, `a@aria-label`."""

    place: str
    text: str


@dataclass
class _Open:
    tag: str
    is_read: bool


@dataclass
class _Reader(HTMLParser):
    language: str
    pieces: list[Piece] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_read = self._is_read() and tag not in UNSEEN_ELEMENTS
        if tag != "html":
            is_read = is_read and values.get("lang", self.language) == self.language
        if is_read:
            self.pieces += [Piece(f"{tag}@{name}", value) for name, value in _spoken(tag, values) if value.strip()]
        if tag not in VOID:
            self.open.append(_Open(tag, is_read))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and self._is_read():
            self.pieces.append(Piece(self.open[-1].tag if self.open else "", data.strip()))

    def _is_read(self) -> bool:
        return not self.open or self.open[-1].is_read


def pieces(html: str, language: str) -> list[Piece]:
    """Return what a page says in its own language; parts that are marked as another language are left out."""
    reader = _Reader(language)
    reader.feed(html)
    reader.close()
    return reader.pieces


def _spoken(tag: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        is_label = name == "label" and tag in {"option", "optgroup", "track"}
        is_button = name == "value" and tag == "input" and values.get("type") in {"submit", "button", "reset"}
        if name in SPOKEN | SHOWN_BY_SCRIPT or is_label or is_button:
            yield name, value
