"""People who sign in: bureau staff in `public`, a school's people in the school's schema."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
