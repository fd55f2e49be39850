"""Errors of policies; codes are promised to clients."""

from kernel.errors import Conflict, Forbidden, Invalid, NotFound


class PolicyNotFound(NotFound):
    """Absent, or a draft that the actor may not see."""

    code = "policy.not_found"
    message = "找不到这份制度。"


class PolicyTemplateNotFound(NotFound):
    """No such template."""

    code = "policy.template_not_found"
    message = "没有这个制度模板，请从列表里选一个。"


class PolicyActForbidden(Forbidden):
    """Only the principal decides on the school's 制度."""

    code = "policy.principal_needed"
    message = "只有校长可以修改和发布制度。"


class PolicyFrozen(Conflict):
    """A published version never changes."""

    code = "policy.frozen"
    message = "这一版已经发布，不能再改。请另存为新的一版。"


class PolicyInvalid(Invalid):
    """Rules that cannot be read or counted; `fields` names the places."""

    code = "policy.invalid"
    message = "有的条款还不能执行，请按提示修改。"


class PolicyDateInvalid(Invalid):
    """A new version may not reach back into what was judged by the old one."""

    code = "policy.date_invalid"
    message = "生效日期不能早于今天，也不能早于上一版的生效日期。"
