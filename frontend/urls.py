from django.urls import path

from frontend import audit_page, views
from frontend.rules import closures, features, hours, hub, rulebook

urlpatterns = [
    path("", views.home, name="today"),
    path("place/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("manage/rules/", hub.hub, name="rules"),
    path("manage/rules/hours/", hours.hours, name="rules-hours"),
    path("manage/rules/hours/withdrawal/", hours.withdrawal, name="rules-hours-withdrawal"),
    path("manage/rules/rules/", rulebook.rules, name="rules-rules"),
    path("manage/rules/rules/<slug:name>/", rulebook.rule, name="rules-rule"),
    path("manage/rules/rules/<slug:name>/withdrawal/", rulebook.withdrawal, name="rules-rule-withdrawal"),
    path("manage/rules/features/", features.features, name="rules-features"),
    path("manage/rules/closures/", closures.closures, name="rules-closures"),
    path("manage/rules/closures/<int:closure_id>/withdrawal/", closures.withdrawal, name="rules-closure-withdrawal"),
    path("manage/audit/", audit_page.audit, name="audit"),
    path("language/", views.language, name="language"),
]
