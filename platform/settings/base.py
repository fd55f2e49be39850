"""What every environment has in common. See env.py for the variables and apps.py for the apps.

Names that begin with JIAFANG_ are ours; the rest is Django's or a library's.
"""

import os
from pathlib import Path
from typing import Any

from celery.schedules import crontab, schedule
from kombu.entity import Exchange, Queue

from settings import apps, env

SHARED_APPS = apps.SHARED_APPS
TENANT_APPS = apps.TENANT_APPS
INSTALLED_APPS = apps.INSTALLED_APPS

PLATFORM_DIR = Path(__file__).resolve().parent.parent
ROOT_DIR = PLATFORM_DIR.parent

# --- this deployment ------------------------------------------------------------------------
# Prefix of roles and schemas. Roles belong to the whole database cluster: two deployments on one
# server need two prefixes.
JIAFANG_DEPLOYMENT = env.text("JIAFANG_DEPLOYMENT", "jf")
JIAFANG_DOMAIN = env.text("JIAFANG_DOMAIN", "localhost")
JIAFANG_PORT = os.environ.get("JIAFANG_PORT", "")
JIAFANG_SCHEME = os.environ.get("JIAFANG_SCHEME", "http")
JIAFANG_DATA = Path(env.text("JIAFANG_DATA", str(ROOT_DIR / ".data")))
JIAFANG_VERSION = "0.1.0"

# --- database ---------------------------------------------------------------------------------
# The owner's address is used by migrations and by opening a school; web and worker sign in with the
# application's, which owns nothing. With one address for both, the backend's roles still hold.
_OWNER_URL = os.environ.get("DATABASE_URL")
_APP_URL = os.environ.get("APP_DATABASE_URL") or _OWNER_URL
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(_APP_URL or "postgresql:///jiafang"),
}
# None: the default connection's login is the owner, or this process may not act as owner.
JIAFANG_OWNER_DATABASE = env.database(_OWNER_URL) if _OWNER_URL and _OWNER_URL != _APP_URL else None
JIAFANG_IS_OWNER = bool(_OWNER_URL) and _OWNER_URL == _APP_URL
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_MODEL = "bureaus.School"
TENANT_DOMAIN_MODEL = "bureaus.Domain"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- requests ---------------------------------------------------------------------------------
ROOT_URLCONF = "api.urls_school"
PUBLIC_SCHEMA_URLCONF = "api.urls_public"
WSGI_APPLICATION = "settings.wsgi.application"
# Any host reaches us; api.hosts answers 404 to every one that is no school's, bureau's or our own.
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = [
    "api.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "api.hosts.HostMiddleware",
    "api.frontend.FrontEnd",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = []
FRONTEND_DIST = ROOT_DIR / "frontend" / "dist"
WHITENOISE_ROOT = FRONTEND_DIST if FRONTEND_DIST.is_dir() else None
WHITENOISE_MAX_AGE = 0
STATIC_URL = "/static/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "jiafang_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Ends after 30 minutes without a request (renewed at most once a minute, see
# api.authentication), and
# in any case after the day's work. A teacher's phone keeps drafts locally, so nothing is lost.
SESSION_COOKIE_AGE = 30 * 60
JIAFANG_SESSION_LONGEST = 12 * 3600
JIAFANG_TOKEN_LIFETIME = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "api.errors.csrf_failure"
# So many wrong passwords for one login from one address within the window close that pair, not
# the address: a whole school shares one address.
JIAFANG_LOCKOUT_LIMIT = 5
JIAFANG_LOCKOUT_WINDOW = 15 * 60

# --- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.IsSignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JsonBodyParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "家访",
    "VERSION": JIAFANG_VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Choices stay where they are used: lifted out they get names by guessing, which change.
    "POSTPROCESSING_HOOKS": ["api.v1.schema.errors_described"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

# --- worker -----------------------------------------------------------------------------------
CELERY_BROKER_URL = os.environ.get("BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker's unacknowledged messages come back after the visibility time-out; looking for
# them every few rounds instead of every ten makes that minutes, not hours. The outbox's sweeper is
# the second net, so the time-out may be short.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_POOL = "prefork"
# A worker that touched hundreds of schemas keeps their catalogues in memory: start afresh.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = TIME_ZONE
# Work that may wait has a queue of its own, so that it never stands before a review or the sweeper.
# A worker reads both in turn; `-Q celery` and `-Q later` make two workers of it.
# Each with a routing key of its own: under the default one, every message would reach both.
CELERY_TASK_QUEUES = tuple(
    Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]
    for name in ("celery", "later")
)
CELERY_TASK_ROUTES = {
    "review.recheck": {"queue": "later"},
    "assessment.push_facts": {"queue": "later"},
}
CELERY_BEAT_SCHEDULE = {
    "outbox-sweep": {"task": "kernel.outbox.sweep", "schedule": schedule(run_every=15)},
    # At night; a platform that was off then catches up at its next start.
    "housekeeping": {"task": "kernel.housekeeping.run", "schedule": crontab(hour=3, minute=20)},
}
JIAFANG_OUTBOX_PATIENCE = 60  # seconds before an unsettled message is sent again, doubling
JIAFANG_OUTBOX_ATTEMPTS = 12

# --- caches, files, logs: each carries the school -------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "kernel.tenancy.cache_key",
        "TIMEOUT": 300,
    }
}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "kernel.storage.SchoolStorage",
        "OPTIONS": {"location": str(JIAFANG_DATA / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING_LEVEL = os.environ.get("JIAFANG_LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kernel.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOGGING_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOGGING_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
