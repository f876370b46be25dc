"""Find members by what somebody remembers of them."""

from unicodedata import combining, normalize

from members.models import Member

MOST_FOUND = 8
SHORTEST_TEXT = 2


def members_called(text: str) -> list[Member]:
    """Return the members whose name holds every word of the text, or whose address it is; at most eight, by name.

    Accents and capitals do not count: phones leave them out. Two queries, one where nobody is found.
    """
    words, address = _plain(text).split(), text.strip().lower()
    if len(text.strip()) < SHORTEST_TEXT or not words:
        return []
    everybody = Member.objects.values_list("pk", "name", "email")
    found = [pk for pk, name, email in everybody if email.lower() == address or _holds(_plain(name), words)]
    return list(Member.objects.filter(pk__in=found[:MOST_FOUND])) if found else []


def _holds(name: str, words: list[str]) -> bool:
    return all(word in name for word in words)


def _plain(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign)).casefold()
