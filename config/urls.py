from django.urls import URLPattern, URLResolver, include, path

from common.views import demo_mails, healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("demo/mails/", demo_mails, name="demo_mails"),
    path("", include("frontend.urls")),
]
