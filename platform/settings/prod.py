"""A county's server: TLS in front, two logins, secrets from the environment. Passes check --deploy."""

import os

from settings import env
from settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.text("JIAFANG_SECRET_KEY")
# Kept apart from the key that signs cookies, so that one can change without the other.
JIAFANG_FIELD_KEY = os.environ.get("JIAFANG_FIELD_KEY") or SECRET_KEY
JIAFANG_SCHEME = "https"
SECURE_SSL_REDIRECT = True
# The health check comes from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# How many proxies of ours stand in front; their addresses are taken off X-Forwarded-For.
JIAFANG_PROXIES = int(os.environ.get("JIAFANG_PROXIES", "1"))
