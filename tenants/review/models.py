"""Tables of reviews. Texts of notes never stand here, only offsets into a saved version."""

from __future__ import annotations

from django.db import models


class Review(models.Model):
    """The check of one version of one visit. Not a judgement: see Decision.

    `findings` holds every finding, hints too, with the offsets of copied sentences; `complete` says
    whether all three required items are present, and `unflagged` whether nothing in the note waits
    for a person; both are null where the note was not one to hold them (nobody was met).

    placement: school
    pii: none
    erased-by: tenants.visits.services.visit_erase
    """

    class State(models.TextChoices):
        """`skipped`: a newer version was saved before this one was looked at."""

        PENDING = "pending", "正在检查"
        DONE = "done", "已检查"
        FAILED = "failed", "检查没有完成"
        SKIPPED = "skipped", "已有新版本"

    visit = models.ForeignKey("visits.Visit", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    labels = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    complete = models.BooleanField(null=True)
    unflagged = models.BooleanField(null=True)
    model = models.CharField(max_length=64, blank=True, default="")
    error_code = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="review_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} v{self.version} {self.state}"


class Flag(models.Model):
    """One finding that waits for a person. No flag changes any count by itself.

    `key` tells whether a finding on a later version is the same one. `related` lists the other
    notes with the offsets of the sentences they share, each for a saved version of both texts.
    `excused`: dismissed although the finding had read the note rightly.

    placement: school
    pii: answer, reason, message
    erased-by: tenants.visits.services.visit_erase
    """

    class Severity(models.IntegerChoices):
        """Stored as a number so that the queue can be sorted by it."""

        HINT = 0, "hint"
        MINOR = 1, "minor"
        MAJOR = 2, "major"
        CRITICAL = 3, "critical"

    class State(models.TextChoices):
        """`superseded`: the note was changed before anybody decided."""

        OPEN = "open", "待处理"
        UPHELD = "upheld", "确认属实"
        DISMISSED = "dismissed", "不是问题"
        RETURNED = "returned", "退回补充"
        SUPERSEDED = "superseded", "已有新版本"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="flags")
    visit = models.ForeignKey("visits.Visit", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    title = models.CharField(max_length=64)
    message = models.TextField()
    question = models.TextField(blank=True, default="")
    spans = models.JSONField(default=list)
    related = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")
    excused = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        "roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="flag_once_per_review"),
        ]
        indexes = [
            models.Index(fields=["state", "-severity", "created_at", "id"], name="flag_queue"),
            models.Index(fields=["visit", "state"], name="flag_by_visit"),
            models.Index(fields=["code", "state"], name="flag_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class Softening(models.Model):
    """A spell in which a finding is only a hint in this school, because its flags were mostly dismissed.

    `right` of `right + wrong` decisions stood when it began, `upper` was the bound of the precision.
    `restored` starts the count afresh: what was decided before says no more.

    placement: school
    pii: none
    erased-by: n/a
    """

    class Ended(models.TextChoices):
        """Why it ended."""

        RECOVERED = "recovered", "又准了"
        RESTORED = "restored", "学校恢复"

    code = models.CharField(max_length=64)
    since = models.DateTimeField()
    right = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    upper = models.FloatField()
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=16, choices=Ended.choices, blank=True, default="")
    ended_by = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    ended_by_name = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(ended_at__isnull=True), name="softening_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} since {self.since:%Y-%m-%d}"


class Draw(models.Model):
    """A note without flags that chance put before the principal, to learn what the checks miss.

    `random`: one in twenty of all such notes. `probe`: further notes that hold a softened finding, to
    learn whether it has become better. `codes` are the findings asked about, `softened` those of them
    that stand in the note as hints, `missed` the answer.

    placement: school
    pii: none
    erased-by: tenants.visits.services.visit_erase
    """

    class Kind(models.TextChoices):
        """Only random ones say how much is missed."""

        RANDOM = "random", "抽查"
        PROBE = "probe", "复看"

    class State(models.TextChoices):
        """`superseded`: a later version has flags of its own."""

        OPEN = "open", "待抽查"
        ANSWERED = "answered", "已抽查"
        SUPERSEDED = "superseded", "已有新版本"

    visit = models.OneToOneField("visits.Visit", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    codes = models.JSONField(default=list)
    softened = models.JSONField(default=list)
    missed = models.JSONField(default=list)
    drawn_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_by_name = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="draw_queue")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.state}"


class SharingConsent(models.Model):
    """A spell in which the school lets decided notes, without names, be used to train the checks.

    placement: school
    pii: agreed_by_name, ended_by_name
    erased-by: n/a (kept as the proof of who agreed)
    """

    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by_name = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    ended_by_name = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(ended_at__isnull=True), name="sharing_agreed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"since {self.agreed_at:%Y-%m-%d}"


class Decision(models.Model):
    """One act of a person on a flag, in the order they happened. Never changed.

    placement: school
    pii: reason
    erased-by: tenants.visits.services.visit_erase
    """

    class Kind(models.TextChoices):
        """`undone` takes the one before it back."""

        UPHELD = "upheld", "确认属实"
        DISMISSED = "dismissed", "不是问题"
        RETURNED = "returned", "退回补充"
        UNDONE = "undone", "撤回"

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=16, choices=Kind.choices)
    reason = models.TextField(blank=True, default="")
    excused = models.BooleanField(default=False)
    by = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["flag", "id"], name="decision_by_flag")]

    def __str__(self) -> str:
        return f"{self.flag_id} {self.decision}"


class Fingerprint(models.Model):
    """A keyed hash of one sentence of a visit's newest reviewed version (`exact`), or of a part of one,
    which a sentence with a changed word may still have; to find copies by. Numbered through.

    `author` is the writer's staff id: what many teachers write is a set phrase.

    placement: school
    pii: none
    erased-by: tenants.visits.services.visit_erase
    """

    visit = models.ForeignKey("visits.Visit", on_delete=models.CASCADE, related_name="+", db_index=False)
    sentence_no = models.PositiveIntegerField()
    fp = models.BigIntegerField()
    exact = models.BooleanField(default=True)
    author = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "sentence_no"], name="fingerprint_once_per_sentence"),
        ]
        # The look-up reads nothing but this index.
        indexes = [models.Index(fields=["fp"], include=["visit", "author"], name="fingerprint_with_author")]

    def __str__(self) -> str:
        return f"{self.visit_id} #{self.sentence_no}"


class SetPhrase(models.Model):
    """The hash of a sentence that many teachers wrote in notes with nothing else in common: it is no
    evidence of copying and is not looked up again.

    placement: school
    pii: none
    erased-by: n/a
    """

    fp = models.BigIntegerField(primary_key=True)
    learnt_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.fp)


class WidePrint(models.Model):
    """A hash, under the bureau's key, of a long sentence of a visit: what this school has put into the
    bureau's store on account of this visit, so that it can be taken out again.

    placement: school
    pii: none
    erased-by: tenants.visits.services.visit_erase
    """

    visit = models.ForeignKey("visits.Visit", on_delete=models.CASCADE, related_name="+", db_index=False)
    fp = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "fp"], name="wide_print_once_per_visit")]
        indexes = [models.Index(fields=["fp"], name="wide_print_by_hash")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.fp}"
