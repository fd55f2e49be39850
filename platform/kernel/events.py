"""What must go upward: frozen dataclasses, published inside the transaction that caused them.

An app that imports another may subscribe to its events in `AppConfig.ready()`. Handlers run at
once and in the same transaction: when one fails, the act that caused the event fails with it.
Long work belongs into a task that the handler puts into the outbox.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, TypeVar

E = TypeVar("E")
_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` for every event of exactly this type. Registering twice counts once."""
    if not (is_dataclass(event_type) and event_type.__dataclass_params__.frozen):  # type: ignore[attr-defined]
        raise TypeError(f"{event_type.__name__} must be a frozen dataclass")
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: object) -> None:
    """Run the handlers in the order of registration; their errors pass through."""
    for handler in tuple(_handlers[type(event)]):
        handler(event)
