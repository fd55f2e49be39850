"""Model fields of our own."""

from typing import Any

from django.db import models

from kernel import crypto


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the database (see kernel.crypto). Cannot be searched: keep a
    `blind_index` beside it where equality is needed. Empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return crypto.encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return crypto.decrypt(value) if value else value
