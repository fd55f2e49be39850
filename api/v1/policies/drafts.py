"""Preparing a version: drafts, the decision on each of their rules, publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.parsers import JsonBodyParser
from api.permissions import has_role
from api.preconditions import IF_MATCH, if_match
from api.v1.policies.serializers import (
    DraftDecisionSerializer,
    DraftRuleChangeSerializer,
    DraftRuleNewSerializer,
    DraftSettlementSerializer,
    PolicyChangesSerializer,
    PolicyDraftNewSerializer,
    PolicyDraftSerializer,
    PolicyDraftStaleSerializer,
    PolicyDraftStateSerializer,
    PolicyDraftTitleSerializer,
    PolicyPublicationSerializer,
    PolicySerializer,
)
from api.v1.policies.views import policy_data
from kernel.actor import Actor, Role
from tenants.policy import selectors, services
from tenants.policy.contracts import DraftView
from tenants.policy.editing.reading import LARGEST_FILE
from tenants.policy.errors import PolicyDraftStale, PolicyTextUnreadable

PREPARERS = [has_role(Role.OFFICE, Role.PRINCIPAL)]
T = TypeVar("T")
ANSWERS = {200: PolicyDraftStateSerializer, 409: PolicyDraftStaleSerializer}


class DraftListView(APIView):
    """Where drafts begin."""

    permission_classes = PREPARERS
    parser_classes = [JsonBodyParser, MultiPartParser]

    @extend_schema(
        request={
            "application/json": PolicyDraftNewSerializer,
            "multipart/form-data": PolicyDraftNewSerializer,
        },
        responses={201: PolicyDraftSerializer},
        operation_id="policy_drafts_create",
    )
    def post(self, request: Request) -> Response:
        """Read a text or a file into proposals, or start from the version that holds."""
        sent = PolicyDraftNewSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        new = sent.validated_data
        actor = actor_of(request)
        if new["series"] is not None and new["file"] is None and new["text"] == "":
            draft = services.policy_draft_revise(actor=actor, key=new["key"], series=new["series"])
        else:
            file = new["file"]
            draft = services.policy_draft_read(
                actor=actor,
                key=new["key"],
                text=new["text"],
                file=None if file is None else _bytes(file),
                file_name="" if file is None else file.name or "",
                title=new["title"],
                series=new["series"],
            )
        return _answer(draft, PolicyDraftSerializer, status=201)


class DraftDetailView(APIView):
    """One draft."""

    permission_classes = PREPARERS

    @extend_schema(responses={200: PolicyDraftSerializer}, operation_id="policy_drafts_get")
    def get(self, request: Request, policy_id: int) -> Response:
        """The draft with its text; its revision as ETag."""
        found = selectors.policy_draft_view_for(actor=actor_of(request), policy_id=policy_id)
        return _answer(found, PolicyDraftSerializer)

    @extend_schema(
        request=PolicyDraftTitleSerializer,
        responses=ANSWERS,
        parameters=[IF_MATCH],
        operation_id="policy_drafts_rename",
    )
    def put(self, request: Request, policy_id: int) -> Response:
        """Another title."""
        body = PolicyDraftTitleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return _act(request, policy_id, services.policy_draft_rename, title=body.validated_data["title"])

    @extend_schema(responses={204: None}, operation_id="policy_drafts_discard")
    def delete(self, request: Request, policy_id: int) -> Response:
        """Drop the draft; what is in force stays as it is."""
        services.policy_draft_discard(actor=actor_of(request), policy_id=policy_id)
        return Response(status=204)


class DraftChangesView(APIView):
    """What a draft would change."""

    permission_classes = PREPARERS

    @extend_schema(responses={200: PolicyChangesSerializer}, operation_id="policy_drafts_changes")
    def get(self, request: Request, policy_id: int) -> Response:
        """Against the published version it follows, in prose; for a first version everything is new."""
        found = selectors.policy_draft_changes_for(actor=actor_of(request), policy_id=policy_id)
        return Response(PolicyChangesSerializer({"changes": found}).data)


class DraftRuleListView(APIView):
    """The rules of a draft."""

    permission_classes = PREPARERS

    @extend_schema(
        request=DraftRuleNewSerializer,
        responses=ANSWERS,
        parameters=[IF_MATCH],
        operation_id="policy_rules_add",
    )
    def post(self, request: Request, policy_id: int) -> Response:
        """One more rule by hand; the same id again changes nothing."""
        body = DraftRuleNewSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        span = (sent["span"][0], sent["span"][1]) if sent["span"] else None
        return _act(
            request, policy_id, services.policy_rule_add, rule_id=sent["id"], rule=sent["rule"], span=span
        )


class DraftRuleView(APIView):
    """One rule of a draft."""

    permission_classes = PREPARERS

    @extend_schema(
        request=DraftRuleChangeSerializer,
        responses=ANSWERS,
        parameters=[IF_MATCH],
        operation_id="policy_rules_change",
    )
    def put(self, request: Request, policy_id: int, rule_id: UUID) -> Response:
        """Say it otherwise, which confirms it."""
        body = DraftRuleChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        rule = body.validated_data["rule"]
        return _act(request, policy_id, services.policy_rule_change, rule_id=rule_id, rule=rule)


class DraftDecisionView(APIView):
    """The decision on one rule."""

    permission_classes = PREPARERS

    @extend_schema(
        request=DraftDecisionSerializer,
        responses=ANSWERS,
        parameters=[IF_MATCH],
        operation_id="policy_rules_decide",
    )
    def post(self, request: Request, policy_id: int, rule_id: UUID) -> Response:
        """Confirm it, reject it, or take the decision back."""
        body = DraftDecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        decision = body.validated_data["decision"]
        return _act(request, policy_id, services.policy_rule_decide, rule_id=rule_id, decision=decision)


class DraftConflictView(APIView):
    """A contradiction of a draft's text."""

    permission_classes = PREPARERS

    @extend_schema(
        request=DraftSettlementSerializer,
        responses=ANSWERS,
        parameters=[IF_MATCH],
        operation_id="policy_conflicts_settle",
    )
    def post(self, request: Request, policy_id: int, number: int) -> Response:
        """Say which of its rules hold; the others are rejected."""
        body = DraftSettlementSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        keep = body.validated_data["keep"]
        return _act(request, policy_id, services.policy_conflict_settle, number=number, keep=keep)


