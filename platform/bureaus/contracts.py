"""What other apps see of bureaus, schools and the calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    """What a school is; codes are never renamed."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"
    SENIOR = "senior"
    VOCATIONAL = "vocational"

    @property
    def label(self) -> str:
        """The stage's Chinese name."""
        return _STAGES[self]


_STAGES = {
    Stage.KINDERGARTEN: "幼儿园",
    Stage.PRIMARY: "小学",
    Stage.JUNIOR: "初中",
    Stage.NINE_YEAR: "九年一贯制学校",
    Stage.SENIOR: "高中",
    Stage.VOCATIONAL: "中等职业学校",
}


class SchoolState(StrEnum):
    """How far the opening of a school has come."""

    QUEUED = "queued"
    PROVISIONING = "provisioning"
    READY = "ready"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The state's Chinese name."""
        return _STATES[self]


_STATES = {
    SchoolState.QUEUED: "排队中",
    SchoolState.PROVISIONING: "开通中",
    SchoolState.READY: "已开通",
    SchoolState.FAILED: "开通失败",
}


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A school year; `key` is its first calendar year. Both days belong to it."""

    key: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class TermSpan:
    """A term of the year `year`; both days belong to it."""

    key: str
    year: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class HolidaySpan:
    """Days without school; both days belong to it."""

    key: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A Saturday or Sunday on which school is kept, in place of a day of a holiday."""

    date: date
    name: str


@dataclass(frozen=True, slots=True)
class PublicYear:
    """A calendar year's public holidays and who announced them; not `complete` while the make-up days are
    still to be announced."""

    year: int
    source: str
    complete: bool
    holidays: tuple[HolidaySpan, ...]
    make_up_days: tuple[MakeUpDay, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A bureau's school calendar, each list by start day."""

    years: tuple[YearSpan, ...]
    terms: tuple[TermSpan, ...]
    holidays: tuple[HolidaySpan, ...]
    make_up_days: tuple[MakeUpDay, ...] = ()

    def is_school_day(self, day: date) -> bool:
        """Whether school is kept: a weekday of a term outside of its holidays, or a make-up day."""
        if any(one.date == day for one in self.make_up_days):
            return True
        if day.weekday() >= 5 or self.term_on(day) is None:
            return False
        return not any(one.start <= day <= one.end for one in self.holidays)

    def term_on(self, day: date) -> TermSpan | None:
        """The term that `day` lies in, None in the holidays."""
        return next((t for t in self.terms if t.start <= day <= t.end), None)

    def year_on(self, day: date) -> YearSpan | None:
        """The school year that `day` lies in."""
        return next((y for y in self.years if y.start <= day <= y.end), None)


@dataclass(frozen=True, slots=True)
class BureauInfo:
    """A bureau. `floor_per_year`: visits a pupil every bureau asks for at least."""

    id: int
    name: str
    slug: str
    host: str
    floor_per_year: int


@dataclass(frozen=True, slots=True)
class SchoolInfo:
    """A school as the shared schema knows it. `id` is internal, `public_id` goes outside."""

    id: int
    public_id: UUID
    schema_name: str
    bureau_id: int
    name: str
    slug: str
    stage: str
    template: str
    state: str
    progress: int
    problem: str
    host: str
    created_at: datetime
    last_activity: date | None


@dataclass(frozen=True, slots=True)
class HostInfo:
    """Whom a host name belongs to. `kind` is portal, bureau or school; the fitting part is set."""

    kind: str
    host: str
    name: str
    bureau: BureauInfo | None = None
    school: SchoolInfo | None = None


@dataclass(frozen=True, slots=True)
class Entrance:
    """One line of the page that leads to the sign-ins."""

    kind: str
    name: str
    host: str
