from django.urls import path

from bookings.views import book, mine, sheet

urlpatterns = [
    path("book/", book.book, name="book"),
    path("book/sheet/", sheet.sheet, name="book-sheet"),
    path("bookings/", mine.bookings, name="my-bookings"),
    path("bookings/<int:booking_id>/", mine.booking, name="booking"),
]
