"""Errors that a person reads: a stable code, a Chinese sentence that says what to do, a status.

Each app subclasses these in its own `errors.py`. `api.errors` turns them into
`{"code", "message", "fields", …extra}`. Nothing else may reach a browser.
"""

from typing import Any


class DomainError(Exception):
    """Base of all errors with a stable code. `fields` maps a field to its messages; `extra` goes
    into the body beside code, message and fields."""

    code: str = "error"
    message: str = "操作没有成功，请稍后再试。"
    status: int = 400

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: dict[str, list[str]] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.message = message or type(self).message
        self.fields: dict[str, list[str]] = fields or {}
        self.extra: dict[str, Any] = extra or {}
        super().__init__(f"{self.code}: {self.message}")


class Invalid(DomainError):
    """400: what was sent cannot be accepted; `fields` says where."""

    code = "invalid"
    message = "填写的内容有误，请按提示修改后再提交。"
    status = 400


class Unauthenticated(DomainError):
    """401: nobody is signed in, or the credentials are wrong."""

    code = "account.not_signed_in"
    message = "请先登录。"
    status = 401


class Forbidden(DomainError):
    """403: this person may never do this, whatever the record. For records use NotFound."""

    code = "forbidden"
    message = "您没有这项操作的权限，如有需要请联系本校校长或办公室。"
    status = 403


class NotFound(DomainError):
    """404: absent or not this person's to see; both look the same."""

    code = "not_found"
    message = "找不到这条记录。"
    status = 404


class Conflict(DomainError):
    """409: the record has changed meanwhile or is in a state that refuses this."""

    code = "conflict"
    message = "记录已被修改，请刷新后再试。"
    status = 409


class Locked(DomainError):
    """429: too many attempts; wait."""

    code = "locked"
    message = "操作过于频繁，请稍后再试。"
    status = 429


class MissingSchool(RuntimeError):
    """A programming fault: code that needs a school ran without one. Never shown to a person."""
