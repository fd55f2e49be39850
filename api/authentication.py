"""Who is calling: a bearer token (programs, phones) or a session cookie with CSRF (browsers).

Both live in the schema of the host they were issued on and are checked against that host again.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from accounts.contracts import Account
from accounts.selectors import account_get, token_account
from api.hosts import host_of
from bureaus.selectors import bureau_id_of
from kernel import clock
from kernel.actor import Actor
from kernel.errors import DomainError, Unauthenticated
from tenants.roster.selectors import staff_id_of_user


class CsrfFailed(DomainError):
    code = "csrf_failed"
    message = "页面已过期，请刷新后再试。"
    status = 403


class TokenInvalid(Unauthenticated):
    code = "account.token_invalid"
    message = "登录已失效，请重新登录。"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What `request.user` is once somebody is signed in."""

    account: Account
    actor: Actor
    is_authenticated: bool = True

    @property
    def pk(self) -> int:
        return self.account.id


def plain(request: Request) -> HttpRequest:
    """Django's request under DRF's."""
    return request._request  # noqa: SLF001 (DRF has no public name for it)


def actor_of(request: Request) -> Actor:
    """The signed-in person; Unauthenticated when nobody is."""
    if not isinstance(request.user, SignedIn):
        raise Unauthenticated
    return request.user.actor


def signed_in(request: HttpRequest, account: Account) -> SignedIn | None:
    """The account as an actor on this host; None when it has no business here (a bureau's member on
    another bureau's host)."""
    host = host_of(request)
    if host.school is not None:
        actor = Actor(
            user_id=account.id,
            name=account.name,
            roles=account.roles,
            school=host.school.schema_name,
            staff_id=staff_id_of_user(account.id),
        )
        return SignedIn(account, actor)
    bureau_id = bureau_id_of(account.id)
    if host.bureau is None or bureau_id != host.bureau.id:
        return None
    return SignedIn(
        account, Actor(user_id=account.id, name=account.name, roles=account.roles, bureau_id=bureau_id)
    )


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: Request) -> tuple[SignedIn, str] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        account = token_account(token=token.strip(), host=host_of(request).host)
        user = signed_in(request, account) if account else None
        if user is None:
            raise TokenInvalid
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(BaseAuthentication):
    """The session cookie. Unsafe methods need the CSRF token in X-CSRFToken."""

    def authenticate(self, request: Request) -> tuple[SignedIn, None] | None:
        user = session_user(plain(request))
        if user is None:
            return None
        csrf_enforce(request)
        return user, None


def session_user(request: HttpRequest) -> SignedIn | None:
    """The person of this session; None when it has ended (time, changed password, other host)."""
    session = request.session
    user_id = session.get("account_id")
    if user_id is None:
        return None
    now = clock.now().timestamp()
    account = account_get(user_id)
    ended = (
        account is None
        or session.get("hash") != account.session_hash
        or session.get("host") != host_of(request).host
        or now - session.get("started", 0) > settings.JIAFANG_SESSION_LONGEST
    )
    if ended or account is None:
        session.flush()
        return None
    if now - session.get("renewed", 0) > 60:
        session["renewed"] = now  # saves the session, which moves its end
    return signed_in(request, account)


def session_begin(request: HttpRequest, account: Account) -> None:
    """Sign this browser in: a new session key, bound to host and password."""
    now = clock.now().timestamp()
    request.session.flush()
    request.session.update(
        {
            "account_id": account.id,
            "hash": account.session_hash,
            "host": host_of(request).host,
            "started": now,
            "renewed": now,
        }
    )


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def csrf_enforce(request: Request) -> None:
    """Check the CSRF token of an unsafe request. CsrfFailed."""

    def unused(_request: HttpRequest) -> Any:
        raise PermissionDenied

    check = _CsrfCheck(unused)
    check.process_request(plain(request))
    if check.process_view(plain(request), lambda: None, (), {}):  # type: ignore[arg-type, return-value]
        raise CsrfFailed


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
