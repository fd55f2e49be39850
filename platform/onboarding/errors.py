"""What can go wrong when a school is opened."""

from kernel.errors import Conflict, Invalid


class TemplateUnknown(Invalid):
    code = "school.template_unknown"
    message = "没有这个制度模板，请从列表中选择。"


class NotFailed(Conflict):
    code = "school.not_failed"
    message = "这所学校的开通没有失败，不需要重试。"
