"""Read a page as its reader does: without tags, with plain spaces."""

import re
from html import unescape


def plain(html: str) -> str:
    """Return the HTML with every no-break space as a plain one."""
    return html.replace("\u202f", " ").replace("\u00a0", " ")


def text_of(html: str) -> str:
    """Return the words of the main part, or of all there is, on one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main.group() if main else html)
    return re.sub(r"\s+", " ", unescape(plain(words))).strip()
