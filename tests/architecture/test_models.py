"""Where models live, whose they are, and who erases their personal data."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

PROJECT_ROOTS = ("kernel", "accounts", "bureaus", "onboarding", "benchmarking", "tenants", "api")
IN_BOTH = frozenset({"kernel", "accounts", "django.contrib.sessions"})
"""Apps that live in public and in every school: an exception each, compared for equality."""
ALLOWED_CROSSINGS: frozenset[tuple[str, str]] = frozenset()
"""Foreign keys across the border of schemas; there are none and there will be none."""

PLACEMENT = re.compile(r"^\s*placement: (shared|school|both)$", re.MULTILINE)
PII = re.compile(r"^\s*pii: (\S.*)$", re.MULTILINE)
ERASER = re.compile(r"^\s*erased-by: (\S+)", re.MULTILINE)
KEPT = re.compile(r"^\s*erased-by: n/a \(kept .+", re.MULTILINE)
"""Personal data that a law or the evidence keeps: only with the reason beside it."""


def _lives_in(model: type[models.Model]) -> str:
    name = apps.get_app_config(model._meta.app_label).name
    shared, school = name in settings.SHARED_APPS, name in settings.TENANT_APPS
    return "both" if shared and school else "shared" if shared else "school"


PROJECT_MODELS = sorted(
    (m for m in apps.get_models(include_auto_created=False) if m.__module__.split(".")[0] in PROJECT_ROOTS),
    key=lambda m: m._meta.label,
)


def test_the_project_has_models() -> None:
    labels = {m._meta.label for m in PROJECT_MODELS}
    assert {"accounts.User", "bureaus.School", "roster.Student", "visits.Visit", "review.Flag"} <= labels


def test_only_the_named_apps_live_on_both_sides() -> None:
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == IN_BOTH


@pytest.mark.parametrize("model", PROJECT_MODELS, ids=lambda m: m._meta.label)
def test_a_model_says_where_it_lives(model: type[models.Model]) -> None:
    said = PLACEMENT.search(model.__doc__ or "")
    assert said is not None, f"{model._meta.label}: no `placement:` line"
    assert said.group(1) == _lives_in(model)


@pytest.mark.parametrize("model", PROJECT_MODELS, ids=lambda m: m._meta.label)
def test_a_model_names_its_personal_data_and_its_eraser(model: type[models.Model]) -> None:
    text = model.__doc__ or ""
    pii, eraser = PII.search(text), ERASER.search(text)
    assert pii is not None, f"{model._meta.label}: no `pii:` line"
    assert eraser is not None, f"{model._meta.label}: no `erased-by:` line"
    if pii.group(1).strip() == "none" or KEPT.search(text):
        return
    assert eraser.group(1) != "n/a", f"{model._meta.label} holds personal data and names no eraser"
    assert callable(import_string(eraser.group(1)))


def test_no_foreign_key_crosses_the_schema_border() -> None:
    crossings = set()
    for model in PROJECT_MODELS:
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete):
                continue
            target = field.related_model
            assert isinstance(target, type)
            here, there = _lives_in(model), _lives_in(target)
            # A shared app's key to an app of both sides stays in public, a school's in the school.
            if here != there and there != "both":
                crossings.add((model._meta.label, target._meta.label))
    assert crossings == ALLOWED_CROSSINGS
