"""The letters about bookings as they are read: in one language, without banned words, short."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from bookings.enums import Tentative
from bookings.letters import Subject
from bookings.mails import mail_about
from bookings.models import Booking
from bookings.news import News, Role, Told
from bookings.queries.readers import Reader
from members.mail_kinds import MailHolder
from spaces.queries import catalogue
from tests.reading.banned import banned_words
from tests.reading.pseudo import peoples_own, unmarked
from tests.reading.test_words_shown import FAULTS
from tests.support.booking import NOW
from tests.support.scene import Scene

LONGEST_LINE = 120
MOST_LINES = 30


def letters(scene: Scene, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield each letter that there can be: a name for it, its subject with its text, and its event's summary."""
    for booking, variant in _bookings(scene):
        for news in News:
            for by in ("alice", "bob"):
                name = f"{news} {variant} by {by}"
                message = mail_about(
                    _about(scene, booking, news=news, by=by),
                    _reader(scene, language),
                    kind="booking_made",
                    has_event=True,
                )
                yield name, f"{message.subject}\n{message.body}", _summary(message.alternatives)

    asked = _about(scene, scene.booking, news=News.REQUESTED, by="bob")
    to_answer = replace(asked, role=Role.APPROVER)
    message = mail_about(to_answer, _reader(scene, language), kind="booking_to_answer", has_event=True)
    yield "to answer", f"{message.subject}\n{message.body}", _summary(message.alternatives)


def _bookings(scene: Scene) -> Iterator[tuple[Booking, str]]:
    """Yield Alice's booking firm, as an option, as a request, cancelled with something due, free."""
    booking = Booking.objects.select_related("for_member").get(pk=scene.booking.pk)
    booking.lapses_at = NOW + timedelta(days=2)
    yield _with(booking), "firm"
    yield _with(booking, tentative=Tentative.OPTION.value, confirmed_at=None), "option"
    yield _with(booking, tentative=Tentative.REQUEST.value, confirmed_at=None), "request"
    yield _with(booking, cancelled_at=NOW, due_minor=3360), "cancelled"
    yield _with(booking, net_minor=0, vat_minor=0, deposit_minor=0), "free"


def _with(booking: Booking, **values: object) -> Booking:
    changed = Booking.objects.select_related("for_member").get(pk=booking.pk)
    for name, value in {"lapses_at": booking.lapses_at, **values}.items():
        setattr(changed, name, value)
    return changed


def _about(scene: Scene, booking: Booking, *, news: News, by: str) -> Subject:
    person = scene.people[by]
    before = {
        "resource": scene.house.large_room.pk,
        "starts_at": (booking.starts_at - timedelta(days=1)).isoformat(),
        "ends_at": (booking.ends_at - timedelta(days=1)).isoformat(),
    }
    told = Told(booking.pk, 0, news, person.account.pk, person.account.name, words="…", before=before)
    return Subject(told, booking, catalogue(), NOW, reader_id=scene.people["alice"].account.pk)


def _reader(scene: Scene, language: str) -> Reader:
    account = scene.people["alice"].account
    return Reader(MailHolder(account_id=account.pk), account.name, account.email, language)


def _summary(alternatives: object) -> str:
    parts = list(alternatives)  # type: ignore[call-overload]  # a list of pairs, or nothing
    if not parts:
        return ""
    (event,) = Calendar.from_ical(parts[0][0]).walk("VEVENT")
    return str(event["SUMMARY"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_letter_says_a_banned_word_or_mixes_ways_of_writing(scene: Scene, language: str) -> None:
    found = list(letters(scene, language))
    assert len(found) == 5 * len(News) * 2 + 1
    for name, text, _summary in found:
        assert banned_words(text, language) == [], name
        said = re.sub(r"https?://\S+", "…", text)
        assert [fault for fault, pattern in FAULTS[language].items() if re.search(pattern, said)] == [], (name, said)


def test_every_letter_is_wholly_translated(scene: Scene, invented: str) -> None:
    own = peoples_own()
    wrong = {name: unmarked(f"{text} {summary}", own) for name, text, summary in letters(scene, invented)}
    assert {name: words for name, words in wrong.items() if words} == {}


def test_every_letter_is_short(scene: Scene) -> None:
    for name, text, _summary in letters(scene, "fr"):
        lines = [line for line in text.splitlines() if "://" not in line]
        assert len(lines) <= MOST_LINES, name
        assert max(map(len, lines)) <= LONGEST_LINE, name


def test_a_letter_says_who_did_it_unless_it_is_the_reader(scene: Scene) -> None:
    booking = next(_bookings(scene))[0]
    about = _about(scene, booking, news=News.MOVED, by="bob")
    by_bob = mail_about(about, _reader(scene, "fr"), kind=None, has_event=False)
    mine = replace(about, told=replace(about.told, by=about.reader_id))
    by_me = mail_about(mine, _reader(scene, "fr"), kind=None, has_event=False)
    assert "Bob a déplacé la réservation." in str(by_bob.body)
    assert "La réservation est déplacée." in str(by_me.body)
