"""Routes of staff."""

from django.urls import path

from api.v1.staff.views import StaffListView, StaffPasswordView

urlpatterns = [
    path("staff/", StaffListView.as_view()),
    path("staff/<int:staff_id>/reset-password/", StaffPasswordView.as_view()),
]
