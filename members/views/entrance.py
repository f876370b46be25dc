"""Sign in by mailed code or passkey, and check an address; the rest is allauth's as it comes."""

import time
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from members.confirmation import count_attempt
from members.devices import OWN_DEVICE
from members.forms import PasskeySignInForm


class LoginCodeView(allauth_views.ConfirmLoginCodeView):
    """Take the code that was mailed to sign in."""

    _process: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = _count(request, self._action, self._process)
        return refusal or super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        key = self._process.state["email"]
        refusal = ratelimit.consume_or_429(self.request, app="allauth.account", action="request_login_code", key=key)
        self._process.state["at"] = time.time()
        response: HttpResponse = refusal or super()._resend_form_valid(form)
        return response


class EmailCodeView(allauth_views.ConfirmEmailVerificationCodeView):
    """Take the code that was mailed to a new address."""

    template_name = "account/confirm_email_code.html"
    _process: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = _count(request, self._action, self._process)
        return refusal or super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        self._process.state["at"] = time.time()
        response: HttpResponse = super()._resend_form_valid(form)  # type: ignore[no-untyped-call]
        return response


def _count(request: HttpRequest, action: str, process: Any) -> HttpResponse | None:
    """Count an attempt where all processes see it; return the refusal of one too many."""
    return count_attempt(request, process.state["at"]) if action == "verify" else None


class PasskeySignInView(webauthn_views.LoginWebAuthnView):
    """Give the browser its challenge, and take the passkey's answer to it."""

    form_class = PasskeySignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") != "application/json":
            return HttpResponseRedirect(reverse("account_login"))
        refusal: HttpResponse | None = ratelimit.consume_or_429(
            request, app="allauth.mfa", action="webauthn_challenge", limit_get=True
        )
        return refusal or JsonResponse({"options": auth.begin_authentication(user=None)})

    def form_valid(self, form: PasskeySignInForm) -> HttpResponse:
        self.request.session[OWN_DEVICE] = form.cleaned_data["remember"]
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: PasskeySignInForm) -> HttpResponse:
        messages.error(self.request, str(get_adapter().error_messages["unknown_passkey"]))
        return HttpResponseRedirect(reverse("account_login"))
