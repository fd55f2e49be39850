"""Schema only: the fast path."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.AddField("auditentry", "note", models.CharField(max_length=10, default="50%")),
        migrations.AddIndex("auditentry", models.Index(fields=["note"], name="audit_note")),
        migrations.AlterField("outboxmessage", "key", models.CharField(max_length=250, unique=True)),
        migrations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))]),
    ]
