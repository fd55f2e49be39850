"""GET benchmarks/: the bureau's comparison of its own schools."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.benchmarks.serializers import BenchmarksSerializer
from benchmarking.contracts import Comparison, Point
from benchmarking.selectors import comparison_list_for
from kernel.actor import Role


class BenchmarksView(APIView):
    """Figures per school of the caller's bureau, small cells suppressed."""

    permission_classes = [has_role(Role.BUREAU)]

    @extend_schema(
        operation_id="benchmarks_list",
        parameters=[OpenApiParameter("measure", str, description="One measure's code; all when missing.")],
        responses=BenchmarksSerializer,
    )
    def get(self, request: Request) -> Response:
        """The newest period of each measure."""
        measure = request.query_params.get("measure") or None
        found = comparison_list_for(actor=actor_of(request), measure=measure)
        return Response(BenchmarksSerializer({"measures": [_measure(c) for c in found]}).data)


def _measure(comparison: Comparison) -> dict[str, Any]:
    return {
        "code": comparison.measure.code,
        "title": comparison.measure.title,
        "explanation": comparison.measure.explanation,
        "kind": comparison.measure.kind.value,
        "period": comparison.period,
        "period_name": comparison.period_name,
        "overall": comparison.overall,
        "points": [_point(p) for p in comparison.points],
        "limits": [asdict(limit) for limit in comparison.limits],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "school": {"id": point.school_id, "name": point.school_name},
        "numerator": point.numerator,
        "denominator": point.denominator,
        "suppressed": point.suppressed,
        "value": point.value,
        "band": point.band.value if point.band else None,
        "missing": point.missing,
        "pushed_at": point.pushed_at,
    }
