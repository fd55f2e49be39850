"""Helpers for describing answers to drf-spectacular."""

from typing import Any

from rest_framework import serializers


def paged(item: type[serializers.BaseSerializer[Any]]) -> Any:
    """The component `Paged<Item>`: one page of `item`, for views that page by themselves."""
    name = f"Paged{item.__name__.removesuffix('Serializer')}"
    if name not in _pages:
        _pages[name] = type(
            f"{name}Serializer",
            (serializers.Serializer,),
            {
                "__doc__": "One page of a list.",
                "next": serializers.URLField(allow_null=True),
                "previous": serializers.URLField(allow_null=True),
                "results": item(many=True),
            },
        )
    return _pages[name]


def errors_described(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing hook: whatever an operation does not describe itself is an Error."""
    error = {"$ref": "#/components/schemas/Error"}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault(
                "default",
                {
                    "content": {"application/json": {"schema": error}},
                    "description": "Any refusal or failure.",
                },
            )
    return result


_pages: dict[str, Any] = {}
