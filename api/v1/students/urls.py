"""Routes of students."""

from django.urls import path

from api.v1.students.views import StudentListView, StudentView

urlpatterns = [
    path("students/", StudentListView.as_view()),
    path("students/<uuid:student_id>/", StudentView.as_view()),
]
