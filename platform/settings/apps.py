"""Which app lives where: in the shared schema `public`, in every school's schema, or in both.

An app in both lists is an exception that tests/architecture names one by one: a person who signs
in, a session, an audit row exist in the bureau's world and in each school's, and never mix.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent


def _present(*names: str) -> list[str]:
    """Those of `names` whose package is on disk, in the order given."""
    roots = (_ROOT, _ROOT / "platform")
    return [n for n in names if any((r / n.replace(".", "/") / "apps.py").is_file() for r in roots)]


SHARED_APPS = [
    "django_tenants",
    "kernel",
    "kernel.shared",
    "accounts",
    "bureaus",
    *_present("onboarding", "benchmarking"),
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    *_present("api"),
]

TENANT_APPS = [
    "kernel",
    "accounts",
    "django.contrib.sessions",
    *_present(
        "tenants.roster",
        "tenants.policy",
        "tenants.visits",
        "tenants.review",
        "tenants.targets",
        "tenants.demo",
    ),
]

INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
