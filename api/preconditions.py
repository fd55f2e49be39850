"""If-Match: which version of a record a change was made from."""

import re

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

VERSION = re.compile(r'(?:W/)?"(?P<quoted>[0-9]{1,9})"|(?P<bare>[0-9]{1,9})')
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The version that the change was made from."
)


def if_match(request: Request) -> int | None:
    """The version in the If-Match header; None when there is none that can be one."""
    found = VERSION.fullmatch((request.headers.get("If-Match") or "").strip())
    return int(found["quoted"] or found["bare"]) if found else None
