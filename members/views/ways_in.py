"""The ways into one's account: passkeys, devices and personal tokens."""

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from members import operations, queries
from members.confirmation import confirmed
from members.devices import device_name
from members.forms import NewPasskeyForm, PasskeyNameForm, TokenForm
from members.tokens import Scope
from members.web import PersonRequest, account_of, signed_in

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def devices(request: PersonRequest) -> HttpResponse:
    """List the devices one is signed in on."""
    sessions = queries.sessions_of(request.actor.account_id, clock.real_now())
    found = [
        {"id": s.pk, "name": device_name(s.user_agent), "seen_at": s.last_seen_at, "is_this": _is_this(request, s)}
        for s in sessions
    ]
    return render(request, "members/devices.html", {"devices": found})


def _is_this(request: PersonRequest, session: UserSession) -> bool:
    return session.session_key == request.session.session_key


@require_POST
@signed_in
def end_device(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign one device out."""
    session = get_object_or_404(queries.sessions_of(request.actor.account_id, clock.real_now()), pk=pk)
    operations.end_session(actor=request.actor, at=request.at, session=session)
    messages.success(request, _("Cet appareil est déconnecté."))
    return redirect("devices")


@require_POST
@signed_in
def end_other_devices(request: PersonRequest) -> HttpResponse:
    """Sign out all devices but this one."""
    key = request.session.session_key or ""
    account = account_of(request)
    operations.end_other_sessions(actor=request.actor, at=request.at, account=account, kept_key=key)
    messages.success(request, _("Tous les autres appareils sont déconnectés."))
    return redirect("devices")


@require_safe
@signed_in
def passkeys(request: PersonRequest) -> HttpResponse:
    """List one's passkeys."""
    found = queries.passkeys_of(request.actor.account_id)
    return render(request, "members/passkeys.html", {"passkeys": found})


@require_http_methods(READ_AND_SEND)
@never_cache
@signed_in
@confirmed
def add_passkey(request: PersonRequest) -> HttpResponse:
    """Add a passkey: the browser makes it from the options on the page."""
    account = account_of(request)
    name = device_name(request.headers.get("User-Agent", ""))
    form = NewPasskeyForm(request.POST or None, initial={"name": name})
    if not form.is_valid():
        options = auth.begin_registration(account, passwordless=True)
        return render(request, "members/passkey_new.html", {"form": form, "options": options})
    operations.add_passkey(actor=request.actor, at=request.at, account=account, **form.cleaned_data)
    get_adapter().send_notification_mail("mfa/email/webauthn_added", account)
    messages.success(request, _("La clé d’accès est ajoutée."))
    return redirect("passkeys")


@require_http_methods(READ_AND_SEND)
@signed_in
def rename_passkey(request: PersonRequest, pk: int) -> HttpResponse:
    """Call a passkey otherwise."""
    passkey = get_object_or_404(queries.passkeys_of(request.actor.account_id), pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": str(passkey)})
    if not form.is_valid():
        return render(request, "members/passkey_name.html", {"form": form, "passkey": passkey})
    operations.rename_passkey(actor=request.actor, at=request.at, passkey=passkey, **form.cleaned_data)
    return redirect("passkeys")


@require_http_methods(READ_AND_SEND)
@signed_in
@confirmed
def remove_passkey(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask whether a passkey is to go, and remove it."""
    passkey = get_object_or_404(queries.passkeys_of(request.actor.account_id), pk=pk)
    if request.method != "POST":
        return render(request, "members/passkey_removal.html", {"passkey": passkey})
    operations.remove_passkey(actor=request.actor, at=request.at, passkey=passkey)
    get_adapter().send_notification_mail("mfa/email/webauthn_removed", account_of(request))
    messages.success(request, _("La clé d’accès est retirée."))
    return redirect("passkeys")


@require_safe
@signed_in
def tokens(request: PersonRequest) -> HttpResponse:
    """List one's personal tokens."""
    found = [
        {"token": token, "scopes": [Scope(scope).label for scope in token.scopes]}
        for token in queries.tokens_of(request.actor.account_id)
    ]
    return render(request, "members/tokens.html", {"tokens": found, "at": request.at})


@require_http_methods(READ_AND_SEND)
@never_cache
@signed_in
@confirmed
def create_token(request: PersonRequest) -> HttpResponse:
    """Create a personal token; the answer is the one page that shows it."""
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "members/token_new.html", {"form": form})
    values = form.cleaned_data
    made = operations.create_token(
        actor=request.actor,
        at=request.at,
        account=account_of(request),
        name=values["name"],
        scopes=values["scopes"],
        expires_at=request.at + values["term"],
    )
    return render(request, "members/token_made.html", {"made": made})


@require_POST
@signed_in
def revoke_token(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a personal token back."""
    token = get_object_or_404(queries.tokens_of(request.actor.account_id), pk=pk)
    operations.revoke_token(actor=request.actor, at=request.at, token=token)
    messages.success(request, _("Ce jeton ne vaut plus rien."))
    return redirect("tokens")
