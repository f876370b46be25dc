"""List the entries of the menus: what exists, and what one's rights open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.rights import Right
from frontend.waiting import RIGHTS, waiting_count
from members.people import PersonActor
from members.web import at_of, house_of


@dataclass(frozen=True)
class Entry:
    """Describe one entry: where it leads, and whether the page shown belongs to it."""

    label: str | Promise
    icon: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Menu:
    """Hold what the frame of a page shows to one person."""

    member: Sequence[Entry]
    manage: Sequence[Entry]
    me: Entry | None
    first_name: str

    @property
    def initial(self) -> str:
        return self.first_name[:1].upper()

    @property
    def waiting(self) -> int:
        """Return how many things wait to be done."""
        return sum(entry.count for entry in self.manage)

    @property
    def is_in_manage(self) -> bool:
        return any(entry.is_current for entry in self.manage)


MEMBER = ((_("Aujourd’hui"), "today"), (_("Réserver"), "book"))
TO_DO = "to-do"
SETTING_RIGHTS = (
    Right.MANAGE_RULES,
    Right.MANAGE_PRICES,
    Right.MANAGE_HOURS,
    Right.MANAGE_RESOURCES,
    Right.MANAGE_CIRCLES,
    Right.MANAGE_ACCESS,
)
MANAGE = (
    (_("Réception"), "manage-day", (Right.SEE_ALL_BOOKINGS,)),
    (_("À traiter"), TO_DO, RIGHTS),
    (_("Règles et tarifs"), "rules", SETTING_RIGHTS),
    (_("Réseau et technique"), "audit", (Right.SEE_AUDIT,)),
)


def menu_for(request: HttpRequest, actor: PersonActor) -> Menu:
    """Return the menus of a signed-in person on the page that `request` asks for."""
    member = [entry for label, name in MEMBER if (entry := _entry(request, label, name))]
    manage = [
        _counted(entry, request, actor)
        for label, name, rights in MANAGE
        if any(actor.has_right_somewhere(right) for right in rights) and (entry := _entry(request, label, name))
    ]
    me = _entry(request, _("Moi"), "me", "my-bookings")
    return Menu(member, manage, me, (actor.label.split() or ["?"])[0])


def _counted(entry: Entry, request: HttpRequest, actor: PersonActor) -> Entry:
    """Return the entry with how many things wait behind it."""
    if entry.icon != TO_DO:
        return entry
    return replace(entry, count=waiting_count(actor, house_of(request), at_of(request)))


def _entry(request: HttpRequest, label: str | Promise, *names: str) -> Entry | None:
    """Return the entry that leads to the first of `names`; the pages below all of them belong to it."""
    try:
        urls = [reverse(name) for name in names]
    except NoReverseMatch:
        return None
    is_current = any(request.path == url or (url != "/" and request.path.startswith(url)) for url in urls)
    return Entry(label, names[0], urls[0], is_current)
