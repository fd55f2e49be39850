"""Rosters by Excel or csv: upload and dry run, apply, the sheet with its faults, first passwords."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.roster.serializers import (
    RosterImportSerializer,
    TemplateQuerySerializer,
    UploadSerializer,
)
from kernel.actor import Role
from tenants.roster import services as roster
from tenants.roster.contracts import ImportView as Import
from tenants.roster.contracts import Workbook
from tenants.roster.errors import UploadInvalid, UploadTooLarge
from tenants.roster.importing.reading import MAX_UPLOAD

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEEPERS = [has_role(Role.OFFICE, Role.PRINCIPAL)]


class ImportListView(APIView):
    """Where workbooks are uploaded."""

    permission_classes = KEEPERS
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": UploadSerializer},
        responses={201: RosterImportSerializer},
        operation_id="roster_imports_create",
    )
    def post(self, request: Request) -> Response:
        """A dry run: each row's verdict, nothing written yet."""
        upload = request.FILES.get("file")
        if upload is None:
            raise UploadInvalid(fields={"file": [UploadInvalid.message]})
        if (upload.size or 0) > MAX_UPLOAD:
            raise UploadTooLarge(fields={"file": [UploadTooLarge.message]})
        found = roster.import_create(actor=actor_of(request), file_name=upload.name or "", data=upload.read())
        return Response(_data(found), status=201)


class ImportView(APIView):
    """One import."""

    permission_classes = KEEPERS

    @extend_schema(responses={200: RosterImportSerializer}, operation_id="roster_imports_get")
    def get(self, request: Request, import_id: UUID) -> Response:
        """State, counts and the rows' verdicts."""
        return Response(_data(roster.import_get_for(actor=actor_of(request), import_id=import_id)))


class ImportApplyView(APIView):
    """Writing the rows without faults."""

    permission_classes = KEEPERS

    @extend_schema(request=None, responses={200: RosterImportSerializer}, operation_id="roster_imports_apply")
    def post(self, request: Request, import_id: UUID) -> Response:
        """Again changes nothing. Rows with faults stay as they are, to be mended and sent anew."""
        return Response(_data(roster.import_apply(actor=actor_of(request), import_id=import_id)))


class ImportSheetView(APIView):
    """The uploaded sheets, to be mended."""

    permission_classes = KEEPERS

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, operation_id="roster_imports_sheet")
    def get(self, request: Request, import_id: UUID) -> HttpResponse:
        """With the column 错误原因."""
        return _download(roster.import_sheet(actor=actor_of(request), import_id=import_id))


class ImportPasswordsView(APIView):
    """First passwords of new accounts."""

    permission_classes = KEEPERS

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY}, operation_id="roster_imports_passwords")
    def get(self, request: Request, import_id: UUID) -> HttpResponse:
        """Once; 404 afterwards."""
        return _download(roster.import_passwords_take(actor=actor_of(request), import_id=import_id))


class TemplateView(APIView):
    """Blank workbooks."""

    permission_classes = KEEPERS

    @extend_schema(
        parameters=[TemplateQuerySerializer],
        responses={(200, XLSX): OpenApiTypes.BINARY},
        operation_id="roster_template",
    )
    def get(self, request: Request) -> HttpResponse:
        """For students or staff."""
        query = TemplateQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        return _download(roster.template_workbook(actor=actor_of(request), kind=query.validated_data["kind"]))


def _data(found: Import) -> dict[str, Any]:
    passwords = f"/api/v1/roster/imports/{found.id}/passwords/" if found.has_passwords else None
    values = {name: getattr(found, name) for name in Import.__slots__}
    return RosterImportSerializer({**values, "passwords_url": passwords}).data


def _download(book: Workbook) -> HttpResponse:
    answer = HttpResponse(book.content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, book.file_name) or "attachment"
    answer["Cache-Control"] = "no-store"
    return answer
