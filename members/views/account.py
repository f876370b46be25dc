"""Moi: who one is here, and the settings of one's own account."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from members import operations, queries
from members.adapter import keep_language
from members.confirmation import confirmed
from members.forms import NewEmailForm, NewPasswordForm, ProfileForm
from members.queries.circles import my_rights
from members.web import PersonRequest, account_of, signed_in
from spaces.queries.access import keys_held_by

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def me(request: PersonRequest) -> HttpResponse:
    """Show who one is here, and where everything of one's own is."""
    today = queries.local_date(request.at, request.house)
    context = {
        "account": account_of(request),
        "standing": queries.standing_of(request.actor.account_id, today),
        "rights": my_rights(request.actor, request.at),
        "keys": keys_held_by(f"member:{request.actor.party.member_id}") if request.actor.party.member_id else [],
    }
    return render(request, "members/me.html", context)


@require_http_methods(READ_AND_SEND)
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Change one's name and language."""
    account = account_of(request)
    fields = ("name", "language", "sees_net_first")
    form = ProfileForm(request.POST or None, initial={name: getattr(account, name) for name in fields})
    if not form.is_valid():
        return render(request, "members/profile.html", {"form": form})
    operations.change_profile(actor=request.actor, at=request.at, account=account, **form.cleaned_data)
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("C’est enregistré."))
    response = redirect("me")
    keep_language(response, form.cleaned_data["language"])
    return response


@require_http_methods(READ_AND_SEND)
@signed_in
@confirmed
def email(request: PersonRequest) -> HttpResponse:
    """Ask for another mail address: a code is sent there."""
    account = account_of(request)
    form = NewEmailForm(request.POST or None, account=account)
    if not form.is_valid():
        return render(request, "members/email.html", {"form": form, "account": account})
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, app="allauth.account", action="manage_email")
    if refusal is None:
        EmailVerificationProcess.initiate(request=request, user=account, email=form.cleaned_data["email"])
    return refusal or redirect("account_email_verification_sent")


@sensitive_post_parameters("password")
@require_http_methods(READ_AND_SEND)
@signed_in
@confirmed
def password(request: PersonRequest) -> HttpResponse:
    """Choose a password; every other device has to sign in again."""
    account = account_of(request)
    form = NewPasswordForm(request.POST or None, account=account)
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, app="allauth.account", action="change_password")
    if refusal or not form.is_valid():
        return refusal or render(request, "members/password.html", {"form": form, "account": account})
    _keep_password(request, form.cleaned_data["password"])
    messages.success(request, _("Le mot de passe est enregistré. Les autres appareils sont déconnectés."))
    return redirect("me")


def _keep_password(request: PersonRequest, chosen: str) -> None:
    account, password_hash = account_of(request), make_password(chosen)
    template = "account/email/password_changed" if account.has_usable_password() else "account/email/password_set"
    operations.change_password(actor=request.actor, at=request.at, account=account, password_hash=password_hash)
    update_session_auth_hash(request, account)
    UserSession.objects.create_from_request(request)
    key = request.session.session_key or ""
    operations.end_other_sessions(actor=request.actor, at=request.at, account=account, kept_key=key)
    get_adapter().send_notification_mail(template, account)
