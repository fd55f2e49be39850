"""What other apps see of an account."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account in the schema it was read from."""

    id: int
    login: str
    phone: str | None
    name: str
    roles: frozenset[str]
    must_change_password: bool
    is_active: bool
    session_hash: str
    """Changes with the password: a session that holds another one has ended."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that was just made or reset, with its first password in clear, shown once."""

    id: int
    login: str
    first_password: str


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token in clear, shown once."""

    token: str
    expires_at: datetime
