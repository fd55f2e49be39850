"""Routes of the comparison (bureau's host)."""

from django.urls import path

from api.v1.benchmarks.views import BenchmarksView

urlpatterns = [path("benchmarks/", BenchmarksView.as_view(), name="benchmarks")]
