"""Errors of review; codes are promised to clients."""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden, Invalid, NotFound


class FlagNotFound(NotFound):
    """Absent, or not the actor's to see: the two look the same."""

    code = "flag.not_found"
    message = "找不到这条提示。"


class FlagPrincipalNeeded(Forbidden):
    """Only the principal decides."""

    code = "flag.principal_needed"
    message = "只有校长可以处理提示。"


class FlagTeacherNeeded(Forbidden):
    """Only the note's author answers."""

    code = "flag.teacher_needed"
    message = "只有写这条记录的老师可以说明情况。"


class FlagSuperseded(Conflict):
    """The note was changed; the flag belongs to a text that no longer stands."""

    code = "flag.superseded"
    message = "老师已经改过这条记录，这条提示不用再处理了，请看新的内容。"


class FlagAlreadyDecided(Conflict):
    """Decided otherwise before; the earlier decision has to be taken back first."""

    code = "flag.already_decided"
    message = "这条提示已经处理过了。要改，请先撤回原来的处理。"


class FlagUndoTooLate(Conflict):
    """More than thirty days after the decision."""

    code = "flag.undo_too_late"
    message = "处理已经超过 30 天，不能再撤回。"


class DecisionInvalid(Invalid):
    """No such decision, no reason where one is needed, or one that cannot be stored."""

    code = "flag.decision_invalid"
    message = "请选择处理方式：确认属实、不是问题、退回补充。"


class AnswerInvalid(Invalid):
    """An answer that is empty, too long or cannot be stored."""

    code = "flag.answer_invalid"
    message = "请写下说明，500 字以内。"


class PreviewInvalid(Invalid):
    """A text that cannot be looked at."""

    code = "visit.preview_invalid"
    message = "这段文字没法检查。"
