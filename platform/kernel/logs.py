"""JSON log lines, each with the school it belongs to."""

import logging
from typing import Any

import structlog

from kernel import tenancy


def add_school(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """structlog processor: `school` is the schema's name, "public", or null outside of both."""
    event.setdefault("school", tenancy.current())
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    add_school,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter() -> logging.Formatter:
    """The formatter of LOGGING: JSON, Chinese unescaped, tracebacks as text."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )
