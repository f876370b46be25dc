from django.urls import path

from bookings.views import answers, book, calendar, changes, community, free_use, manage, mine, sheet

urlpatterns = [
    path("book/", book.book, name="book"),
    path("book/sheet/", sheet.sheet, name="book-sheet"),
    path("book/people/", sheet.people, name="book-people"),
    path("bookings/", mine.bookings, name="my-bookings"),
    path("bookings/<int:booking_id>/", mine.booking, name="booking"),
    path("bookings/<int:booking_id>/cancellation/", changes.cancellation, name="booking-cancellation"),
    path("bookings/<int:booking_id>/move/", changes.move, name="booking-move"),
    path("bookings/<int:booking_id>/confirmation/", answers.confirmation, name="booking-confirmation"),
    path("bookings/<int:booking_id>/refusal/", answers.refusal, name="booking-refusal"),
    path("bookings/<int:booking_id>/check-in/", answers.arrival, name="booking-check-in"),
    path("bookings/<int:booking_id>/in-charge/", community.in_charge, name="booking-in-charge"),
    path("free-uses/", free_use.start, name="free-uses"),
    path("bookings/<int:booking_id>/departure/", free_use.leave, name="booking-departure"),
    path("me/calendar/", calendar.my_calendar, name="my-calendar"),
    path("me/calendar/<int:pk>/renewal/", calendar.renew, name="calendar-renewal"),
    path("me/calendar/<int:pk>/removal/", calendar.remove, name="calendar-removal"),
    path("bookings/<int:booking_id>/event.ics", calendar.event_file, name="booking-event"),
    path("calendars/<slug:key>.ics", calendar.feed, name="calendar-feed"),
    path("manage/day/", manage.day, name="manage-day"),
]
