"""Say in a short letter what happened to a booking; in the language in force."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.enums import Tentative
from bookings.life import OVER, State, state_at
from bookings.models import Booking
from bookings.news import News, Role, Told
from bookings.terms import Terms
from bookings.wording import any_of_words, day_and_hours, terms_words
from common.money import format_money
from spaces.catalogue import HouseOffer, SpaceOffer
from spaces.local_time import Period
from spaces.wording import day_words, hour_words


@dataclass(frozen=True)
class Subject:
    """Hold what a letter is about, who reads it (by their account where they have one), and why."""

    told: Told
    booking: Booking
    house: HouseOffer
    at: datetime
    reader_id: int | None = None
    role: Role = Role.PARTY

    @property
    def space(self) -> SpaceOffer:
        return self.house.space_of(self.booking.space_id)

    @property
    def is_by_reader(self) -> bool:
        return self.told.by is not None and self.told.by == self.reader_id

    @property
    def what(self) -> str:
        booking = self.booking
        return any_of_words(booking.any_of_kind) if booking.any_of_kind else self.resource_name(booking.resource_id)

    @property
    def when(self) -> str:
        return day_and_hours(Period(self.booking.starts_at, self.booking.ends_at), self.space)

    @property
    def term(self) -> str:
        """Return when an option or a request lapses: « jeudi 3 décembre 18 h »."""
        local = self.space.local(self.booking.lapses_at or self.at)
        return f"{day_words(local.date())} {hour_words(local.time())}"

    def resource_name(self, resource_id: int) -> str:
        return self.house.resources_by_id[resource_id].name

    def money(self, minor: int) -> str:
        return format_money(minor, self.booking.currency)


def subject_line(about: Subject) -> str:
    """Return the line by which a letter is listed."""
    values = {"what": about.what, "when": about.when, "who": about.booking.in_charge_label}
    if about.role is Role.APPROVER:
        return _("À répondre : %(what)s, %(when)s") % values
    patterns = {
        News.MADE: _("Réservé : %(what)s, %(when)s"),
        News.MOVED: _("Déplacé : %(what)s, %(when)s"),
        News.CANCELLED: _("Annulé : %(what)s, %(when)s"),
        News.REQUESTED: _("Demande reçue : %(what)s, %(when)s"),
        News.OPTIONED: _("Option posée : %(what)s, %(when)s"),
        News.CONFIRMED: _("Confirmé : %(what)s, %(when)s"),
        News.REFUSED: _("Demande refusée : %(what)s, %(when)s"),
        News.LAPSED: _("Rendu : %(what)s, %(when)s"),
        News.GAVE_WAY: _("À libérer : %(what)s, %(when)s"),
        News.HANDED_OVER: _("Responsable : %(who)s. %(what)s, %(when)s"),
    }
    return patterns[about.told.news] % values


def paragraphs(about: Subject) -> list[str]:
    """Return the letter's own paragraphs: what happened, and the booking as it is then."""
    return [*_opening(about), "\n".join(_facts(about))]


def _opening(about: Subject) -> list[str]:
    """Return what happened, by whom, and in which words of theirs."""
    say = {
        News.MADE: _made,
        News.MOVED: _moved,
        News.CANCELLED: _cancelled,
        News.REQUESTED: _requested,
        News.OPTIONED: _optioned,
        News.CONFIRMED: _confirmed,
        News.REFUSED: _refused,
        News.LAPSED: _lapsed,
        News.GAVE_WAY: _gave_way,
        News.HANDED_OVER: _handed_over,
    }
    return say[about.told.news](about)


def _made(about: Subject) -> list[str]:
    if about.is_by_reader:
        return [_("C’est réservé.")]
    return [_("%(name)s a fait cette réservation.") % {"name": about.told.by_label}]


def _moved(about: Subject) -> list[str]:
    moved = _("La réservation est déplacée.")
    if not about.is_by_reader:
        moved = _("%(name)s a déplacé la réservation.") % {"name": about.told.by_label}
    before = about.told.before
    if not before:
        return [moved]
    period = Period(datetime.fromisoformat(before["starts_at"]), datetime.fromisoformat(before["ends_at"]))
    resource = about.house.resource(before["resource"])
    was = ", ".join(filter(None, [resource.name if resource else "", day_and_hours(period, about.space)]))
    return [moved, _("Avant : %(was)s") % {"was": was}]