class DraftPublicationView(APIView):
    """From draft to what everybody goes by."""

    permission_classes = [has_role(Role.PRINCIPAL)]

    @extend_schema(
        request=PolicyPublicationSerializer,
        responses={200: PolicySerializer, 409: PolicyDraftStaleSerializer},
        parameters=[IF_MATCH],
        operation_id="policy_drafts_publish",
    )
    def post(self, request: Request, policy_id: int) -> Response:
        """409 `policy.unconfirmed` while anything waits for a decision. Afterwards nothing changes it."""
        body = PolicyPublicationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        published = _told(
            actor,
            policy_id,
            lambda: services.policy_publish(
                actor=actor,
                policy_id=policy_id,
                effective=body.validated_data["effective"],
                revision=if_match(request),
            ),
        )
        return Response(PolicySerializer(policy_data(published)).data)


def _bytes(file: Any) -> bytes:
    """What was uploaded; too much of it is not even read."""
    if (file.size or 0) > LARGEST_FILE:
        raise PolicyTextUnreadable("regulation.too_large", "文件太大，请控制在 10 MB 以内。", field="file")
    return bytes(file.read())


def _act(request: Request, policy_id: int, service: Callable[..., DraftView], **values: Any) -> Response:
    actor = actor_of(request)
    draft = _told(
        actor,
        policy_id,
        lambda: service(actor=actor, policy_id=policy_id, revision=if_match(request), **values),
    )
    return _answer(draft, PolicyDraftStateSerializer)


def _told(actor: Actor, policy_id: int, act: Callable[[], T]) -> T:
    """Whoever comes too late is shown the draft as it is now."""
    try:
        return act()
    except PolicyDraftStale as stale:
        stored = selectors.policy_draft_view_for(actor=actor, policy_id=policy_id)
        stale.extra = {"stored": PolicyDraftStateSerializer(stored).data}
        raise


def _answer(draft: DraftView, serializer: Any, *, status: int = 200) -> Response:
    return Response(serializer(draft).data, status=status, headers={"ETag": f'"{draft.revision}"'})
