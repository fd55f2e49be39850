"""Errors of targets; codes are promised to clients."""

from kernel.errors import Conflict, Forbidden, Invalid


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
