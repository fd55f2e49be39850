"""Errors of visits; codes are promised to clients."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kernel.errors import Conflict, Forbidden, Invalid, NotFound

from .contracts import Problem


class VisitNotFound(NotFound):
    """Absent, or another teacher's: the two look the same."""

    code = "visit.not_found"
    message = "找不到这条家访记录。"


class VisitNotYours(Forbidden):
    """Readable (a co-visitor, the principal), but only its author may change it."""

    code = "visit.not_yours"
    message = "这条记录只有写它的老师可以修改。"


class VisitWriterNeeded(Forbidden):
    """The actor is no teacher or leader, or has no staff record in this school."""

    code = "visit.writer_needed"
    message = "只有老师和校领导可以写家访记录。如果您是老师，请联系教务在教师名册里补上您的信息。"


class VisitActForbidden(Forbidden):
    """An act that only the principal may do."""

    code = "visit.principal_needed"
    message = "只有校长可以这样做。"


class VisitConflict(Conflict):
    """The body differs from the stored version and `If-Match` is missing or stale.

    The API adds both versions to the answer; nothing was changed.
    """

    code = "visit.conflict"
    message = "这条记录在别处已经改过，和您手上的不一样。两份都还在，请选一份保留。"

    def __init__(self, *, visit_id: UUID, version: int) -> None:
        super().__init__()
        self.visit_id = visit_id
        self.version = version


class VisitInvalid(Invalid):
    """A draft with problems. `code` is the first problem's, `fields` holds all messages."""

    code = "visit.invalid"
    message = "这条家访记录还不能提交，请按提示改正。"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        fields: dict[str, list[str]] = {}
        for problem in problems:
            fields.setdefault(problem.field, []).append(problem.message)
        self.fields = fields
        if problems:
            self.code = problems[0].code
            self.message = problems[0].message
