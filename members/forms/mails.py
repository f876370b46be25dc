"""What people fill in to choose their mails."""

from collections.abc import Collection
from typing import Any

from django import forms

from members.mail_kinds import mail_kinds


class MailChoiceForm(forms.Form):
    """Tick the kinds of mail one wants."""

    def __init__(self, *args: Any, unwanted: Collection[str], **values: Any) -> None:
        super().__init__(*args, **values)
        for kind in mail_kinds().values():
            is_on = kind.code not in unwanted
            self.fields[kind.code] = forms.BooleanField(
                label=kind.label, help_text=kind.hint, required=False, initial=is_on
            )
