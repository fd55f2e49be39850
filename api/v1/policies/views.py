"""The policies in force and their history, for everybody in the school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.pagination import page_response
from api.permissions import has_role
from api.v1.policies.serializers import (
    DraftRuleChangeSerializer,
    PolicySerializer,
    PolicySeriesSerializer,
    PolicyVersionSerializer,
    PolicyWordsSerializer,
    RuleSentenceSerializer,
)
from api.v1.schema import paged
from kernel import clock
from kernel.actor import Role
from tenants.policy import selectors
from tenants.policy.contracts import FLOOR, PolicyInForce
from tenants.policy.rules import Rule, rule_data, sentence


class PolicyListView(APIView):
    """What the school and its bureau ask for, rule by rule."""

    @extend_schema(responses={200: paged(PolicySerializer)}, operation_id="policies_list")
    def get(self, request: Request) -> Response:
        """The versions in force today; the bureau's floor last."""
        found = selectors.policies_in_force(clock.today())
        floor = selectors.floor_policy()
        policies = [*found, floor] if floor else found
        return page_response(request, [policy_data(policy) for policy in policies], PolicySerializer)


class PolicySeriesListView(APIView):
    """Every 制度 of the school through its versions."""

    @extend_schema(responses={200: paged(PolicySeriesSerializer)}, operation_id="policy_series_list")
    def get(self, request: Request) -> Response:
        """With drafts for the principal and the office, without for others."""
        found = selectors.policy_series_for(actor=actor_of(request))
        return page_response(request, found, PolicySeriesSerializer)


class PolicyVersionView(APIView):
    """A published version, whenever it held."""

    @extend_schema(responses={200: PolicyVersionSerializer}, operation_id="policy_versions_get")
    def get(self, request: Request, policy_id: int) -> Response:
        """Its rules, the text they were read from, and what it changed."""
        found = selectors.policy_version_get_for(actor=actor_of(request), policy_id=policy_id)
        brief = {name: getattr(found.brief, name) for name in found.brief.__slots__}
        rest = {name: getattr(found, name) for name in ("series", "template", "text", "previous", "changes")}
        rules = [_rule(rule) for rule in found.rules]
        return Response(PolicyVersionSerializer({**brief, **rest, "rules": rules}).data)


class PolicyWordsView(APIView):
    """What the codes of rules are called."""

    @extend_schema(responses={200: PolicyWordsSerializer}, operation_id="policy_words")
    def get(self, request: Request) -> Response:
        """The same for everybody; forms of rules are made from it."""
        return Response(PolicyWordsSerializer(_words(selectors.rule_words())).data)


class RuleSentenceView(APIView):
    """A rule that is being written, read back in plain Chinese."""

    permission_classes = [has_role(Role.OFFICE, Role.PRINCIPAL)]

    @extend_schema(
        request=DraftRuleChangeSerializer,
        responses={200: RuleSentenceSerializer},
        operation_id="policy_sentences_create",
    )
    def post(self, request: Request) -> Response:
        """Nothing is stored; 400 names the fields that are missing or cannot be counted."""
        body = DraftRuleChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = selectors.rule_sentence(actor=actor_of(request), rule=body.validated_data["rule"])
        return Response(RuleSentenceSerializer({"sentence": said}).data)


def policy_data(policy: PolicyInForce) -> dict[str, Any]:
    """A version in force as it is shown."""
    return {
        "id": policy.id,
        "title": policy.title,
        "template": policy.template,
        "number": policy.number,
        "state": "published",
        "effective_date": None if policy.id == FLOOR else policy.effective_date,
        "rules": [_rule(rule) for rule in policy.rules],
        "conflicts": [{"rules": list(one.rules), "message": one.message} for one in policy.conflicts],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {**rule_data(rule), "sentence": sentence(rule)}


def _words(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {
        name: [{"code": code, "label": label} for code, label in of.items()] for name, of in words.items()
    }
