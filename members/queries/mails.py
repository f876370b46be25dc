"""Reads of which mails somebody wants."""

from members.mail_kinds import MailHolder
from members.models import MailChoice


def unwanted_mails(holder: MailHolder) -> frozenset[str]:
    """Return the kinds of mail that the holder has switched off; one query."""
    chosen = MailChoice.objects.filter(account=holder.account_id, member=holder.member_id, is_wanted=False)
    return frozenset(chosen.values_list("kind", flat=True))
