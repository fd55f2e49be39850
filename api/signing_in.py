"""What tokens/ and session/ share: checking credentials on this host."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from accounts.contracts import Account
from accounts.errors import WrongCredentials
from accounts.services import sign_in
from api.authentication import plain, signed_in
from api.hosts import host_of
from api.v1.serializers import CredentialsSerializer
from kernel.errors import NotFound


def address_of(request: HttpRequest) -> str:
    """The caller's address. Behind JIAFANG_PROXIES proxies of ours it is that many from the right of
    X-Forwarded-For; what stands further left may be invented."""
    proxies = getattr(settings, "JIAFANG_PROXIES", 0)
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def account_from(request: Request) -> Account:
    """The account behind the sent credentials, if it belongs on this host. The bare host signs
    nobody in."""
    if host_of(request).kind == "portal":
        raise NotFound("请从学校或教育局的入口登录。")
    sent = CredentialsSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    account = sign_in(
        login=sent.validated_data["login"],
        password=sent.validated_data["password"],
        address=address_of(plain(request)),
    )
    if signed_in(plain(request), account) is None:
        raise WrongCredentials
    return account
