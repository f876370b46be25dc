"""Make sure, before what matters, that it is still the same person at the screen."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Self

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from members.devices import CONFIRMED_AT
from members.web import PersonRequest, account_of

P = ParamSpec("P")

CODE = "confirmation_code"


def confirmed(
    view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
) -> Callable[Concatenate[PersonRequest, P], HttpResponseBase]:
    """Let only people reach `view` who signed in, or proved again who they are, in the last 15 minutes."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return guarded


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether the person proved lately who they are; by the machine's time."""
    age = time.time() - float(request.session.get(CONFIRMED_AT, 0))
    return 0 <= age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def note_confirmation(request: HttpRequest) -> None:
    """Remember that the person has just proved who they are."""
    request.session[CONFIRMED_AT] = time.time()


def count_attempt(request: HttpRequest, started: float) -> HttpResponse | None:
    """Count one attempt at the code sent at `started`; return the refusal when there were too many.

    The count is kept outside the session, since attempts at the same time would all read the same one.
    """
    key = f"{request.session.session_key}:{started}"
    response: HttpResponse | None = ratelimit.consume_or_429(
        request, app="allauth.account", action="check_code", key=key
    )
    return response


class ConfirmationCode(AbstractCodeVerificationProcess):
    """A code mailed to somebody who is signed in, good for 15 minutes and five attempts."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            user=account_of(request),
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
        )

    @classmethod
    def start(cls, request: HttpRequest) -> Self:
        """Mail a new code to the account's address."""
        account = account_of(request)
        process = cls(request, cls.initial_state(user=account, email=account.email))
        process.state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> Self | None:
        """Return the code that is waited for, if one is and still holds."""
        state = request.session.get(CODE)
        process = cls(request, state) if state else None
        return process if process and process.is_valid() else None

    def send(self) -> None:
        get_adapter().send_mail("account/email/confirmation_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[CODE] = self.state

    def abort(self) -> None:
        self.request.session.pop(CODE, None)
