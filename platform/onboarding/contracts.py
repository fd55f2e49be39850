"""What a step of the opening is given."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """The first principal. `user_id` is set once the account stands in the school."""

    name: str
    phone: str | None
    login: str
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class SchoolSetup:
    """The school that is being opened. Steps after `schema` run inside the school."""

    school_id: int
    schema_name: str
    bureau_id: int
    name: str
    stage: str
    template: str
    principal: Principal


@dataclass(frozen=True, slots=True)
class Step:
    """A registered step. `order` decides the sequence, `label` is shown while it runs."""

    name: str
    order: int
    label: str
    run: Callable[[SchoolSetup], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A school that has been ordered; the first password is in clear and shown once."""

    school_id: int
    login: str
    first_password: str
