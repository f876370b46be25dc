from allauth.account import views as allauth_views
from django.urls import path

from members.views import account, circle_changes, circles, confirm, entrance, mails, ways_in

urlpatterns = [
    path("account/login/", allauth_views.login, name="account_login"),
    path("account/login/code/", entrance.LoginCodeView.as_view(), name="account_confirm_login_code"),
    path("account/login/passkey/", entrance.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("account/signup/", allauth_views.signup, name="account_signup"),
    path("account/email/code/", entrance.EmailCodeView.as_view(), name="account_email_verification_sent"),
    path("account/confirmation/", confirm.confirm, name="account_reauthenticate"),
    path("account/closed/", allauth_views.account_inactive, name="account_inactive"),
    path("account/logout/", allauth_views.logout, name="account_logout"),
    path("me/", account.me, name="me"),
    path("me/profile/", account.profile, name="profile"),
    path("me/mails/", mails.mails, name="mails"),
    path("mails/<str:link>/", mails.mail_refusal, name="mail-refusal"),
    path("me/email/", account.email, name="account_email"),
    path("me/password/", account.password, name="account_change_password"),
    path("me/devices/", ways_in.devices, name="devices"),
    path("me/devices/others/sign-out/", ways_in.end_other_devices, name="devices-sign-out-others"),
    path("me/devices/<int:pk>/sign-out/", ways_in.end_device, name="device-sign-out"),
    path("me/passkeys/", ways_in.passkeys, name="passkeys"),
    path("me/passkeys/new/", ways_in.add_passkey, name="passkey-new"),
    path("me/passkeys/<int:pk>/", ways_in.rename_passkey, name="passkey"),
    path("me/passkeys/<int:pk>/removal/", ways_in.remove_passkey, name="passkey-removal"),
    path("me/tokens/", ways_in.tokens, name="tokens"),
    path("me/tokens/new/", ways_in.create_token, name="token-new"),
    path("me/tokens/<int:pk>/revocation/", ways_in.revoke_token, name="token-revocation"),
    path("who-may-do-what/", circles.who_may_do_what, name="who-may-do-what"),
    path("manage/rules/circles/", circles.circles, name="rules-rights"),
    path("manage/rules/circles/new/", circles.new_circle, name="rules-circle-new"),
    path("manage/rules/circles/<int:circle_id>/", circles.circle, name="rules-circle"),
    path("manage/rules/circles/<int:circle_id>/words/", circles.change_words, name="rules-circle-words"),
    path("manage/rules/circles/<int:circle_id>/people/new/", circle_changes.add_person, name="rules-circle-person-new"),
    path(
        "manage/rules/circles/<int:circle_id>/people/<int:member_id>/removal/",
        circle_changes.remove_person,
        name="rules-circle-person-removal",
    ),
    path("manage/rules/circles/<int:circle_id>/rights/new/", circle_changes.give_right, name="rules-circle-right-new"),
    path(
        "manage/rules/circles/<int:circle_id>/rights/<int:given_id>/removal/",
        circle_changes.take_right,
        name="rules-circle-right-removal",
    ),
]
