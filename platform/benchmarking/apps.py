"""App configuration of the benchmarking app (schema public only)."""

from django.apps import AppConfig


class BenchmarkingConfig(AppConfig):
    """Figures of schools, side by side."""

    name = "benchmarking"
    label = "benchmarking"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "数据对比"
