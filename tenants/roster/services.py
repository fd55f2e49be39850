"""Changing the roster: the door for everyone outside. Each write is one transaction with its line in the
audit trail; the work is done in `keeping` (by hand) and `loading` (by file)."""

from tenants.roster.keeping.classes import class_ensure, class_retire
from tenants.roster.keeping.groups import group_spell_put, group_spell_remove
from tenants.roster.keeping.staff import (
    duty_assign,
    duty_end,
    homeroom_change,
    staff_create,
    staff_erase,
    staff_leave,
    staff_password_reset,
)
from tenants.roster.keeping.students import (
    group_end,
    group_set,
    student_create,
    student_erase,
    student_leave,
    student_move,
)
from tenants.roster.loading.imports import (
    import_apply,
    import_create,
    import_get_for,
    import_passwords_take,
    import_sheet,
    imports_purge,
    template_workbook,
)

__all__ = [
    "class_ensure",
    "class_retire",
    "duty_assign",
    "duty_end",
    "group_end",
    "group_set",
    "group_spell_put",
    "group_spell_remove",
    "homeroom_change",
    "import_apply",
    "import_create",
    "import_get_for",
    "import_passwords_take",
    "import_sheet",
    "imports_purge",
    "staff_create",
    "staff_erase",
    "staff_leave",
    "staff_password_reset",
    "student_create",
    "student_erase",
    "student_leave",
    "student_move",
    "template_workbook",
]
