"""Find members by what somebody remembers of them."""

from django.db.models import Q

from members.models import Member

MOST_FOUND = 8
SHORTEST_TEXT = 2


def members_called(text: str) -> list[Member]:
    """Return the members whose name holds every word of the text, or whose address it is; at most eight, by name."""
    words = text.split()
    if len(text.strip()) < SHORTEST_TEXT or not words:
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    return list(Member.objects.filter(named | Q(email__iexact=text.strip()))[:MOST_FOUND])
