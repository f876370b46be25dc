"""Say to allauth how this house signs people in: its words, its mails, its own operations."""

import ipaddress
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.errors import Refused
from members import operations, queries
from members.devices import CONFIRMED_AT, OWN_DEVICE, device_name
from members.models import Account
from spaces.catalogue import HouseOffer
from spaces.queries import catalogue

SENTENCES = {
    "account_inactive": gettext_lazy("Ce compte est fermé."),
    "email_password_mismatch": gettext_lazy("Cette adresse et ce mot de passe ne vont pas ensemble."),
    "email_taken": gettext_lazy("Un compte existe déjà avec cette adresse mail."),
    "incorrect_code": gettext_lazy("Ce n’est pas le bon code."),
    "incorrect_password": gettext_lazy("Ce n’est pas le bon mot de passe."),
    "rate_limited": gettext_lazy("Trop de demandes à la suite : attendre une minute avant la prochaine."),
    "unknown_passkey": gettext_lazy("Cette clé d’accès n’ouvre aucun compte ici."),
    "too_many_login_attempts": gettext_lazy(
        "Trop d’essais à la suite : attendre quelques minutes, ou demander un code."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Bind allauth's journeys to the members of this house."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SENTENCES}

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the outermost trusted proxy saw, else the one that connected."""
        hops = request.headers.get("x-forwarded-for", "").split(",")
        trusted = settings.ENVIRONMENT.trusted_proxies
        seen = hops[-trusted] if 0 < trusted <= len(hops) else ""
        return _address(seen) or _address(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 - nobody

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only: the API is the door for programs."""
        return False

    def get_login_stages(self) -> list[str]:
        """Leave out the second factor: a passkey is one more way in, and losing it locks nobody out."""
        return ["allauth.account.stages.LoginByCodeStage", "allauth.account.stages.EmailVerificationStage"]

    def save_user(self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, *_: Any, **__: Any) -> Account:
        """Open the account that the sign-up form asks for, in the language of its page."""
        values, language = form.cleaned_data, translation.get_language() or settings.LANGUAGE_CODE
        return operations.sign_up(at=clock.now(), name=values["name"], email=values["email"], language=language)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Make a checked address the account's own, and tell the address it replaces."""
        account, at = email_address.user, clock.now()
        old = account.email
        actor = queries.actor_for(account, at)
        try:
            operations.confirm_email(actor=actor, at=at, account=account, email=email_address.email)
        except Refused as refused:
            messages.error(request, str(refused.reason.sentence))
            return False
        if account.email != old:
            context = {"from_email": old, "to_email": account.email}
            self.send_notification_mail("account/email/email_changed", account, context, email=old)
            messages.success(request, _("L’adresse mail est changée."))
        return True

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("me")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session: for 180 days of use on one's own device, else until the browser closes."""
        is_own_device = request.session.pop(OWN_DEVICE, False)
        super().login(request, user)
        request.session.set_expiry(settings.OWN_DEVICE_SESSION_AGE if is_own_device else 0)
        request.session[CONFIRMED_AT] = time.time()

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **values: Any) -> HttpResponse:
        """Show the pages in the account's language from now on."""
        response = super().post_login(request, user, **values)
        keep_language(response, cast("Account", user).language)
        return response

    def logout(self, request: HttpRequest) -> None:
        super().logout(request)
        messages.success(request, _("Déconnexion faite. À bientôt !"))

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **values: Any
    ) -> None:
        """Pass on what went wrong; what went well is said by the pages themselves."""
        if message:
            messages.add_message(request, level, message)

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to `email` in its account's language."""
        language = Account.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        device = device_name(self.request.headers.get("User-Agent", "")) if self.request else ""
        house = {"house_name": house_name(), "house_email": house_email(), "house_url": settings.PUBLIC_URL}
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, {**house, "device": device, **context})

    def format_email_subject(self, subject: str) -> str:
        return subject

    def render_mail(self, *args: Any, **values: Any) -> EmailMessage:
        """Say that a machine wrote it, so that no out-of-office note answers."""
        mail = super().render_mail(*args, **values)
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        return mail


class PasskeyAdapter(DefaultMFAAdapter):
    """Name this house and its people in the browser's own dialogs."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": house_name()}


def house_name() -> str:
    """Return what the house is called, or the product's name while there is none."""
    house = _house()
    return house.name if house else "Beffroi"


def house_email() -> str:
    """Return the address the house answers at, if it has one."""
    house = _house()
    return house.contact_email if house else ""


def _house() -> HouseOffer | None:
    try:
        return catalogue()
    except Refused:
        return None


def keep_language(response: HttpResponse, language: str) -> None:
    """Have the browser ask for its pages in `language`."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _address(text: str) -> str:
    """Return `text` as an IP address, without port or zone; nothing when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return ""
