"""What the form of a visit shows."""

from __future__ import annotations

from collections.abc import Iterable

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.v1.visit_form.serializers import VisitFormQuerySerializer, VisitFormSerializer
from kernel import clock
from tenants.policy.contracts import Choice
from tenants.policy.selectors import visit_form_rules
from tenants.roster.selectors import colleagues_for
from tenants.visits.contracts import MODES, OUTCOMES, PRESENT


class VisitFormView(APIView):
    """The form of a visit, as the school's 制度 shapes it today."""

    @extend_schema(
        parameters=[VisitFormQuerySerializer],
        responses={200: VisitFormSerializer},
        operation_id="visit_form_get",
    )
    def get(self, request: Request) -> Response:
        """Modes, outcomes, who may be present, topics, fields, steps, checklist, colleagues."""
        actor = actor_of(request)
        query = VisitFormQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rules = visit_form_rules(query.validated_data.get("on") or clock.today())
        data = {
            "modes": [
                {"code": mode.code, "label": MODES[mode.code], "counts": mode.counts} for mode in rules.modes
            ],
            "outcomes": [{"code": code, "label": label} for code, label in OUTCOMES.items()],
            "present": [{"code": code, "label": label} for code, label in PRESENT.items()],
            "checklist": list(rules.checklist),
            "content_items": [item.label for item in rules.content_items],
            "writing": list(rules.writing),
            "required_fields": _choices(rules.required_fields),
            "purposes": _choices(rules.purposes),
            "fields_asked": rules.fields,
            "steps": rules.steps,
            "colleagues": [{"id": pk, "name": name} for pk, name in colleagues_for(actor=actor)],
        }
        return Response(VisitFormSerializer(data).data)


def _choices(choices: Iterable[Choice]) -> list[dict[str, str]]:
    return [{"code": choice.code, "label": choice.label} for choice in choices]
