"""The mails one receives, for programs."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.api.answers import answer
from common.api.reading import Strict
from common.api.schema import page_shape
from common.api.views import ApiView
from members.authentication import at_of_call, caller
from members.mail_kinds import MailHolder, mail_kinds_for
from members.operations.mails import choose_mails
from members.people import PersonActor
from members.queries.mails import unwanted_mails


class MailChoiceAsked(Strict):
    """Switch one kind of mail on or off."""

    kind = serializers.SlugField(max_length=40, help_text="One of those that are listed.")
    is_wanted = serializers.BooleanField()


class MailChoiceShown(serializers.Serializer[Any]):
    """One kind of mail, or of what mails bring along, that can be switched off."""

    kind = serializers.SlugField()
    name = serializers.CharField(help_text="In the language of the caller.")
    is_wanted = serializers.BooleanField()


CHOICES = page_shape(MailChoiceShown)


class MailPreferencesView(ApiView):
    """The mails one receives."""

    @extend_schema(operation_id="list_mail_preferences", responses=CHOICES)
    def get(self, request: Request) -> HttpResponse:
        """List the kinds of mail one can do without; what others decide about one's bookings is always told."""
        return answer(_choices(caller(request)))

    @extend_schema(
        operation_id="choose_mail_preference",
        request=MailChoiceAsked,
        responses=CHOICES,
    )
    def post(self, request: Request) -> HttpResponse:
        """Switch one kind of mail on or off, and list them all."""
        asked = MailChoiceAsked.read(request.data)
        actor = caller(request)
        choose_mails(actor=actor, at=at_of_call(request), wanted={asked["kind"]: asked["is_wanted"]})
        return answer(_choices(actor))


def _choices(actor: PersonActor) -> dict[str, Any]:
    unwanted = unwanted_mails(MailHolder(account_id=actor.account_id))
    results = [
        {"kind": kind.code, "name": kind.label, "is_wanted": kind.code not in unwanted}
        for kind in mail_kinds_for(actor)
    ]
    return {"next": None, "results": results}
