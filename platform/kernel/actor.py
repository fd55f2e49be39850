"""Who is acting: a frozen value that every service and selector takes first."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Role codes; once used, a code is never renamed."""

    HOMEROOM = "homeroom"
    SUBJECT = "subject"
    LEADER = "leader"
    OFFICE = "office"
    PRINCIPAL = "principal"
    BUREAU = "bureau"

    @property
    def label(self) -> str:
        """The role's Chinese name."""
        return _LABELS[self]


_LABELS = {
    Role.HOMEROOM: "班主任",
    Role.SUBJECT: "任课教师",
    Role.LEADER: "学校领导",
    Role.OFFICE: "办公室",
    Role.PRINCIPAL: "校长",
    Role.BUREAU: "教育局",
}
SCHOOL_ROLES = frozenset(Role) - {Role.BUREAU}
SYSTEM_USER_ID = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person within one school or one bureau, or the system itself (`user_id` 0)."""

    user_id: int
    name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    school: str | None = None
    bureau_id: int | None = None
    staff_id: int | None = None

    def has(self, *roles: str) -> bool:
        """True when the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_system(self) -> bool:
        return self.user_id == SYSTEM_USER_ID

    @classmethod
    def system(cls, school: str | None) -> "Actor":
        """The platform acting by itself (a task, the opening of a school), with no role."""
        return cls(user_id=SYSTEM_USER_ID, name="系统", school=school)
