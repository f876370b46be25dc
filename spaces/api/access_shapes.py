"""What the API reads and shows of the way into a space; a code's value stands only in the answer to a showing."""

from base64 import b64decode
from binascii import Error
from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from common.api.paging import PageQuery
from common.api.reading import IdField, InstantField, Strict, TextField
from spaces.access import AccessReason
from spaces.catalogue import SpaceOffer
from spaces.details import StepDetails
from spaces.models.access import AccessCode, CodeShowing
from spaces.pictures import Picture, read_picture
from spaces.queries.access import StepShown

LONGEST_PICTURE = 2 * 1024 * 1024


class ShowingAsked(Strict):
    """Name one code; without it, all are shown."""

    code = IdField(required=False)


class WindowAsked(Strict):
    """Say how long before a booking its codes are shown."""

    minutes = serializers.IntegerField(help_text="Minutes, 0 to 1440.")


class StepAsked(Strict):
    """Describe one step of how to get in."""

    texts = serializers.DictField(child=TextField(allow_blank=True, max_length=2000), help_text="By language: fr, en.")
    position = serializers.IntegerField(min_value=0, max_value=99, default=0)
    picture = TextField(
        required=False,
        max_length=LONGEST_PICTURE,
        help_text="JPEG, PNG or WebP in base64; made anew, without its place.",
    )

    @staticmethod
    def step(asked: dict[str, Any]) -> tuple[StepDetails, Picture | None]:
        """Return the step and its picture. Refusals: those of `read_picture`."""
        return StepDetails(asked["texts"], asked["position"]), _picture(asked.get("picture"))


class StepChangeAsked(StepAsked):
    """Describe a step anew; a picture that is not sent stays, unless it is to be dropped."""

    drop_picture = serializers.BooleanField(default=False)


class CodeAsked(Strict):
    """Describe something that opens by a code."""

    name = TextField(max_length=200)
    value = TextField(max_length=500, help_text="Kept sealed; no answer but a showing says it again.")


class RotationAsked(Strict):
    """Say what a code becomes, and when: at once where nothing is said."""

    value = TextField(max_length=500)
    valid_from = InstantField(required=False)


class LogQuery(PageQuery):
    """Ask for a page of the log."""


class StepRead(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    position = serializers.IntegerField()
    text = serializers.CharField(help_text="In the caller's language, else in that of the house.")
    picture = serializers.IntegerField(allow_null=True, help_text="The key of its picture.")


class ReasonToCome(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="What it is: booking.")
    name = serializers.CharField()
    subject = serializers.CharField(help_text="Which one: booking:12.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    codes_from = serializers.DateTimeField(help_text="From when codes are shown for it, to its end.")


class CodeNamed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AccessShown(serializers.Serializer[Any]):
    steps = StepRead(many=True)
    codes = CodeNamed(many=True, help_text="What opens by a code; the codes themselves by a showing.")
    reasons = ReasonToCome(many=True, help_text="Why the caller comes in, the next one first.")
    can_be_shown = serializers.BooleanField(help_text="Whether a showing would be granted now.")
    minutes_before = serializers.IntegerField()


class PictureShown(serializers.Serializer[Any]):
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    jpeg = serializers.CharField(help_text="In base64.")


class CodeShown(CodeNamed):
    value = serializers.CharField()


class CodesShown(serializers.Serializer[Any]):
    codes = CodeShown(many=True)


class ShowingRead(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    code = CodeNamed()
    person = serializers.CharField()
    reference = serializers.CharField(help_text="Who, as the trail names them: account:12.")
    reason = serializers.CharField(help_text="The kind of reason: booking, or right.")
    subject = serializers.CharField(help_text="Which one: booking:12; nothing where the right did.")


def access_json(
    space: SpaceOffer, *, steps: Sequence[StepShown], codes: Sequence[AccessCode], reasons: Sequence[AccessReason]
) -> dict[str, Any]:
    """Return the part of `AccessShown` that does not depend on the instant."""
    minutes = space.access_minutes or 0
    return {
        "steps": [
            {"id": step.id, "position": step.position, "text": step.text, "picture": step.picture_id} for step in steps
        ],
        "codes": [{"id": code.pk, "name": code.name} for code in codes],
        "reasons": [_reason_json(space, reason, minutes) for reason in reasons],
        "minutes_before": minutes,
    }


def showing_json(row: CodeShowing) -> dict[str, Any]:
    """Return one line of the log as `ShowingRead` describes it."""
    return {
        "id": row.pk,
        "at": row.at,
        "code": {"id": row.value.code_id, "name": row.value.code.name},
        "person": row.actor_label,
        "reference": row.actor_reference,
        "reason": row.reason_kind,
        "subject": row.reason_subject,
    }


def _reason_json(space: SpaceOffer, reason: AccessReason, minutes: int) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "name": str(reason.label),
        "subject": reason.subject,
        "starts_at": space.local(reason.starts_at),
        "ends_at": space.local(reason.ends_at),
        "codes_from": space.local(reason.shows_from(minutes)),
    }


def _picture(sent: str | None) -> Picture | None:
    if sent is None:
        return None
    try:
        content = b64decode(sent, validate=True)
    except (Error, ValueError):
        content = b""
    return read_picture(content)
