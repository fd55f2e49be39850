"""Every error as `{"code", "message", "fields"}` with the fitting status and a Chinese sentence."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from kernel.errors import DomainError

logger = logging.getLogger(__name__)

# What the framework itself refuses: status → (code, message).
PLAIN: dict[int, tuple[str, str]] = {
    400: ("invalid", "填写的内容有误，请按提示修改后再提交。"),
    401: ("account.not_signed_in", "请先登录。"),
    403: ("forbidden", "您没有这项操作的权限，如有需要请联系本校校长或办公室。"),
    404: ("not_found", "找不到这条记录。"),
    405: ("method_not_allowed", "这个地址不支持这种操作。"),
    406: ("not_acceptable", "服务器只提供 JSON 格式的回答。"),
    413: ("too_large", "内容太大，请缩小后再提交。"),
    415: ("unsupported_media_type", "提交的格式不对，请使用 JSON 或上传文件。"),
    429: ("too_many_requests", "操作过于频繁，请稍后再试。"),
    500: ("server_error", "系统暂时出错，已记录下来，请稍后再试。"),
}


def body(code: str, message: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """The one shape of an error."""
    return {"code": code, "message": message, "fields": fields or {}}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None for what nobody foresaw: Django answers with `server_error`."""
    if isinstance(error, DomainError):
        answer = Response(
            {**error.extra, **body(error.code, error.message, error.fields)}, status=error.status
        )
        if error.status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="api"'
        return answer
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, RequestDataTooBig):
        return Response(body(*PLAIN[413]), status=413)
    if not isinstance(error, exceptions.APIException):
        return None
    status = error.status_code
    code, message = PLAIN.get(status, ("error", "操作没有成功，请稍后再试。"))
    fields: dict[str, list[str]] = {}
    if isinstance(error, exceptions.ValidationError):
        fields = flat_fields(error.detail)
    elif isinstance(error, exceptions.ParseError):
        code, message = "unreadable", "提交的内容无法读取，请检查格式后再试。"
    headers = {}
    if (challenge := getattr(error, "auth_header", None)) is not None:
        headers["WWW-Authenticate"] = challenge
    return Response(body(code, message, fields), status=status, headers=headers)


def flat_fields(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested details as `{"measures.0.what": ["…"]}`; what belongs to no field is `""`."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            found.update(flat_fields(value, f"{path}.{name}".strip(".")))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for number, item in enumerate(detail):
            found.update(flat_fields(item, f"{path}.{number}".strip(".")))
        return found
    items = detail if isinstance(detail, list) else [detail]
    return {path: [str(item) for item in items]} if items else {}


def plain_response(status: int, code: str = "", message: str = "") -> JsonResponse:
    """An error outside of DRF (middleware, unknown route, crash)."""
    default_code, default_message = PLAIN[status]
    return JsonResponse(
        body(code or default_code, message or default_message),
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return plain_response(400)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return plain_response(404)


def server_error(request: HttpRequest) -> JsonResponse:
    return plain_response(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    return plain_response(403, "csrf_failed", "页面已过期，请刷新后再试。")
