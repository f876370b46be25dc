"""What people fill in to sign in and to look after their account."""

import json
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.internal import flows
from allauth.mfa.adapter import get_adapter as get_passkey_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from members import policies
from members.devices import OWN_DEVICE
from members.models import Account
from members.tokens import Scope

HOSTILE = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
LONGEST_CREDENTIAL = 20_000


def _email_field() -> forms.EmailField:
    field: forms.EmailField = EmailField(
        label=_("Adresse mail"),
        max_length=policies.EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    return field


def _own_device_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Cet appareil est à moi"),
        help_text=_("La connexion y dure 180 jours ; sinon, jusqu’à la fermeture du navigateur."),
        required=False,
    )


class SignInForm(allauth_forms.LoginForm):
    """Take an address, and a password or nothing: then a code is mailed."""

    error_css_class = "error"

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["login"] = _email_field()
        self.fields["password"] = forms.CharField(
            label=_("Mot de passe"),
            max_length=200,
            strip=False,
            required=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields["remember"] = _own_device_field()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session[OWN_DEVICE] = self.cleaned_data["remember"]
        credentials = self.user_credentials()
        response: HttpResponse
        if "password" in credentials:
            self._login.redirect_url = redirect_url
            response = flows.login.perform_password_login(request, credentials, self._login)
        else:
            response = self._login_by_code(request, redirect_url, credentials)
        return response


class SignUpForm(allauth_forms.SignupForm):
    """Open an account with a name and an address; neither password nor membership is needed."""

    field_order: ClassVar = ["name", "email", "remember"]

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["name"] = forms.CharField(
            label=_("Prénom et nom"),
            max_length=policies.NAME_LIMIT,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["email"] = _email_field()
        self.fields["remember"] = _own_device_field()
        self.order_fields(self.field_order)

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        request.session[OWN_DEVICE] = self.cleaned_data["remember"]
        account, response = super().try_save(request)
        return account, response


class CodeField(forms.CharField):
    """Hold a mailed code; a wrong one leaves the box empty for the next attempt."""

    def __init__(self) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "data-focus": ""}
        super().__init__(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=attributes))

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""


class CodeForm(allauth_forms.ConfirmLoginCodeForm):
    """Take a mailed code, in one box."""

    code = CodeField()


class EmailCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    """Take the code mailed to an address that is to be the account's."""

    code = CodeField()


class PasswordForm(forms.Form):
    """Prove by the password that it is still the same person."""

    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, account: Account, **values: Any) -> None:
        super().__init__(*args, **values)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.account, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class NewPasswordForm(forms.Form):
    """Choose a password."""

    password = forms.CharField(
        label=_("Nouveau mot de passe"),
        help_text=_("10 caractères au moins. Une phrase se retient mieux qu’un mot."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **values: Any) -> None:
        super().__init__(*args, **values)
        self.account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password


class ProfileForm(forms.Form):
    """Say how one is called, and in which language one reads."""

    name = forms.CharField(
        label=_("Prénom et nom"),
        max_length=policies.NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Langue des pages et des mails"), choices=settings.LANGUAGES)
    sees_net_first = forms.BooleanField(label=_("Voir d’abord les prix hors TVA, pour une entreprise"), required=False)


class NewEmailForm(forms.Form):
    """Name the address that is to replace the present one."""

    email = EmailField(
        label=_("Nouvelle adresse mail"),
        max_length=policies.EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, account: Account, **values: Any) -> None:
        super().__init__(*args, **values)
        self.account = account

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.account.email:
            raise ValidationError(_("C’est déjà l’adresse de ce compte."))
        return email


class PasskeyNameForm(forms.Form):
    """Name a passkey."""

    name = forms.CharField(
        label=_("Nom de la clé d’accès"),
        help_text=_("Pour la reconnaître : l’appareil où elle se trouve, par exemple."),
        max_length=policies.PASSKEY_NAME_LIMIT,
    )


class CredentialField(forms.CharField):
    """Hold what a browser answers to a challenge: a JSON object of a few kilobytes, never shown again."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            found = json.loads(value) if isinstance(value, str) and len(value) <= LONGEST_CREDENTIAL else None
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise get_passkey_adapter().validation_error("incorrect_code")
        return found

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""

    def run_validators(self, value: Any) -> None:
        """Leave the object to the form, which has the challenge that it answers."""


class NewPasskeyForm(PasskeyNameForm):
    """Take what the browser answers when it has made a passkey."""

    credential = CredentialField()

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        wrong = get_passkey_adapter().validation_error("incorrect_code")
        try:
            auth.parse_registration_response(credential)
            is_verified = auth.complete_registration(credential).is_user_verified()
        except HOSTILE as error:
            raise wrong from error
        if not is_verified:
            raise wrong
        return credential


class _PasskeyAnswer(webauthn_forms.AuthenticateWebAuthnForm):
    credential = CredentialField()  # type: ignore[assignment]

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except HOSTILE as error:
            raise get_passkey_adapter().validation_error("incorrect_code") from error


class PasskeySignInForm(_PasskeyAnswer, webauthn_forms.LoginWebAuthnForm):
    """Take the answer of a passkey that says itself whose it is."""

    remember = forms.BooleanField(required=False)


class PasskeyConfirmForm(_PasskeyAnswer, webauthn_forms.ReauthenticateWebAuthnForm):
    """Take the answer of one of the account's own passkeys."""


class TokenForm(forms.Form):
    """Ask for a personal token."""

    TERMS: ClassVar = [("7", _("7 jours")), ("30", _("30 jours")), ("90", _("90 jours")), ("365", _("un an"))]

    name = forms.CharField(
        label=_("Nom"), help_text=_("À quoi servira ce jeton ?"), max_length=policies.TOKEN_NAME_LIMIT
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’il permet"), choices=Scope.choices, initial=[Scope.READ], widget=forms.CheckboxSelectMultiple
    )
    term = forms.ChoiceField(label=_("Pour combien de temps"), choices=TERMS, initial="90")

    def clean_term(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["term"]))
