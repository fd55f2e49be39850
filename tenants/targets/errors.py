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


class EventNotFound(NotFound):
    """Absent, or of a student whom the actor does not see."""

    code = "event.not_found"
    message = "找不到这条情况，可能已经被删掉了。"


class EventForbidden(Forbidden):
    """Somebody else's entry."""

    code = "event.not_own"
    message = "只有登记的人、办公室和校长可以删掉这条情况。"


class ExcusalNotFound(NotFound):
    """Absent, or not the actor's to take back."""

    code = "excusal.not_found"
    message = "找不到这条免访登记，可能已经被删掉了。"


class ExcusalForbidden(Forbidden):
    """Excusing is the school's decision."""

    code = "excusal.office_needed"
    message = "只有校长和办公室可以登记免访。"


class ExcusalInvalid(Invalid):
    """No reason, dates out of order, an unknown clause."""

    code = "excusal.invalid"
    message = "免访登记有误，请按提示修改。"


class ExcusalConflict(Conflict):
    """The same id for another student or clause."""

    code = "excusal.conflict"
    message = "这条免访登记已经用在别处，请刷新后重新登记。"


class SettingForbidden(Forbidden):
    """How the school counts is decided by principal and office."""

    code = "setting.office_needed"
    message = "只有校长和办公室可以改这项设置。"


class SettingInvalid(Invalid):
    """A grade that the school does not have."""

    code = "setting.invalid"
    message = "设置有误，请按提示修改。"


class TermNotFound(NotFound):
    """No such term, or none in which the school had students."""

    code = "term.not_found"
    message = "找不到这个学期，或者学校那时还没有学生。"
