"""What a school's 制度 asks for beside the fields that every visit has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="answers",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
