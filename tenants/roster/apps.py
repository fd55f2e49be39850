"""Who learns and who teaches here."""

from __future__ import annotations

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "tenants.roster"
    label = "roster"
    verbose_name = "名册"

    def ready(self) -> None:
        """The first principal gets a staff record when a school is opened; uploads go when their time is
        over, also where nobody uploads again."""
        from kernel import housekeeping
        from onboarding.registry import register_step
        from tenants.roster.keeping.opening import principal_record
        from tenants.roster.loading.housekeeping import uploads_clear

        register_step("roster", 20, "登记校长", principal_record)
        housekeeping.register("roster uploads", uploads_clear, in_public=False)
