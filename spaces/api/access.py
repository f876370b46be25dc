"""The way into a space for programs: read by who comes in, written by who manages access."""

from base64 import b64encode
from datetime import datetime
from typing import Any, cast

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from common import clock
from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.paging import page_of
from common.api.reading import NothingAsked
from common.api.schema import page_shape
from common.api.views import ApiView
from common.errors import refuse_unless_empty
from common.rights import Actor, Right, refuse_without_right
from spaces.access import AccessReason, access_reasons, open_reason, reasons_not_to_show
from spaces.api import chosen_spaces
from spaces.api.access_shapes import (
    AccessShown,
    CodeAsked,
    CodesShown,
    LogQuery,
    PictureShown,
    RotationAsked,
    ShowingAsked,
    ShowingRead,
    StepAsked,
    StepChangeAsked,
    WindowAsked,
    access_json,
    showing_json,
)
from spaces.catalogue import SpaceOffer
from spaces.operations import access
from spaces.operations.showing import show_codes
from spaces.queries import catalogue
from spaces.queries.access import codes_of, find_picture, minutes_before, showings_of, steps_of

KEY = {"type": "integer", "minimum": 1}
SPACE = OpenApiParameter("space", str, OpenApiParameter.PATH, description="The slug of a space.")
STEP_ID = OpenApiParameter("step_id", KEY, OpenApiParameter.PATH)
CODE_ID = OpenApiParameter("code_id", KEY, OpenApiParameter.PATH)
PICTURE_ID = OpenApiParameter("picture_id", KEY, OpenApiParameter.PATH)


class ManagingView(ApiView):
    """What is changed with a key that may manage."""

    scopes = {"GET": "read", "HEAD": "read", "POST": "manage"}


class AccessView(ManagingView):
    """How to get into a space."""

    @extend_schema(operation_id="read_access", parameters=[SPACE], responses=AccessShown)
    def get(self, request: Request, space: str) -> HttpResponse:
        """Say how to get in, to whoever has a booking ahead or manages access; codes by their names alone."""
        place, at = _place(space), clock.now()
        return _access(request, place, at)


class AccessPictureView(ManagingView):
    """The picture of a step."""

    @extend_schema(operation_id="read_access_picture", parameters=[SPACE, PICTURE_ID], responses=PictureShown)
    def get(self, request: Request, space: str, picture_id: int) -> HttpResponse:
        """Give a picture to whoever may read its step."""
        place = _place(space)
        found = find_picture(picture_id, space_id=place.id)
        _reasons(request, place, clock.now())
        jpeg = b64encode(bytes(found.content)).decode()
        return answer({"width": found.width, "height": found.height, "jpeg": jpeg})


class ShowingsView(ApiView):
    """Codes shown, each time on record."""

    @extend_schema(operation_id="list_showings", parameters=[SPACE, LogQuery], responses=page_shape(ShowingRead))
    def get(self, request: Request, space: str) -> HttpResponse:
        """List who was shown which code and why, newest first; for who manages access."""
        place = _place(space)
        refuse_without_right(_actor(request), Right.MANAGE_ACCESS, space_id=place.id)
        asked = LogQuery.read(request.query_params)
        page = page_of(showings_of(place.id), limit=asked["limit"], cursor=asked.get("cursor", ""))
        return answer(page.as_json(request, [showing_json(row) for row in page.rows]))

    @extend_schema(operation_id="show_codes", parameters=[SPACE], request=ShowingAsked, responses=CodesShown)
    def post(self, request: Request, space: str) -> HttpResponse:
        """Show the codes of a space, from some minutes before a booking to its end, and log it.

        It heeds no Idempotency-Key, since answers that are kept for one would hold the codes.
        """
        asked = ShowingAsked.read(request.data)
        place = _place(space)
        shown = show_codes(space_id=place.id, code_id=asked.get("code"), actor=_actor(request), at=clock.now())
        codes = [{"id": code.id, "name": code.name, "value": code.value} for code in shown]
        return answer({"codes": codes}, headers={"Cache-Control": "no-store"})


class AccessWindowView(ManagingView):
    """From when codes are shown."""

    @extend_schema(operation_id="set_access_window", parameters=[SPACE], request=WindowAsked, responses=AccessShown)
    @idempotent
    def post(self, request: Request, space: str) -> HttpResponse:
        """Say how many minutes before a booking its codes are shown."""
        asked, place, at = WindowAsked.read(request.data), _place(space), clock.now()
        access.set_access_window(space_id=place.id, actor=_actor(request), at=at, **asked)
        return _access(request, _place(space), at)


