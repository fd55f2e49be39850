"""What the kernel remembers about all schemas together."""

from django.db import models


class PendingMark(models.Model):
    """This schema has outbox messages that are not settled. One row per message sent: inserting
    never waits for another school's or teacher's transaction, and the sweeper deletes exactly the
    rows that it has read, so a mark set meanwhile stays.

    placement: shared
    pii: none
    erased-by: n/a
    """

    schema_name = models.CharField(max_length=63, db_index=True)

    def __str__(self) -> str:
        return self.schema_name


class SchemaTemplate(models.Model):
    """The SQL that makes a school's schema, rendered once from the migrations. `digest` is that of
    the migration files; `spread_at` is set when every existing school has caught up with it.

    placement: shared
    pii: none
    erased-by: n/a
    """

    digest = models.CharField(max_length=64, primary_key=True)
    sql = models.TextField()
    rendered_at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest
