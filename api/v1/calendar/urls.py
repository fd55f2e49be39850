"""Routes of the calendar."""

from django.urls import path

from api.v1.calendar.views import CalendarView

urlpatterns = [path("calendar/", CalendarView.as_view())]
