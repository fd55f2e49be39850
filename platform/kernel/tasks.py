"""Tasks that know where they run. A message without its school is refused, never guessed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from kernel import tenancy
from kernel.celery import app
from kernel.errors import MissingSchool

P = ParamSpec("P")
SCHOOL_HEADER = "jiafang_school"


def school_task(*, name: str, **options: Any) -> Callable[[Callable[P, None]], Any]:
    """Make `def f(*, school: str, …) -> None` a task that runs inside that school.

    The message must say the school twice, as an argument and as a header that `kernel.outbox` sets;
    a header that says another one is refused. Called directly (without a message), the argument
    alone decides.
    """

    def decorate(function: Callable[P, None]) -> Any:
        @wraps(function)
        def run(self: Any, *args: Any, **kwargs: Any) -> None:
            school = kwargs.get("school")
            if args or not isinstance(school, str) or not tenancy.is_school_schema(school):
                raise MissingSchool(f"task {name} needs school=… and keyword arguments only")
            if not self.request.called_directly and _header(self) != school:
                raise MissingSchool(f"task {name}: the message's school header does not match")
            with tenancy.school(school):
                function(**kwargs)  # type: ignore[call-arg]

        return app.task(run, name=name, bind=True, **options)

    return decorate


def public_task(*, name: str, **options: Any) -> Callable[[Callable[P, None]], Any]:
    """Make a function a task that runs in the shared schema. A message with a school is refused."""

    def decorate(function: Callable[P, None]) -> Any:
        @wraps(function)
        def run(self: Any, *args: Any, **kwargs: Any) -> None:
            if not self.request.called_directly and _header(self) not in (None, tenancy.PUBLIC):
                raise MissingSchool(f"task {name} belongs to the shared schema")
            with tenancy.public():
                function(*args, **kwargs)

        return app.task(run, name=name, bind=True, **options)

    return decorate


def _header(task: Any) -> str | None:
    # Celery puts a message's own headers onto the request; which place depends on the transport.
    request = task.request
    value = getattr(request, SCHOOL_HEADER, None) or (request.headers or {}).get(SCHOOL_HEADER)
    return value if isinstance(value, str) else None
