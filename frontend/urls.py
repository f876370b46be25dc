from django.urls import path

from frontend import audit_page, views
from frontend.rules import hub

urlpatterns = [
    path("", views.home, name="today"),
    path("place/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("manage/rules/", hub.hub, name="rules"),
    path("manage/audit/", audit_page.audit, name="audit"),
    path("language/", views.language, name="language"),
]
