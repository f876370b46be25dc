from django.urls import path

from frontend import views

urlpatterns = [
    path("", views.home, name="today"),
    path("place/", views.place, name="place"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.language, name="language"),
]
