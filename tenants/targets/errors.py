"""Errors of targets; codes are promised to clients."""

from kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ProgressForbidden(Forbidden):
    """The whole school's progress is for principal, leaders and office."""

    code = "targets.leader_needed"
    message = "全校的家访进度只有校长、学校领导和办公室可以查看。"


class EventInvalid(Invalid):
    """An event of a kind that no 制度 knows, or one still to come."""

    code = "event.invalid"
    message = "请选择发生的情况和已经过去的日期。"


class EventConflict(Conflict):
    """The same id with something else in it."""

    code = "event.conflict"
    message = "这条情况已经登记过，内容不同。请刷新后重新登记。"


class TermNotFound(NotFound):
    """No such term, or none in which the school had students."""

    code = "term.not_found"
    message = "找不到这个学期，或者学校那时还没有学生。"