def _cancelled(about: Subject) -> list[str]:
    booking = about.booking
    due = booking.due_minor or 0
    is_due = _("%(due)s restent dus.") % {"due": about.money(due)} if due else _("Rien n’est dû.")
    cancelled = _("La réservation est annulée.")
    if not about.is_by_reader:
        cancelled = _("%(name)s a annulé la réservation.") % {"name": about.told.by_label}
    return [f"{cancelled} {is_due}", *_words(about.told.words or booking.cancel_reason)]


def _requested(about: Subject) -> list[str]:
    said = _("La demande est bien arrivée. Réponse avant %(term)s ; d’ici là, le créneau est gardé.")
    if about.role is Role.APPROVER:
        said = _("%(name)s demande ce créneau. Sans réponse avant %(term)s, il est rendu.")
    return [said % {"name": about.told.by_label, "term": about.term}]


def _optioned(about: Subject) -> list[str]:
    said = _("C’est tenu jusqu’à %(term)s. Sans confirmation d’ici là, le créneau est rendu et rien n’est dû.")
    return [said % {"term": about.term}]


def _refused(about: Subject) -> list[str]:
    said = _("%(name)s n’a pas accepté la demande. Rien n’est dû.")
    return [said % {"name": about.told.by_label}, *_words(about.told.words)]


def _lapsed(about: Subject) -> list[str]:
    said = _("La demande est restée sans réponse avant %(term)s : le créneau est rendu, rien n’est dû.")
    if about.booking.tentative == Tentative.OPTION:
        said = _("L’option n’a pas été confirmée avant %(term)s : le créneau est rendu, rien n’est dû.")
    return [said % {"term": about.term}]


def _confirmed(about: Subject) -> list[str]:
    if about.booking.tentative == Tentative.REQUEST:
        return [_("%(name)s a accepté la demande : c’est réservé.") % {"name": about.told.by_label}]
    return [_("L’option est confirmée : c’est réservé.")]


def _gave_way(about: Subject) -> list[str]:
    booking = about.booking
    if booking.is_cancelled:
        return [_("Quelqu’un vient de réserver ce créneau : la salle n’est plus libre.")]
    hour = hour_words(about.space.local(booking.ends_at).time())
    return [_("Quelqu’un vient de réserver la suite : la salle est à libérer pour %(hour)s.") % {"hour": hour}]


def _handed_over(about: Subject) -> list[str]:
    values = {"name": about.told.by_label, "who": about.booking.in_charge_label}
    return [_("%(name)s a nommé %(who)s responsable de cet événement : ouvrir, rester, fermer.") % values]


def _words(words: str) -> list[str]:
    return [_("Raison : %(words)s") % {"words": words}] if words else []


def _facts(about: Subject) -> list[str]:
    """Return the booking line by line: what, where, when, for whom, what it costs."""
    booking, space = about.booking, about.space
    is_for_reader = about.reader_id is not None and about.reader_id == _account_of(booking)
    lines = [
        about.what,
        about.when,
        ", ".join(filter(None, [space.name, space.address])),
        "" if is_for_reader else _("Pour : %(name)s") % {"name": booking.for_label},
        _("Pour quoi faire : %(title)s") % {"title": booking.title} if booking.title else "",
        _("Responsable : %(who)s") % {"who": booking.in_charge_label} if booking.in_charge_label else "",
        *([] if state_at(booking, about.at) in OVER else _costs(about)),
    ]
    return [line for line in lines if line]


def _costs(about: Subject) -> list[str]:
    booking = about.booking
    if not booking.gross_minor:
        return [_("Gratuit")]
    price = _("Prix : %(gross)s TTC (%(net)s HT)") if booking.vat_minor else _("Prix : %(gross)s")
    lines = [price % {"gross": about.money(booking.gross_minor), "net": about.money(booking.net_minor)}]
    if booking.deposit_minor:
        lines.append(_("Acompte : %(deposit)s") % {"deposit": about.money(booking.deposit_minor)})
    if state_at(booking, about.at) is State.CONFIRMED:
        steps = Terms.from_json(booking.terms).steps(
            starts_at=booking.starts_at, at=about.at, gross_minor=booking.gross_minor
        )
        lines.append(_("Annuler : %(terms)s") % {"terms": terms_words(steps, about.space)})
    return lines


def _account_of(booking: Booking) -> int | None:
    if booking.for_account_id is not None:
        return booking.for_account_id
    return booking.for_member.account_id if booking.for_member else None
