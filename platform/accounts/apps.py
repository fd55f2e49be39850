"""People who sign in: bureau staff in `public`, a school's people in the school's schema."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        """Old tokens and failed sign-ins are cleared away at night."""
        from accounts import services
        from kernel import housekeeping

        housekeeping.register("tokens", services.tokens_clear)
        housekeeping.register("sign-in failures", services.failures_clear)
