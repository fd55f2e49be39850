from django.urls import path

from api.v1.schools.views import SchoolListView, SchoolRetryView, SchoolView

urlpatterns = [
    path("schools/", SchoolListView.as_view()),
    path("schools/<uuid:school_id>/", SchoolView.as_view()),
    path("schools/<uuid:school_id>/retry/", SchoolRetryView.as_view()),
]
