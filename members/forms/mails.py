"""What people fill in to choose their mails."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from members.mail_kinds import MailKind


class MailChoiceForm(forms.Form):
    """Tick the kinds of mail one wants."""

    def __init__(self, *args: Any, kinds: Iterable[MailKind], unwanted: Collection[str], **values: Any) -> None:
        super().__init__(*args, **values)
        for kind in kinds:
            is_on = kind.code not in unwanted
            self.fields[kind.code] = forms.BooleanField(
                label=kind.label, help_text=kind.hint, required=False, initial=is_on
            )
