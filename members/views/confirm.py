"""Prove again who one is: by mailed code, by password, by passkey."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from members import queries
from members.confirmation import ConfirmationCode, count_attempt, note_confirmation
from members.forms import CodeForm, PasskeyConfirmForm, PasswordForm
from members.web import PersonRequest, account_of, signed_in


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: PersonRequest) -> HttpResponseBase:
    """Show the ways to prove who one is, and take the answer to one of them."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"options": auth.begin_authentication(user=account_of(request))})
    if request.method != "POST":
        return _page(request)
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, app="allauth.account", action="reauthenticate")
    way = {"send": _send, "code": _by_code, "password": _by_password, "passkey": _by_passkey}.get(
        request.POST.get("way", ""), _page
    )
    return refusal or way(request)


def _send(request: HttpRequest) -> HttpResponse:
    ConfirmationCode.start(request)
    return HttpResponseRedirect(request.get_full_path())


def _by_code(request: HttpRequest) -> HttpResponse:
    process = ConfirmationCode.resume(request)
    if process is None:
        messages.error(request, str(get_adapter().error_messages["incorrect_code"]))
        return _page(request)
    form = CodeForm(request.POST, code=process.code)
    refusal = count_attempt(request, process.state["at"])
    if refusal or form.is_valid():
        return refusal or _done(request)
    if not process.record_invalid_attempt():
        messages.error(request, str(get_adapter().error_messages["too_many_login_attempts"]))
        return HttpResponseRedirect(request.get_full_path())
    return _page(request, code_form=form)


def _by_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST, account=account_of(request))
    return _done(request) if form.is_valid() else _page(request, password_form=form)


def _by_passkey(request: HttpRequest) -> HttpResponse:
    form = PasskeyConfirmForm(request.POST, user=account_of(request))
    if form.is_valid():
        return _done(request)
    messages.error(request, str(get_adapter().error_messages["unknown_passkey"]))
    return _page(request)


def _done(request: HttpRequest) -> HttpResponse:
    note_confirmation(request)
    request.session.pop("confirmation_code", None)
    return HttpResponseRedirect(get_next_redirect_url(request) or reverse("me"))


def _page(request: HttpRequest, **tried: forms.Form) -> HttpResponse:
    account = account_of(request)
    context = {
        "code_form": CodeForm() if ConfirmationCode.resume(request) else None,
        "password_form": PasswordForm(account=account) if account.has_usable_password() else None,
        "has_passkey": queries.passkeys_of(account.pk).exists(),
        "next": get_next_redirect_url(request) or "",
        **tried,
    }
    return render(request, "members/confirm.html", context)
