"""Speak a signed-in person's language, and keep a session that is used alive without a write per request."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from common import clock
from members.models import Account

SEEN_ON = "seen_on"


class AccountLanguage:
    """Answer in the account's language who is signed in, whatever this browser asked for before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session and isinstance(request.user, Account):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class DayOfUse:
    """Renew a signed-in session, and note its last use, with the first request of each day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session:
            _note_use(session)
        return response


def _note_use(session: SessionBase) -> None:
    at = clock.real_now()
    if session.get(SEEN_ON) == at.date().isoformat():
        return
    session[SEEN_ON] = at.date().isoformat()
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)
