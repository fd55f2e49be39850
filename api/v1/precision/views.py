"""GET precision/: how right the checks are over the schools of a bureau. Counts only."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.precision.serializers import PrecisionSerializer
from benchmarking.contracts import FindingComparison
from benchmarking.selectors import finding_list_for
from kernel.actor import Role
from tenants.review.selectors import finding_titles


class PrecisionView(APIView):
    """What schools decided about each finding, summed; small cells suppressed."""

    permission_classes = [has_role(Role.BUREAU)]

    @extend_schema(operation_id="precision_get", responses={200: PrecisionSerializer})
    def get(self, request: Request) -> Response:
        """All findings, over the schools of the caller's bureau."""
        titles = finding_titles()
        found = finding_list_for(actor=actor_of(request), codes=list(titles))
        data = {"findings": [_finding(one, titles[one.code]) for one in found]}
        return Response(PrecisionSerializer(data).data)


def _finding(found: FindingComparison, title: str) -> dict[str, Any]:
    return {
        "code": found.code,
        "title": title,
        "overall": asdict(found.overall),
        "missed": asdict(found.missed),
        "terms": [asdict(term) for term in found.terms],
        "schools": [
            {
                "school": {"id": one.school_id, "name": one.school_name},
                "estimate": asdict(one.estimate),
                "softened": one.softened,
            }
            for one in found.schools
        ],
    }
