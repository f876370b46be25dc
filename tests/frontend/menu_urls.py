"""The house's addresses, with a bare page for each entry of the menus."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


urlpatterns = [
    path("book/", page, name="book"),
    path("me/", page, name="me"),
    path("manage/day/", page, name="manage-day"),
    path("audit/", page, name="audit"),
    path("", include("config.urls")),
]
