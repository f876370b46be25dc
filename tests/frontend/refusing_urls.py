"""The house's own addresses, and some whose views refuse, need a right or break."""

from pathlib import Path

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from common.errors import Reason, Refused, WayOut
from common.rights import Right
from members.web import PersonRequest, needs_right, signed_in


def refuse(request: HttpRequest) -> HttpResponse:
    ways = [WayOut("jeudi 9 h–13 h", "/book/?day=thursday"), WayOut("Grande salle", "/book/?room=large")]
    raise Refused(Reason("slot_taken", "La petite salle vient d’être prise <ici>.", ways_out=ways, status=409))


@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    return HttpResponse(f"{request.actor.label} {request.house.name} {request.at:%Y}")


@needs_right(Right.SEE_AUDIT)
def reserved(request: PersonRequest) -> HttpResponse:
    return HttpResponse("journal")


@require_POST
def sent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


def deny(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("too many fields")


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def parts(request: HttpRequest) -> HttpResponse:
    source = Path(__file__).with_name("parts.html").read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render({}, request))


def sheet(request: HttpRequest) -> HttpResponse:
    more = ", plus longtemps" if "longer" in request.GET else ""
    return HttpResponse(
        f'<div class="sheet-head"><h2 id="sheet-title">Petite salle{more}</h2>'
        '<a href="/parts/" data-close>Fermer</a></div><div data-refusal></div>'
        '<label class="chip"><input type="checkbox" id="longer" name="longer" hx-get="/sheet/" hx-target="#sheet">'
        "<span>Plus longtemps</span></label>"
        '<p><a class="button" id="again" href="/refuse/" hx-get="/refuse/" hx-target="#sheet">Réserver</a></p>'
    )


urlpatterns = [
    path("parts/", parts),
    path("sheet/", sheet),
    path("refuse/", refuse),
    path("mine/", mine),
    path("reserved/", reserved),
    path("sent/", sent),
    path("deny/", deny),
    path("suspect/", suspect),
    path("fail/", fail),
    path("", include("config.urls")),
]
