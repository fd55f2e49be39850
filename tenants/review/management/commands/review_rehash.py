"""Make the hashes of all reviewed notes anew, after the way of hashing sentences has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from kernel import tenancy
from kernel.tenancy import roles
from tenants.review import services


class Command(BaseCommand):
    """Without it, notes reviewed before the change are not found when somebody copies them."""

    help = "Make the hashes by which copied notes are found anew, in every school. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        with tenancy.public(), connection.cursor() as cursor:
            schemas = roles.schemas(cursor)
        for schema in schemas:
            with tenancy.school(schema):
                self.stdout.write(f"{schema}: {services.rehash()}")
