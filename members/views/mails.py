"""The mails I receive: chosen on a page, or switched off by the link that stands in each of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.forms.mails import MailChoiceForm
from members.mail_kinds import MailHolder, mail_kinds_for
from members.operations.mails import choose_mails, read_mail_link, refuse_mail_by_link
from members.queries.mails import unwanted_mails
from members.web import PersonRequest, at_of, signed_in

READ_AND_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_SEND)
@signed_in
def mails(request: PersonRequest) -> HttpResponse:
    """Choose the mails I receive."""
    unwanted = unwanted_mails(MailHolder(account_id=request.actor.account_id))
    sent = request.POST if request.method == "POST" else None
    form = MailChoiceForm(sent, kinds=mail_kinds_for(request.actor), unwanted=unwanted)
    if not form.is_valid():
        return render(request, "members/mails.html", {"form": form})
    choose_mails(actor=request.actor, at=request.at, wanted=form.cleaned_data)
    messages.success(request, _("C’est enregistré."))
    return redirect("mails")


@csrf_exempt  # a mail program sends it without a page before (RFC 8058); the link itself is the proof
@require_http_methods(READ_AND_SEND)
@never_cache
def mail_refusal(request: HttpRequest, link: str) -> HttpResponse:
    """Ask whether a kind of mail is to stop, and stop it; who has the link need not sign in."""
    _holder, kind = read_mail_link(link)
    if request.method == "POST":
        refuse_mail_by_link(link=link, at=at_of(request))
    return render(request, "members/mail_refusal.html", {"kind": kind, "is_done": request.method == "POST"})