class AccessStepsView(ManagingView):
    """The steps of how to get in."""

    @extend_schema(operation_id="add_access_step", parameters=[SPACE], request=StepAsked, responses=AccessShown)
    @idempotent
    def post(self, request: Request, space: str) -> HttpResponse:
        """Add a step, with a picture where there is one."""
        place, at, actor = _place(space), clock.now(), _actor(request)
        refuse_without_right(actor, Right.MANAGE_ACCESS, space_id=place.id)
        details, picture = StepAsked.step(StepAsked.read(request.data))
        access.add_access_step(space_id=place.id, details=details, picture=picture, actor=actor, at=at)
        return _access(request, _place(space), at)


class AccessStepView(ManagingView):
    """One step of how to get in."""

    @extend_schema(
        operation_id="change_access_step", parameters=[SPACE, STEP_ID], request=StepChangeAsked, responses=AccessShown
    )
    @idempotent
    def post(self, request: Request, space: str, step_id: int) -> HttpResponse:
        """Write a step anew."""
        place, at, actor = _place(space), clock.now(), _actor(request)
        refuse_without_right(actor, Right.MANAGE_ACCESS, space_id=place.id)
        asked = StepChangeAsked.read(request.data)
        details, picture = StepAsked.step(asked)
        access.change_access_step(
            space_id=place.id,
            step_id=step_id,
            details=details,
            picture=picture,
            keeps_picture=not asked["drop_picture"],
            actor=actor,
            at=at,
        )
        return _access(request, place, at)


class AccessStepRemovalView(ManagingView):
    """The end of a step."""

    @extend_schema(
        operation_id="remove_access_step", parameters=[SPACE, STEP_ID], request=NothingAsked, responses=AccessShown
    )
    @idempotent
    def post(self, request: Request, space: str, step_id: int) -> HttpResponse:
        """Take a step away, with its picture."""
        NothingAsked.read(request.data)
        place, at = _place(space), clock.now()
        access.remove_access_step(space_id=place.id, step_id=step_id, actor=_actor(request), at=at)
        return _access(request, _place(space), at)


class AccessCodesView(ManagingView):
    """The codes of a space."""

    @extend_schema(operation_id="add_access_code", parameters=[SPACE], request=CodeAsked, responses=AccessShown)
    @idempotent
    def post(self, request: Request, space: str) -> HttpResponse:
        """Add something that opens by a code."""
        asked, place, at = CodeAsked.read(request.data), _place(space), clock.now()
        access.add_access_code(space_id=place.id, actor=_actor(request), at=at, **asked)
        return _access(request, _place(space), at)


class AccessCodeRotationView(ManagingView):
    """Another code in the place of one."""

    @extend_schema(
        operation_id="rotate_access_code", parameters=[SPACE, CODE_ID], request=RotationAsked, responses=AccessShown
    )
    @idempotent
    def post(self, request: Request, space: str, code_id: int) -> HttpResponse:
        """Change a code, at once or from a moment on; the one before is never shown again."""
        asked, place, at = RotationAsked.read(request.data), _place(space), clock.now()
        access.rotate_access_code(space_id=place.id, code_id=code_id, actor=_actor(request), at=at, **asked)
        return _access(request, place, at)


class AccessCodeRemovalView(ManagingView):
    """The end of a code."""

    @extend_schema(
        operation_id="retire_access_code", parameters=[SPACE, CODE_ID], request=NothingAsked, responses=AccessShown
    )
    @idempotent
    def post(self, request: Request, space: str, code_id: int) -> HttpResponse:
        """Show a code to nobody any more; who was shown it stays on record."""
        NothingAsked.read(request.data)
        place, at = _place(space), clock.now()
        access.retire_access_code(space_id=place.id, code_id=code_id, actor=_actor(request), at=at)
        return _access(request, _place(space), at)


def _actor(request: Request) -> Actor:
    return cast("Actor", request.auth)


def _place(slug: str) -> SpaceOffer:
    """Return the space. Refusal: `space_unknown` (404)."""
    return chosen_spaces(catalogue(), slug)[0]


def _reasons(request: Request, place: SpaceOffer, at: datetime) -> list[AccessReason]:
    """Return why the caller comes in. Refusal: `access_without_reason`, but for who manages access."""
    found = access_reasons(_actor(request), place.id, at)
    if not found and not _actor(request).has_right(Right.MANAGE_ACCESS, place.id):
        refuse_unless_empty(reasons_not_to_show([], at=at, minutes_before=0))
    return found


def _access(request: Request, place: SpaceOffer, at: datetime) -> HttpResponse:
    reasons, minutes = _reasons(request, place, at), minutes_before(place.id)
    steps = steps_of(place.id, languages=[get_language() or "", catalogue().default_language])
    shown: dict[str, Any] = access_json(place, steps=steps, codes=list(codes_of(place.id)), reasons=reasons)
    manages = _actor(request).has_right(Right.MANAGE_ACCESS, place.id)
    is_open = open_reason(reasons, at=at, minutes_before=minutes) is not None
    return answer({**shown, "minutes_before": minutes, "can_be_shown": manages or is_open})
