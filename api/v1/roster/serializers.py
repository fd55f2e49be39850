"""Shapes of roster imports."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

VERDICTS = ["new", "update", "same", "fault"]
KINDS = ["students", "staff"]


class UploadSerializer(serializers.Serializer[Any]):
    """A workbook or csv, at most 20 MB."""

    file = serializers.FileField()


class FileErrorSerializer(serializers.Serializer[Any]):
    """Why the whole file cannot be used, and what to do."""

    code = serializers.CharField()
    message = serializers.CharField()


class CountsSerializer(serializers.Serializer[Any]):
    """Rows by verdict."""

    new = serializers.IntegerField()
    update = serializers.IntegerField()  # type: ignore[assignment]  # the contract names it so
    same = serializers.IntegerField()
    fault = serializers.IntegerField()


class FaultSerializer(serializers.Serializer[Any]):
    """What is wrong in a row: the field's code and what to do."""

    field = serializers.CharField()
    message = serializers.CharField()


class RosterRowSerializer(serializers.Serializer[Any]):
    """What one row would do. `row` is its number in Excel, in a csv its record (the header is 1)."""

    row = serializers.IntegerField()
    sheet = serializers.CharField()
    name = serializers.CharField()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    faults = FaultSerializer(many=True)
    hints = serializers.ListField(child=serializers.CharField())
    changes = serializers.ListField(child=serializers.CharField())


class RosterImportSerializer(serializers.Serializer[Any]):
    """An upload from its dry run to its application. `kind` is null for a file with both kinds."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS, allow_null=True)
    state = serializers.ChoiceField(choices=["checked", "applying", "applied", "failed"])
    counts = CountsSerializer()
    file_error = FileErrorSerializer(allow_null=True)
    progress = serializers.IntegerField()
    truncated = serializers.BooleanField()
    keep_days = serializers.IntegerField()
    file_erased = serializers.BooleanField()
    passwords_url = serializers.CharField(allow_null=True)
    rows = RosterRowSerializer(many=True)


class TemplateQuerySerializer(serializers.Serializer[Any]):
    """Which blank workbook."""

    kind = serializers.ChoiceField(choices=KINDS, required=False, default="students")
