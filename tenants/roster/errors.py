"""What can go wrong with a roster, in words for the person at the screen."""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden, Invalid, NotFound


class StudentNotFound(NotFound):
    code = "student.not_found"
    message = "找不到这名学生。"


class ClassNotFound(NotFound):
    code = "class.not_found"
    message = "找不到这个班级。"


class StaffNotFound(NotFound):
    code = "staff.not_found"
    message = "找不到这位教职工。"


class ImportNotFound(NotFound):
    code = "roster.import_not_found"
    message = "找不到这次导入，请重新上传文件。"


class RosterForbidden(Forbidden):
    code = "roster.forbidden"
    message = "只有校长和办公室可以管理名册。"


class RolesForbidden(Forbidden):
    code = "roster.roles_forbidden"
    message = "只有校长可以设置校长和办公室的账号。"


class ClassInvalid(Invalid):
    code = "class.invalid"
    message = "班级不对，请核对年级和班号。"


class StaffInvalid(Invalid):
    code = "staff.invalid"
    message = "教职工信息有误，请按提示修改。"


class StaffExists(Conflict):
    code = "staff.exists"
    message = "这个手机号或工号已经有人用了，请核对。"


class GroupInvalid(Invalid):
    code = "student.group_invalid"
    message = "没有这一类学生，请从列表里选择。"


class GroupForbidden(Forbidden):
    code = "student.group_forbidden"
    message = "只有本班班主任、办公室和校长可以登记学生类别。"


class GroupSpellInvalid(Invalid):
    code = "student.group_spell_invalid"
    message = "登记的内容有误，请按提示修改。"


class GroupOverlaps(Conflict):
    code = "student.group_overlaps"
    message = "这段时间里已经登记过这一类，请改原来那一条。"


class GroupSpellNotFound(NotFound):
    code = "student.group_spell_not_found"
    message = "找不到这条登记，可能已经被删掉了。"


class DateInvalid(Invalid):
    code = "roster.date_invalid"
    message = "日期早于原来的开始日期，请核对。"


class UploadInvalid(Invalid):
    code = "roster.file_missing"
    message = "请选择要上传的名册文件（.xlsx、.xls 或 .csv）。"


class UploadTooLarge(Invalid):
    code = "roster.file_too_large"
    message = "文件超过 20 MB。请删掉图片等无关内容，或按年级分成几个文件再上传。"
    status = 413


class ImportNotReadable(Conflict):
    code = "roster.import_not_readable"
    message = "这个文件读不了，没有可以导入的内容。请按提示修改后重新上传。"


class FileErased(Conflict):
    code = "roster.file_erased"
    message = "上传的文件超过保存期限，已经清除。请重新上传。"


class PasswordsGone(NotFound):
    code = "roster.passwords_gone"
    message = "初始密码只能下载一次，已经下载过或没有新账号。需要时请在教职工页面重置密码。"
