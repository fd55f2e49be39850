"""Lists: `{"next", "previous", "results"}`, `?cursor=`, `?page_size=` up to 200."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination as DrfCursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

T = TypeVar("T")
PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class CursorPagination(DrfCursorPagination):
    """For querysets. A view says its `ordering`, which must end in a unique column."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE
    ordering: Any = "-pk"

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        wanted = getattr(view, "ordering", self.ordering)
        return (wanted,) if isinstance(wanted, str) else tuple(wanted)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as error:  # a position that the column cannot hold
            raise NotFound from error

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is not None and "\0" in str(cursor.position):  # no column can hold that
            raise NotFound
        return cursor

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)


def page_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI of a page of `schema`."""
    link = {"type": "string", "nullable": True, "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": schema},
    }


def page_of(request: Request, items: Sequence[T]) -> tuple[Sequence[T], str | None, str | None]:
    """One page of a list that is already in memory, with the addresses of the next and previous."""
    size = _number(request.query_params.get("page_size"), PAGE_SIZE)
    size = max(1, min(size, MAX_PAGE_SIZE))
    start = _decode(request.query_params.get("cursor"))
    following = _address(request, start + size) if start + size < len(items) else None
    previous = _address(request, max(0, start - size)) if start > 0 else None
    return items[start : start + size], following, previous


def page_response(request: Request, items: Sequence[T], serializer: Any) -> Response:
    """`page_of` as an answer; `serializer` is a DRF serializer class for one item."""
    results, following, previous = page_of(request, items)
    return Response({"next": following, "previous": previous, "results": serializer(results, many=True).data})


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else default


def _decode(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        text = urlsafe_b64decode(cursor.encode()).decode()
        start = int(text.removeprefix("o="))
    except ValueError as error:
        raise NotFound from error
    if start < 0:
        raise NotFound
    return start


def _address(request: Request, start: int) -> str:
    query = request.query_params.copy()
    query["cursor"] = urlsafe_b64encode(f"o={start}".encode()).decode()
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
