"""A published version never changes: the database refuses it, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION policy_version_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'policy version % is published and never changes', OLD.id
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
CREATE TRIGGER policy_version_frozen BEFORE UPDATE OR DELETE ON policy_policyversion
    FOR EACH ROW EXECUTE FUNCTION policy_version_frozen()
"""


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    # Given as a list: each text is sent whole, never split at the semicolons inside the function.
    operations = [
        migrations.RunSQL(
            sql=[FUNCTION.strip(), TRIGGER.strip()],
            reverse_sql=[
                "DROP TRIGGER policy_version_frozen ON policy_policyversion",
                "DROP FUNCTION policy_version_frozen()",
            ],
        )
    ]
