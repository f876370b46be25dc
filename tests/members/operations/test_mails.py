"""Which mails somebody wants: chosen by them, or by the link in a mail, and by nobody else."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import Refused
from common.models import AuditEntry
from members.mail_kinds import MailHolder
from members.models import MailChoice, Member
from members.operations.mails import choose_mails, mail_link, read_mail_link, refuse_mail_by_link
from members.queries.mails import unwanted_mails
from tests.support.booking import NOW, actor_of
from tests.support.cast import LONG_AGO, Person


def holder_of(person: Person) -> MailHolder:
    return MailHolder(account_id=person.account.pk)


def test_everything_is_wanted_until_somebody_says_otherwise(alice: Person, bob: Person) -> None:
    assert unwanted_mails(holder_of(alice)) == frozenset()
    choose_mails(actor=actor_of(alice), at=NOW, wanted={"booking_made": False, "booking_moved": True})
    assert unwanted_mails(holder_of(alice)) == {"booking_made"}
    assert unwanted_mails(holder_of(bob)) == frozenset()
    choose_mails(actor=actor_of(alice), at=NOW, wanted={"booking_made": True, "booking_moved": False})
    assert unwanted_mails(holder_of(alice)) == {"booking_moved"}


def test_a_choice_is_kept_in_the_trail_and_the_same_one_is_not(alice: Person) -> None:
    for _ in range(2):
        choose_mails(actor=actor_of(alice), at=NOW, wanted={"booking_made": False})
    (entry,) = AuditEntry.objects.filter(action="mails.chosen")
    assert entry.changes == {"unwanted_mails": [[], ["booking_made"]]}
    assert (entry.actor_reference, entry.subject_key) == (f"account:{alice.account.pk}", str(alice.account.pk))


def test_a_kind_that_does_not_exist_is_refused(alice: Person) -> None:
    with pytest.raises(Refused) as refused:
        choose_mails(actor=actor_of(alice), at=NOW, wanted={"booking_made": False, "everything": False})
    assert refused.value.reason.code == "mail_kind_unknown"
    assert unwanted_mails(holder_of(alice)) == frozenset()


def test_a_link_switches_off_what_it_names_for_whom_it_names(alice: Person, bob: Person) -> None:
    link = mail_link(holder_of(alice), "booking_moved")
    assert read_mail_link(link)[0] == holder_of(alice)
    for _ in range(2):
        assert refuse_mail_by_link(link=link, at=NOW).code == "booking_moved"
    assert unwanted_mails(holder_of(alice)) == {"booking_moved"}
    assert unwanted_mails(holder_of(bob)) == frozenset()


def test_a_member_without_account_has_a_choice_too(db: None) -> None:
    member = Member.objects.create(name="Mathilde", email="mathilde@example.org", created_at=LONG_AGO)
    holder = MailHolder(member_id=member.pk)
    refuse_mail_by_link(link=mail_link(holder, "booking_made"), at=NOW)
    assert unwanted_mails(holder) == {"booking_made"}
    assert AuditEntry.objects.get().subject_kind == "member"


def test_a_link_that_nobody_made_is_refused(alice: Person) -> None:
    good = mail_link(holder_of(alice), "booking_moved")
    for wrong in ("", "x", good[:-1], good.replace("booking_moved", "booking_made"), f"a0{good[2:]}", "é", "." * 500):
        with pytest.raises(Refused) as refused:
            refuse_mail_by_link(link=wrong, at=NOW)
        assert (refused.value.reason.code, refused.value.reason.status) == ("mail_link_unknown", 404)


@pytest.mark.parametrize("holder", [MailHolder(account_id=10**6), MailHolder(member_id=10**6)])
def test_a_link_of_somebody_who_has_gone_is_refused(db: None, holder: MailHolder) -> None:
    with pytest.raises(Refused):
        refuse_mail_by_link(link=mail_link(holder, "booking_moved"), at=NOW)


def test_a_choice_is_one_persons_and_stands_once(alice: Person) -> None:
    def make(at: datetime = NOW, **whose: Any) -> None:
        with transaction.atomic():
            MailChoice.objects.create(kind="booking_made", is_wanted=False, chosen_at=at, **whose)

    make(account=alice.account)
    make(member=alice.member)
    for whose in (
        {},
        {"account": alice.account, "member": alice.member},
        {"account": alice.account},
        {"member": alice.member},
    ):
        with pytest.raises(IntegrityError):
            make(**whose)
