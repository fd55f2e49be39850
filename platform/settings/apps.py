"""Which app lives where: in the shared schema `public`, in every school's schema, or in both.

An app in both lists is an exception that tests/architecture names one by one: a person who signs
in, a session, an audit row exist in the bureau's world and in each school's, and never mix.
"""

SHARED_APPS = [
    "django_tenants",
    "kernel",
    "kernel.shared",
    "accounts",
    "bureaus",
    "onboarding",
    "benchmarking",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "api",
]

TENANT_APPS = [
    "kernel",
    "accounts",
    "django.contrib.sessions",
    "tenants.roster",
    "tenants.policy",
    "tenants.visits",
    "tenants.review",
    "tenants.targets",
    "tenants.assessment",
    "tenants.demo",
]

INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
