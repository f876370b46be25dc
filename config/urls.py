from django.urls import URLPattern, URLResolver, include, path

from common.views import demo_mails, healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("demo/mails/", demo_mails, name="demo_mails"),
    path("api/v1/", include("config.api")),
    path("", include("members.urls")),
    path("", include("frontend.urls")),
    path("", include("bookings.urls")),
]
