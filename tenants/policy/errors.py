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


class PolicyRuleNotFound(NotFound):
    """No such rule, or contradiction, in the draft."""

    code = "policy.rule_not_found"
    message = "这份草稿里找不到这一条。"


class PolicyUnsettled(Conflict):
    """A rule that stands against another cannot be confirmed by itself."""

    code = "policy.unsettled"
    message = "这一条和别的条款说法不一样，请先在上面选定按哪一条执行。"


class PolicyDraftStale(Conflict):
    """Somebody changed the draft meanwhile; the body's `stored` has it as it is now."""

    code = "policy.draft_stale"
    message = "别的人刚改过这份草稿。已换成最新的内容，请再看一下这一条。"


class PolicyDraftExists(Conflict):
    """A 制度 has one draft at a time; the body's `draft` names it."""

    code = "policy.draft_exists"
    message = "这份制度已经有一份正在修改的草稿，请接着改那一份，或者先把它删掉。"


class PolicyUnconfirmed(Conflict):
    """Proposals nobody decided on, or contradictions nobody settled; the body says how many."""

    code = "policy.unconfirmed"
    message = "还有条款没有确认，处理完才能发布。"


class PolicyEmpty(Conflict):
    """Nothing to put in force."""

    code = "policy.empty"
    message = "这份制度还没有一条要执行的条款，不能发布。"


class PolicyTextUnreadable(Invalid):
    """A file or a text that cannot be read; the code is the reader's."""

    code = "policy.text_unreadable"

    def __init__(self, code: str, message: str, *, field: str) -> None:
        super().__init__(message, fields={field: [message]})
        self.code = code
