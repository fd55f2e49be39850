"""What can go wrong with bureaus and schools."""

from kernel.errors import Conflict, Invalid, NotFound


class SchoolNotFound(NotFound):
    code = "school.not_found"
    message = "找不到这所学校。"


class BureauNotFound(NotFound):
    code = "bureau.not_found"
    message = "找不到这个教育局。"


class SchoolInvalid(Invalid):
    code = "school.invalid"
    message = "学校信息有误，请按提示修改后再提交。"


class CalendarInvalid(Invalid):
    code = "calendar.invalid"
    message = "校历有误，请按提示修改后再保存。"


class CalendarChanged(Conflict):
    code = "calendar.changed"
    message = "别的人刚改过校历。已换成最新的内容，请看一下再改。"


class SlugTaken(Conflict):
    code = "school.slug_taken"
    message = "这个网址简称已被使用，请换一个。"


class NameTaken(Conflict):
    code = "school.name_taken"
    message = "本教育局下已有同名学校，请核对后再开通。"


class FloorInvalid(Invalid):
    code = "bureau.floor_invalid"
    message = "每学年的最低家访次数请填 0 到 12 之间的整数，0 表示不另作要求。"
