"""Runs Python: the normal executor, school by school."""

from typing import Any

from django.db import migrations


def fill(apps: Any, editor: Any) -> None:
    apps.get_model("kernel", "AuditEntry").objects.update(note="filled")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_note")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
