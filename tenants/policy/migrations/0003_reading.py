"""What a version was read from and decided by; frozen together with the version."""

from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models

# Inserting is refused as well: a reading that comes after the publication never was what was decided on.
FUNCTION = """
CREATE FUNCTION policy_reading_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_version bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM policy_policyversion WHERE id = of_version AND state = 'published') THEN
        RAISE EXCEPTION 'policy version % is published and never changes', of_version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGER = """
CREATE TRIGGER policy_reading_frozen BEFORE INSERT OR UPDATE OR DELETE ON policy_policyreading
    FOR EACH ROW EXECUTE FUNCTION policy_reading_frozen()
"""


def fill(apps, schema_editor):
    """Drafts made before this had rules that somebody wrote: they stand as they are. Of several drafts
    of one series the latest stays a draft of it, the others become a 制度 of their own."""
    Version = apps.get_model("policy", "PolicyVersion")
    Reading = apps.get_model("policy", "PolicyReading")
    seen = set()
    for version in Version.objects.filter(state="draft").order_by("-number"):
        if version.series in seen:
            version.series, version.number = uuid4(), 1
            version.save(update_fields=["series", "number"])
        seen.add(version.series)
        Reading.objects.create(
            version=version,
            key=uuid4(),
            entries=[
                {"id": str(uuid4()), "origin": "kept", "verdict": "yes", "rule": rule, "was": rule,
                 "span": None, "confidence": None}
                for rule in version.rules
            ],
            updated_at=version.created_at,
        )
    # Checks put off to the end of the transaction would forbid the changes of tables that follow.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("policy", "0002_frozen")]

    operations = [
        migrations.CreateModel(
            name="PolicyReading",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="policy.policyversion",
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                ("file_name", models.CharField(blank=True, default="", max_length=200)),
                ("text", models.TextField(blank=True, default="")),
                ("entries", models.JSONField(default=list)),
                ("disputes", models.JSONField(blank=True, default=list)),
                ("clauses", models.JSONField(blank=True, default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                ("updated_by_id", models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(state="draft"), fields=["series"], name="policy_one_draft_of_a_series"
            ),
        ),
        # Given as a list: each text is sent whole, never split at the semicolons inside the function.
        migrations.RunSQL(
            sql=[FUNCTION.strip(), TRIGGER.strip()],
            reverse_sql=[
                "DROP TRIGGER policy_reading_frozen ON policy_policyreading",
                "DROP FUNCTION policy_reading_frozen()",
            ],
        ),
    ]
