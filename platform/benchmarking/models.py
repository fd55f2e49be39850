"""Figures that schools push into the shared schema."""

from django.db import models


class Fact(models.Model):
    """One figure of one school in one period: counts only, no name, no text.

    Not a place for anything about a single child or teacher; a school's own tables are never read from here.

    placement: shared
    pii: none
    erased-by: n/a
    """

    school = models.ForeignKey("bureaus.School", on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "measure", "period"], name="fact_once"),
            models.CheckConstraint(
                condition=models.Q(numerator__lte=models.F("denominator")), name="fact_within_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period}: {self.numerator}/{self.denominator}"


class SharedSentence(models.Model):
    """The hash of a long sentence that stands in some note of a school, under its bureau's key. Which note,
    whose, and how often is not here, and no words are.

    placement: shared
    pii: none
    erased-by: n/a
    """

    bureau = models.ForeignKey("bureaus.Bureau", on_delete=models.CASCADE, related_name="+", db_index=False)
    school = models.ForeignKey("bureaus.School", on_delete=models.CASCADE, related_name="+")
    fp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "fp", "school"], name="sentence_once_per_school")
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id} {self.fp}"
