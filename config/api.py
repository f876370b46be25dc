"""Where everything of the API lies under /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from bookings import api as bookings
from bookings.api import answers, calendars, closures, events, free_uses, parts, places
from common.api.audit import AuditView
from common.api.problems import not_found
from config.reference import docs, schema
from members.api import MeView, circles, keys
from members.api.mails import MailPreferencesView
from spaces.api import SpacesView, access, prices, settings


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer an address of the API that does not exist."""
    return not_found()


urlpatterns = [
    path("spaces/", SpacesView.as_view(), name="api-spaces"),
    path("spaces/<slug:space>/access/", access.AccessView.as_view(), name="api-access"),
    path(
        "spaces/<slug:space>/access/pictures/<int:picture_id>/",
        access.AccessPictureView.as_view(),
        name="api-access-picture",
    ),
    path("spaces/<slug:space>/access/showings/", access.ShowingsView.as_view(), name="api-showings"),
    path("spaces/<slug:space>/access/window/", access.AccessWindowView.as_view(), name="api-access-window"),
    path("spaces/<slug:space>/access/steps/", access.AccessStepsView.as_view(), name="api-access-steps"),
    path("spaces/<slug:space>/access/steps/<int:step_id>/", access.AccessStepView.as_view(), name="api-access-step"),
    path(
        "spaces/<slug:space>/access/steps/<int:step_id>/removal/",
        access.AccessStepRemovalView.as_view(),
        name="api-access-step-removal",
    ),
    path("spaces/<slug:space>/access/codes/", access.AccessCodesView.as_view(), name="api-access-codes"),
    path(
        "spaces/<slug:space>/access/codes/<int:code_id>/rotation/",
        access.AccessCodeRotationView.as_view(),
        name="api-access-code-rotation",
    ),
    path(
        "spaces/<slug:space>/access/codes/<int:code_id>/removal/",
        access.AccessCodeRemovalView.as_view(),
        name="api-access-code-removal",
    ),
    path("spaces/<slug:space>/keys/", keys.KeysView.as_view(), name="api-access-keys"),
    path(
        "spaces/<slug:space>/keys/<int:key_id>/handover/",
        keys.KeyHandoverView.as_view(),
        name="api-access-key-handover",
    ),
    path("spaces/<slug:space>/keys/<int:key_id>/return/", keys.KeyReturnView.as_view(), name="api-access-key-return"),
    path("resources/", settings.ManagedResourcesView.as_view(), name="api-resources"),
    path("resources/<int:resource_id>/words/", settings.ResourceWordsView.as_view(), name="api-resource-words"),
    path("resources/<int:resource_id>/retirement/", settings.RetirementView.as_view(), name="api-resource-retirement"),
    path("spaces/<int:space_id>/opening-hours/", settings.OpeningHoursView.as_view(), name="api-opening-hours"),
    path("house/words/", places.HouseWordsView.as_view(), name="api-house-words"),
    path("spaces/<int:space_id>/words/", places.SpaceWordsView.as_view(), name="api-space-words"),
    path("spaces/<int:space_id>/zones/", places.ZonesView.as_view(), name="api-space-zones"),
    path("spaces/<int:space_id>/number/", places.NumberView.as_view(), name="api-space-number"),
    path("rules/", settings.RulesView.as_view(), name="api-rules"),
    path("features/", settings.FeaturesView.as_view(), name="api-features"),
    path("closures/", closures.ClosuresView.as_view(), name="api-closures"),
    path("closures/preview/", closures.ClosurePreviewView.as_view(), name="api-closure-preview"),
    path(
        "closures/<int:closure_id>/withdrawal/", closures.ClosureWithdrawalView.as_view(), name="api-closure-withdrawal"
    ),
    path("resources/<int:resource_id>/parts/", parts.ResourcePartsView.as_view(), name="api-resource-parts"),
    path("availability/", bookings.AvailabilityView.as_view(), name="api-availability"),
    path("quotes/", bookings.QuotesView.as_view(), name="api-quotes"),
    path("bookings/", bookings.BookingsView.as_view(), name="api-bookings"),
    path("bookings/<int:booking_id>/", bookings.BookingView.as_view(), name="api-booking"),
    path(
        "bookings/<int:booking_id>/cancellation/",
        bookings.CancellationView.as_view(),
        name="api-booking-cancellation",
    ),
    path("bookings/<int:booking_id>/move/", bookings.MoveView.as_view(), name="api-booking-move"),
    path(
        "bookings/<int:booking_id>/confirmation/",
        answers.ConfirmationView.as_view(),
        name="api-booking-confirmation",
    ),
    path("bookings/<int:booking_id>/refusal/", answers.RefusalView.as_view(), name="api-booking-refusal"),
    path("bookings/<int:booking_id>/check-in/", answers.CheckInView.as_view(), name="api-booking-check-in"),
    path("bookings/<int:booking_id>/in-charge/", events.InChargeView.as_view(), name="api-booking-in-charge"),
    path("bookings/<int:booking_id>/departure/", free_uses.DepartureView.as_view(), name="api-booking-departure"),
    path("free-uses/", free_uses.FreeUsesView.as_view(), name="api-free-uses"),
    path("calendars/", calendars.CalendarsView.as_view(), name="api-calendars"),
    path("calendars/<int:calendar_id>/", calendars.CalendarView.as_view(), name="api-calendar"),
    path("calendars/<int:calendar_id>/renewal/", calendars.CalendarRenewalView.as_view(), name="api-calendar-renewal"),
    path("prices/", prices.PricesView.as_view(), name="api-prices"),
    path("named-periods/", prices.NamedPeriodsView.as_view(), name="api-named-periods"),
    path("named-periods/ends/", prices.NamedPeriodEndsView.as_view(), name="api-named-period-ends"),
    path("supplements/", prices.SupplementsView.as_view(), name="api-supplements"),
    path("audiences/", prices.AudiencesView.as_view(), name="api-audiences"),
    path("me/", MeView.as_view(), name="api-me"),
    path("rights/", circles.RightsView.as_view(), name="api-rights"),
    path("circles/", circles.CirclesView.as_view(), name="api-circles"),
    path("circles/<int:circle_id>/", circles.CircleView.as_view(), name="api-circle"),
    path("circles/<int:circle_id>/words/", circles.CircleWordsView.as_view(), name="api-circle-words"),
    path("circles/<int:circle_id>/people/", circles.CirclePeopleView.as_view(), name="api-circle-people"),
    path(
        "circles/<int:circle_id>/people/<int:member_id>/removal/",
        circles.CirclePersonRemovalView.as_view(),
        name="api-circle-person-removal",
    ),
    path("circles/<int:circle_id>/rights/", circles.CircleRightsView.as_view(), name="api-circle-rights"),
    path(
        "circles/<int:circle_id>/rights/<int:given_id>/removal/",
        circles.CircleRightRemovalView.as_view(),
        name="api-circle-right-removal",
    ),
    path("me/mail-preferences/", MailPreferencesView.as_view(), name="api-mail-preferences"),
    path("audit/", AuditView.as_view(), name="api-audit"),
    path("schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    re_path(r"^(?P<rest>.*)$", nothing_here, name="api-nothing"),
]
