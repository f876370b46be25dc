"""Who is told what happens to a booking, in which words and language, once, with an event for the calendar."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bookings.models import Booking
from bookings.operations import (
    book_for_somebody,
    book_resource,
    cancel_booking,
    confirm_booking,
    move_booking,
    refuse_request,
)
from bookings.queries.parties import ForWhom
from bookings.wishes import BookingWish
from common.mail import StoredMail
from common.models import OutboxJob
from common.rights import Right
from members.mail_kinds import MailHolder
from members.models import Account, Member
from members.operations.mails import choose_mails, refuse_mail_by_link
from spaces.models import Rule
from spaces.queries import forget_catalogue
from tests.support.booking import NOW, THURSDAY, actor_of, book, period
from tests.support.cast import LONG_AGO, Person, make_circle
from tests.support.houses import SINCE, SmallHouse
from tests.support.jobs import no_chores, run_due_jobs
from tests.support.mails import event_in, kept_mails, read

Hold = Callable[[datetime], datetime]
AFTERNOON = period(THURSDAY, "14:00", "18:00")
NEXT_DAY = period(THURSDAY + timedelta(days=1), "14:00", "18:00")


@pytest.fixture(autouse=True)
def _now(clock_at: Hold) -> None:
    clock_at(NOW)


@pytest.fixture
def sent(settings: Settings) -> Iterator[Callable[[], list[StoredMail]]]:
    """Return a function that has the worker do what is due and gives the mails it sent since the last time."""
    with kept_mails(settings) as kept, no_chores():

        def since_last_time() -> list[StoredMail]:
            run_due_jobs()
            found = list(kept)
            kept.clear()
            assert not OutboxJob.objects.filter(failed_at__isnull=False).exists()
            return found

        yield since_last_time


Sent = Callable[[], list[StoredMail]]


def addresses(mails: list[StoredMail]) -> list[str]:
    return [mail.recipient for mail in mails]


def text_of(mail: StoredMail) -> str:
    body = read(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\u00a0", " ")


def set_rule(house: SmallHouse, **values: Any) -> None:
    for name, value in values.items():
        Rule.objects.create(space=house.space, resource=house.small_room, name=name, value=value, valid_from=SINCE)
    house.house.version = "with other rules"
    house.house.save()
    forget_catalogue()


def book_for(person: Person, house: SmallHouse, **whom: Any) -> Booking:
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk)
    return book_for_somebody(actor=actor_of(person), at=NOW, wish=wish, whom=ForWhom(**whom))


def test_a_confirmation_says_what_when_where_and_how_much(house: SmallHouse, alice: Person, sent: Sent) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    (mail,) = sent()
    message = read(mail)
    assert message["Subject"].strip().replace("\u00a0", " ") == "Réservé : Petite salle, jeudi 10 décembre, 14 h–18 h"
    assert (message["To"], message["From"]) == ("Alice <alice@example.org>", "Mutualab <beffroi@localhost>")
    assert (message["Auto-Submitted"], message["Reply-To"]) == ("auto-generated", "bonjour@example.org")
    text = text_of(mail)
    for said in (
        "Bonjour Alice,",
        "C’est réservé.",
        "jeudi 10 décembre, 14 h–18 h",
        "Prix : 67,20 € TTC (56,00 € HT)",
        "Acompte : 33,60 €",
        "Annuler : gratuit jusqu’au mer. 25 nov. 14 h",
        f"/bookings/{booking.pk}/",
    ):
        assert said in text
    assert "Pour :" not in text


def test_the_event_of_a_mail_is_that_of_the_calendar(house: SmallHouse, alice: Person, sent: Sent) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    method, event = event_in(sent()[0])
    assert method == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (str(booking.uid), 0, "CONFIRMED")
    assert (event.start, event.end) == (AFTERNOON.starts_at, AFTERNOON.ends_at)
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:beffroi@localhost", "mailto:alice@example.org")
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_a_change_and_a_cancellation_raise_the_sequence_of_the_same_event(
    house: SmallHouse, alice: Person, sent: Sent
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    actor = actor_of(alice)
    events = [event_in(sent()[0])]
    move_booking(actor=actor, at=NOW, booking_id=booking.pk, period=NEXT_DAY)
    (moved,) = sent()
    assert "Avant : Petite salle, jeudi 10 décembre, 14 h–18 h" in text_of(moved)
    events.append(event_in(moved))
    cancel_booking(actor=actor, at=NOW, booking_id=booking.pk)
    (cancelled,) = sent()
    assert "La réservation est annulée. Rien n’est dû." in text_of(cancelled)
    events.append(event_in(cancelled))
    assert [(method, event["SEQUENCE"], event["STATUS"]) for method, event in events] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert {str(event["UID"]) for _, event in events} == {str(booking.uid)}
    assert events[1][1].start == NEXT_DAY.starts_at


def test_news_that_a_later_change_has_overtaken_are_not_told(house: SmallHouse, alice: Person, sent: Sent) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=NEXT_DAY)
    (mail,) = sent()
    assert event_in(mail)[1]["SEQUENCE"] == 1


def test_each_reads_in_their_own_language(house: SmallHouse, alice: Person, sent: Sent) -> None:
    Account.objects.filter(pk=alice.account.pk).update(language="en")
    book(alice, house.small_room, AFTERNOON)
    (mail,) = sent()
    assert read(mail)["Subject"].strip() == "Booked: Petite salle, Thursday 10 December, 14:00–18:00"
    assert read(mail)["Content-Language"] == "en"
    assert "Hello Alice," in text_of(mail)


def test_what_a_co_manager_books_for_others_is_told_to_them(
    house: SmallHouse, alice: Person, bob: Person, sent: Sent
) -> None:
    book_for(bob, house, member_id=alice.member.pk)
    (mail,) = sent()
    assert mail.recipient == "alice@example.org"
    assert "Bob a fait cette réservation." in text_of(mail)


def test_somebody_outside_is_told_at_the_address_given_in_the_language_of_the_house(
    house: SmallHouse, bob: Person, sent: Sent
) -> None:
    house.house.default_language = "en"
    house.house.version = "in English"
    house.house.save()
    forget_catalogue()
    book_for(bob, house, name="Imprimerie", email="imprimerie@example.com")
    (mail,) = sent()
    assert mail.recipient == "imprimerie@example.com"
    assert "Hello Imprimerie," in text_of(mail)


def test_a_member_without_account_is_told_at_their_address(house: SmallHouse, bob: Person, sent: Sent) -> None:
    member = Member.objects.create(name="Mathilde", email="mathilde@example.org", created_at=LONG_AGO)
    book_for(bob, house, member_id=member.pk)
    (mail,) = sent()
    assert mail.recipient == "mathilde@example.org"
    assert "/bookings/" not in text_of(mail)
    link = text_of(mail).rpartition("/mails/")[2].strip().strip("/")
    refuse_mail_by_link(link=link, at=NOW)
    assert addresses(sent()) == []


def test_whoever_made_it_is_told_where_nobody_else_can_be(house: SmallHouse, bob: Person, sent: Sent) -> None:
    booking = book_for(bob, house, name="Monsieur Petit")
    (mail,) = sent()
    assert mail.recipient == "bob@example.org"
    assert "Pour : Monsieur Petit" in text_of(mail)
    cancel_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk)
    assert addresses(sent()) == ["bob@example.org"]


def test_whoever_made_it_is_told_what_others_do_to_it(
    house: SmallHouse, alice: Person, bob: Person, sent: Sent
) -> None:
    booking = book_for(bob, house, member_id=alice.member.pk)
    sent()
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    mails = sent()
    assert addresses(mails) == ["alice@example.org", "bob@example.org"]
    assert "Alice a annulé la réservation." in text_of(mails[1])


def test_the_payer_is_told_and_nobody_twice(house: SmallHouse, alice: Person, charlie: Person, sent: Sent) -> None:
    actor, wish = actor_of(alice), BookingWish(AFTERNOON, resource_id=house.small_room.pk)
    book_resource(actor=actor, at=NOW, wish=wish, party=actor.party, payer=actor_of(charlie).party)
    assert addresses(sent()) == ["alice@example.org", "charlie@example.org"]
    Account.objects.filter(pk=charlie.account.pk).update(is_active=False)
    book(alice, house.large_room, AFTERNOON)
    assert addresses(sent()) == ["alice@example.org"]


def test_a_closed_account_gets_no_mail(house: SmallHouse, alice: Person, sent: Sent) -> None:
    book(alice, house.small_room, AFTERNOON)
    Account.objects.filter(pk=alice.account.pk).update(is_active=False)
    assert sent() == []


def test_what_is_switched_off_is_not_sent(house: SmallHouse, alice: Person, sent: Sent) -> None:
    choose_mails(actor=actor_of(alice), at=NOW, wanted={"booking_made": False, "booking_cancelled": False})
    booking = book(alice, house.small_room, AFTERNOON)
    assert sent() == []
    move_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk, period=NEXT_DAY)
    assert len(sent()) == 1
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    assert sent() == []


def test_what_somebody_else_decides_cannot_be_switched_off(
    house: SmallHouse, alice: Person, bob: Person, sent: Sent
) -> None:
    kinds = ["booking_made", "booking_moved", "booking_cancelled", "booking_asked", "booking_lapsed"]
    choose_mails(actor=actor_of(alice), at=NOW, wanted=dict.fromkeys(kinds, False))
    booking = book(alice, house.small_room, AFTERNOON)
    move_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk, period=NEXT_DAY)
    (moved,) = sent()
    assert "Bob a déplacé la réservation." in text_of(moved)
    cancel_booking(actor=actor_of(bob), at=NOW, booking_id=booking.pk)
    (cancelled,) = sent()
    for mail in (moved, cancelled):
        assert "List-Unsubscribe" not in read(mail)
        assert "Ne plus recevoir" not in text_of(mail)


def test_a_mail_that_can_be_switched_off_says_how_in_one_click(
    house: SmallHouse, alice: Person, client: Client, sent: Sent
) -> None:
    booking = book(alice, house.small_room, AFTERNOON)
    (mail,) = sent()
    message = read(mail)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip(" <>")
    assert address in text_of(mail)
    path = address.removeprefix("http://localhost:8000")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    cancel_booking(actor=actor_of(alice), at=NOW, booking_id=booking.pk)
    assert len(sent()) == 1
    book(alice, house.small_room, AFTERNOON)
    assert sent() == []


def test_the_event_can_be_left_out(house: SmallHouse, alice: Person, sent: Sent) -> None:
    choose_mails(actor=actor_of(alice), at=NOW, wanted={"calendar_event": False})
    book(alice, house.small_room, AFTERNOON)
    (mail,) = sent()
    assert read(mail).get_content_type() == "text/plain"


def test_an_option_is_told_with_its_term_and_then_its_end(
    house: SmallHouse, alice: Person, sent: Sent, clock_at: Hold
) -> None:
    set_rule(house, option_minutes=3 * 24 * 60)
    actor = actor_of(alice)
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk, is_option=True)
    booking = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    (posed,) = sent()
    assert "C’est tenu jusqu’à vendredi 27 novembre 9 h." in text_of(posed)
    method, event = event_in(posed)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "TENTATIVE", 0)
    clock_at(NOW + timedelta(days=3))
    (lapsed,) = sent()
    assert "L’option n’a pas été confirmée avant vendredi 27 novembre 9 h" in text_of(lapsed)
    method, event = event_in(lapsed)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == str(booking.uid)


def test_an_option_that_is_confirmed_after_its_term_comes_back_into_the_calendar(
    house: SmallHouse, alice: Person, sent: Sent, clock_at: Hold
) -> None:
    set_rule(house, option_minutes=24 * 60)
    actor = actor_of(alice)
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk, is_option=True)
    booking = book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    events = [event_in(sent()[0])]
    late = clock_at(NOW + timedelta(days=1))
    events.append(event_in(sent()[0]))
    confirm_booking(actor=actor, at=late, booking_id=booking.pk)
    events.append(event_in(sent()[0]))
    assert [(method, event["SEQUENCE"], event["STATUS"]) for method, event in events] == [
        ("REQUEST", 0, "TENTATIVE"),
        ("CANCEL", 1, "CANCELLED"),
        ("REQUEST", 2, "CONFIRMED"),
    ]


def test_an_option_that_became_firm_or_was_cancelled_does_not_lapse(
    house: SmallHouse, alice: Person, sent: Sent, clock_at: Hold
) -> None:
    set_rule(house, option_minutes=24 * 60)
    actor = actor_of(alice)
    options = [
        book_resource(
            actor=actor,
            at=NOW,
            wish=BookingWish(when, resource_id=house.small_room.pk, is_option=True),
            party=actor.party,
        )
        for when in (AFTERNOON, NEXT_DAY)
    ]
    confirm_booking(actor=actor, at=NOW, booking_id=options[0].pk)
    cancel_booking(actor=actor, at=NOW, booking_id=options[1].pk)
    mails = sent()
    assert "L’option est confirmée : c’est réservé." in text_of(mails[0])
    assert [event_in(mail)[0] for mail in mails] == ["REQUEST", "CANCEL"]
    clock_at(NOW + timedelta(days=2))
    assert sent() == []


def test_a_mail_about_an_option_that_waited_past_its_term_is_overtaken_by_its_end(
    house: SmallHouse, alice: Person, sent: Sent, clock_at: Hold
) -> None:
    set_rule(house, option_minutes=60)
    actor = actor_of(alice)
    wish = BookingWish(AFTERNOON, resource_id=house.small_room.pk, is_option=True)
    book_resource(actor=actor, at=NOW, wish=wish, party=actor.party)
    clock_at(NOW + timedelta(hours=2))
    (mail,) = sent()
    assert read(mail)["Subject"].strip().startswith("Rendu")


def test_a_request_is_told_then_its_answer(
    house: SmallHouse, alice: Person, bob: Person, charlie: Person, sent: Sent
) -> None:
    set_rule(house, approval_for=["members"], approval_minutes=2 * 24 * 60)
    make_circle("accueil", [Right.APPROVE_BOOKINGS], bob)
    first = book(alice, house.small_room, AFTERNOON)
    asked, to_answer = sent()
    assert "Réponse avant jeudi 26 novembre 9 h" in text_of(asked)
    assert to_answer.recipient == "bob@example.org"
    assert "Alice demande ce créneau." in text_of(to_answer)
    assert "Pour : Alice" in text_of(to_answer)
    assert read(to_answer).get_content_type() == "text/plain"
    assert event_in(asked)[1]["STATUS"] == "TENTATIVE"
    confirm_booking(actor=actor_of(bob), at=NOW, booking_id=first.pk)
    (accepted,) = sent()
    assert "Bob a accepté la demande : c’est réservé." in text_of(accepted)
    assert (event_in(accepted)[1]["STATUS"], event_in(accepted)[1]["SEQUENCE"]) == ("CONFIRMED", 1)
    choose_mails(actor=actor_of(bob), at=NOW, wanted={"booking_to_answer": False})
    second = book(charlie, house.small_room, NEXT_DAY)
    assert addresses(sent()) == ["charlie@example.org"]
    refuse_request(actor=actor_of(bob), at=NOW, booking_id=second.pk, because="La salle est en travaux.")
    (refused,) = sent()
    assert "Raison : La salle est en travaux." in text_of(refused)
    assert event_in(refused)[0] == "CANCEL"


def test_a_message_is_the_same_each_time_it_is_written(house: SmallHouse, alice: Person, sent: Sent) -> None:
    book(alice, house.small_room, AFTERNOON)
    (first,) = sent()
    OutboxJob.objects.filter(kind="letter").update(done_at=None, payload=_payload_again())
    (second,) = sent()
    assert first.content.count(b"Message-ID: <") == 1
    assert read(first)["Message-ID"] == read(second)["Message-ID"]
    assert event_in(first)[1].to_ical() == event_in(second)[1].to_ical()


def _payload_again() -> dict[str, Any]:
    booking, account = Booking.objects.get(), Account.objects.get()
    told = {"booking_id": booking.pk, "sequence": 0, "news": "made", "by": account.pk, "by_label": "Alice"}
    holder = MailHolder(account_id=account.pk).reference
    return {**told, "words": "", "before": {}, "to": holder, "role": "party"}


def test_what_people_wrote_cannot_add_a_header_or_an_event(house: SmallHouse, alice: Person, sent: Sent) -> None:
    name = "Alice\r\nBcc: everybody@example.org"
    Account.objects.filter(pk=alice.account.pk).update(name=name)
    booking = book(alice, house.small_room, AFTERNOON)
    Booking.objects.filter(pk=booking.pk).update(title="x\r\nEND:VEVENT\r\nBEGIN:VEVENT")
    (mail,) = sent()
    assert "Bcc" not in read(mail)
    assert event_in(mail)[1]["SUMMARY"].endswith("BEGIN:VEVENT")
