"""The app's entry in Django's registry; what it takes part in at start."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """School rules; lives in the school's schema."""

    name = "tenants.policy"
    label = "policy"
    verbose_name = "制度"

    def ready(self) -> None:
        """A school is opened with a template in force."""
        from onboarding.services import register_step, register_template_check
        from tenants.policy import services

        register_step("policy", 30, "启用制度模板", services.adopt_at_opening)
        register_template_check(services.template_known)
