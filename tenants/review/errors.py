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


class SofteningForbidden(Forbidden):
    """Only the principal and the office restore a finding."""

    code = "finding.restore_forbidden"
    message = "只有校长和办公室可以恢复提醒。"


class SofteningNotFound(NotFound):
    """The finding is no hint now, or there is no such finding."""

    code = "finding.not_softened"
    message = "这一类提醒现在没有降为小提示，不用恢复。"


class DrawNotFound(NotFound):
    """No such draw."""

    code = "draw.not_found"
    message = "找不到这条抽查。"


class DrawForbidden(Forbidden):
    """Only the principal reads what was drawn."""

    code = "draw.principal_needed"
    message = "只有校长可以看抽查。"


class DrawSuperseded(Conflict):
    """A later version of the note has flags; the draw no longer stands."""

    code = "draw.superseded"
    message = "老师已经改过这条记录，这条抽查不用再看了。"


class DrawAnswerInvalid(Invalid):
    """An answer that names something nobody asked about."""

    code = "draw.answer_invalid"
    message = "请从列出的几项里选。"


class SharingForbidden(Forbidden):
    """Only the principal agrees for the school."""

    code = "sharing.principal_needed"
    message = "只有校长可以决定是否共享。"
