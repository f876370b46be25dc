"""The trail of changes, for those who may read it."""

from typing import Any, cast

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.api.answers import answer
from common.api.paging import PageQuery, page_of
from common.api.reading import QueryInstantField
from common.api.schema import page_shape
from common.api.views import ApiView
from common.models import AuditEntry
from common.rights import Actor, ActorKind, Right, refuse_without_right


class AuditQuery(PageQuery):
    """Choose entries of the trail."""

    action = serializers.CharField(required=False, max_length=60)
    subject_kind = serializers.CharField(required=False, max_length=40)
    subject_key = serializers.CharField(required=False, max_length=60)
    actor = serializers.CharField(required=False, max_length=100, help_text="An actor's reference: account:12.")
    actor_kind = serializers.ChoiceField(required=False, choices=[kind.value for kind in ActorKind])
    since = QueryInstantField(required=False, help_text="From this instant on.")
    until = QueryInstantField(required=False, help_text="Before this instant.")


LOOKUPS = {"actor": "actor_reference", "since": "at__gte", "until": "at__lt"}


class ActorNamed(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[kind.value for kind in ActorKind])
    reference = serializers.CharField()
    name = serializers.CharField()


class SubjectNamed(serializers.Serializer[Any]):
    kind = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()


class AuditEntryShown(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = ActorNamed()
    action = serializers.CharField(help_text="What happened, such as `booking.cancelled`.")
    subject = SubjectNamed()
    changes = serializers.DictField(
        child=serializers.ListField(min_length=2, max_length=2), help_text="Field to its old and new value."
    )
    note = serializers.CharField()
    authority = serializers.CharField(help_text="The decision in whose name it was done, where there is one.")


class AuditView(ApiView):
    """The trail of changes."""

    @extend_schema(operation_id="list_audit_entries", parameters=[AuditQuery], responses=page_shape(AuditEntryShown))
    def get(self, request: Request) -> HttpResponse:
        """Read who changed what, from which value to which, newest first.

        Needs the right to read the trail.
        """
        refuse_without_right(cast("Actor", request.auth), Right.SEE_AUDIT)
        asked = AuditQuery.read(request.query_params)
        limit, cursor = asked.pop("limit"), asked.pop("cursor", "")
        entries = AuditEntry.objects.filter(**{LOOKUPS.get(name, name): value for name, value in asked.items()})
        page = page_of(entries, limit=limit, cursor=cursor)
        return answer(page.as_json(request, [_entry_json(entry) for entry in page.rows]))


def _entry_json(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "actor": {"kind": entry.actor_kind, "reference": entry.actor_reference, "name": entry.actor_label},
        "action": entry.action,
        "subject": {"kind": entry.subject_kind, "key": entry.subject_key, "name": entry.subject_label},
        "changes": entry.changes,
        "note": entry.note,
        "authority": entry.authority,
    }
