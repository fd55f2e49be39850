"""The policies in force, for everybody in the school."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.pagination import page_response
from api.v1.policies.serializers import PolicySerializer
from api.v1.schema import paged
from kernel import clock
from tenants.policy import selectors
from tenants.policy.contracts import FLOOR, PolicyInForce
from tenants.policy.rules import rule_data, sentence


class PolicyListView(APIView):
    """What the school and its bureau ask for, rule by rule."""

    @extend_schema(responses={200: paged(PolicySerializer)}, operation_id="policies_list")
    def get(self, request: Request) -> Response:
        """The versions in force today; the bureau's floor last."""
        found = selectors.policies_in_force(clock.today())
        floor = selectors.floor_policy()
        policies = [*found, floor] if floor else found
        return page_response(request, [_policy(policy) for policy in policies], PolicySerializer)


def _policy(policy: PolicyInForce) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "template": policy.template,
        "number": policy.number,
        "state": "published",
        "effective_date": None if policy.id == FLOOR else policy.effective_date,
        "rules": [{**rule_data(rule), "sentence": sentence(rule)} for rule in policy.rules],
        "conflicts": [{"rules": list(one.rules), "message": one.message} for one in policy.conflicts],
    }
