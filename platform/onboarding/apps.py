"""From nothing to a ready school, by steps that other apps register."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "onboarding"
    label = "onboarding"

    def ready(self) -> None:
        from onboarding import steps

        steps.register_own()
