"""The doors of common: the house's health, and the demo's mails."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from common.health import check_health, part_names
from common.models import DemoMail

MAILS_SHOWN = 50


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 and the failing parts; `?part=NAME`, repeatable, asks for some of them only."""
    known = part_names()
    asked = request.GET.getlist("part") or known
    if not set(asked) <= set(known):
        raise Http404
    parts = check_health(asked)
    failing = [name for name, part in parts.items() if not part.is_ok]
    answer = {
        "status": "failing" if failing else "ok",
        "failing": failing,
        "parts": {name: {"ok": part.is_ok, **part.facts} for name, part in parts.items()},
    }
    return JsonResponse(answer, status=503 if failing else 200)


@require_safe
@never_cache
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Show the mails of a demo to anybody, newest first: they hold the codes to sign in with."""
    if not settings.IS_DEMO:
        raise Http404
    return render(request, "demo/mails.html", {"mails": DemoMail.objects.all()[:MAILS_SHOWN], "now": clock.now()})
