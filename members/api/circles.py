"""Circles and rights for programs: everybody reads who may do what, the same operations as the pages change it."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from common.api.answers import answer
from common.api.idempotency import idempotent
from common.api.reading import NothingAsked
from common.api.schema import page_shape
from common.api.views import ApiView
from common.rights import Right
from members import operations
from members.api.circle_shapes import (
    CircleAsked,
    CircleShown,
    CircleStepShown,
    CircleWordsAsked,
    PersonAsked,
    RightAsked,
    RightGiversShown,
    change_json,
    circle_json,
    right_json,
    space_by_slug,
)
from members.authentication import at_of_call, caller, house_of_call
from members.circles import RightsBook
from members.people import PersonActor
from members.queries.circles import find_circle, find_given_right, find_member, rights_book

KEY = {"type": "integer", "minimum": 1}
CIRCLE_ID = OpenApiParameter("circle_id", KEY, OpenApiParameter.PATH)
MEMBER_ID = OpenApiParameter("member_id", KEY, OpenApiParameter.PATH)
LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201], description="Its address.")
GIVEN_ID = OpenApiParameter("given_id", KEY, OpenApiParameter.PATH)


class ManagingView(ApiView):
    """Settings of the house: read by whom they concern, changed with a key that may manage."""

    scopes = {"GET": "read", "HEAD": "read", "POST": "manage"}


class RightsView(ManagingView):
    """Who may do what."""

    is_public = True

    @extend_schema(operation_id="list_rights", responses=page_shape(RightGiversShown))
    def get(self, request: Request) -> HttpResponse:
        """List every right with the circles that give it."""
        house = house_of_call(request)
        lines = rights_book(at_of_call(request)).by_right()
        return answer({"next": None, "results": [right_json(right, givers, house) for right, givers in lines]})


class CirclesView(ManagingView):
    """The circles of the house."""

    is_public = True

    @extend_schema(operation_id="list_circles", responses=page_shape(CircleShown))
    def get(self, request: Request) -> HttpResponse:
        """List the circles with their rights; members also read who is in them."""
        house, has_names = house_of_call(request), _has_names(request)
        book = rights_book(at_of_call(request))
        results = [circle_json(circle, house, has_names=has_names) for circle in book.circles]
        return answer({"next": None, "results": results})

    @extend_schema(operation_id="open_circle", request=CircleAsked, responses={201: CircleShown}, parameters=[LOCATION])
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Form a circle, empty and without rights."""
        asked = CircleAsked.read(request.data)
        circle = operations.open_circle(actor=caller(request), at=at_of_call(request), **asked)
        return _shown(request, circle.pk, status=201)


class CircleView(ManagingView):
    """One circle."""

    is_public = True

    @extend_schema(operation_id="read_circle", parameters=[CIRCLE_ID], responses=CircleShown)
    def get(self, request: Request, circle_id: int) -> HttpResponse:
        """Show one circle; members also read who is in it."""
        return _shown(request, circle_id)


class CircleWordsView(ManagingView):
    """What a circle is called, and what it is for."""

    @extend_schema(
        operation_id="change_circle", parameters=[CIRCLE_ID], request=CircleWordsAsked, responses=CircleShown
    )
    @idempotent
    def post(self, request: Request, circle_id: int) -> HttpResponse:
        """Call a circle otherwise, or say anew what it is for."""
        asked = CircleWordsAsked.read(request.data)
        circle = find_circle(circle_id)
        operations.change_circle(actor=caller(request), at=at_of_call(request), circle=circle, **asked)
        return _shown(request, circle_id)


class CirclePeopleView(ManagingView):
    """The people of a circle."""

    @extend_schema(operation_id="add_to_circle", parameters=[CIRCLE_ID], request=PersonAsked, responses=CircleStepShown)
    @idempotent
    def post(self, request: Request, circle_id: int) -> HttpResponse:
        """Put a member into a circle; the answer says which rights they gain."""
        asked = PersonAsked.read(request.data)
        actor, at, circle = caller(request), at_of_call(request), find_circle(circle_id)
        before, member = rights_book(at), find_member(asked["member"])
        operations.add_to_circle(actor=actor, at=at, circle=circle, member=member)
        return _changed(request, circle_id, before)


class CirclePersonRemovalView(ManagingView):
    """The end of somebody's time in a circle."""

    @extend_schema(
        operation_id="remove_from_circle",
        parameters=[CIRCLE_ID, MEMBER_ID],
        request=NothingAsked,
        responses=CircleStepShown,
    )
    @idempotent
    def post(self, request: Request, circle_id: int, member_id: int) -> HttpResponse:
        """Take a member out of a circle; the answer says which rights they lose.

        The last person who can change circles and rights stays: `last_keeper`.
        """
        NothingAsked.read(request.data)
        actor, at, circle = caller(request), at_of_call(request), find_circle(circle_id)
        before, member = rights_book(at), find_member(member_id)
        operations.remove_from_circle(actor=actor, at=at, circle=circle, member=member)
        return _changed(request, circle_id, before)


class CircleRightsView(ManagingView):
    """The rights of a circle."""

    @extend_schema(operation_id="give_right", parameters=[CIRCLE_ID], request=RightAsked, responses=CircleStepShown)
    @idempotent
    def post(self, request: Request, circle_id: int) -> HttpResponse:
        """Give a circle a right, in one space or in the whole house; the answer says who gains it."""
        asked = RightAsked.read(request.data)
        actor, at, circle = caller(request), at_of_call(request), find_circle(circle_id)
        before, slug = rights_book(at), asked.get("space")
        space_id = space_by_slug(house_of_call(request), slug).id if slug else None
        right = Right(asked["right"])
        operations.give_right_to_circle(actor=actor, at=at, circle=circle, right=right, space_id=space_id)
        return _changed(request, circle_id, before)


class CircleRightRemovalView(ManagingView):
    """The end of a right of a circle."""

    @extend_schema(
        operation_id="take_right",
        parameters=[CIRCLE_ID, GIVEN_ID],
        request=NothingAsked,
        responses=CircleStepShown,
    )
    @idempotent
    def post(self, request: Request, circle_id: int, given_id: int) -> HttpResponse:
        """Take a right back from a circle; the answer says who loses it."""
        NothingAsked.read(request.data)
        actor, at = caller(request), at_of_call(request)
        before, given = rights_book(at), find_given_right(circle_id, given_id)
        operations.take_right_from_circle(actor=actor, at=at, given=given)
        return _changed(request, circle_id, before)


def _has_names(request: Request) -> bool:
    """Tell whether the caller is a member: the names of people are for members."""
    return isinstance(request.auth, PersonActor) and request.auth.is_member


def _shown(request: Request, circle_id: int, *, status: int = 200) -> HttpResponse:
    circle, house = rights_book(at_of_call(request)).circle(circle_id), house_of_call(request)
    headers = {"Location": f"{request.path}{circle_id}/"} if status == 201 else {}
    return answer(circle_json(circle, house, has_names=_has_names(request)), status=status, headers=headers)


def _changed(request: Request, circle_id: int, before: RightsBook) -> HttpResponse:
    """Answer a change with the circle as it is now, and who gained or lost what."""
    house, after = house_of_call(request), rights_book(at_of_call(request))
    changes = before.changes_to(after, circle_id)
    shown = circle_json(after.circle(circle_id), house, has_names=_has_names(request))
    return answer({"circle": shown, "changes": [change_json(one, house) for one in changes if one.gains or one.loses]})
