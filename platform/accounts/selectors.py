"""Reading accounts in the schema where the caller stands."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from accounts.contracts import Account
from accounts.models import ApiToken, User
from accounts.rules import login_normal, phone_normal
from kernel import clock


def account_of(user: User) -> Account:
    """The user as others see it."""
    return Account(
        id=user.pk,
        login=user.login,
        phone=user.phone,
        name=user.name,
        roles=frozenset(user.roles),
        must_change_password=user.must_change_password,
        is_active=user.is_active,
        session_hash=user.get_session_auth_hash(),
    )


def account_get(user_id: int) -> Account | None:
    """An active account by its id."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return account_of(user) if user else None


def accounts_by_id(user_ids: Iterable[int]) -> dict[int, Account]:
    """Accounts, active or not, by their ids."""
    return {user.pk: account_of(user) for user in User.objects.filter(pk__in=list(user_ids))}


def account_by_login(login: str) -> Account | None:
    """An account by login or phone, active or not."""
    user = user_by_login(login)
    return account_of(user) if user else None


def user_by_login(login: str) -> User | None:
    """The user whose login, else whose phone, was typed. For this app's services."""
    typed = login_normal(login)
    user = User.objects.filter(login=typed).first()
    if user is None and (phone := phone_normal(login)):
        user = User.objects.filter(phone=phone).first()
    return user


def phone_taken(phone: str, *, except_user_id: int | None = None) -> bool:
    """True when another account has this phone."""
    found = User.objects.filter(phone=phone_normal(phone))
    return found.exclude(pk=except_user_id).exists() if except_user_id else found.exists()


def token_account(*, token: str, host: str) -> Account | None:
    """The active account behind a bearer token that was issued on this host and has not expired."""
    now = clock.now()
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=token_digest(token), host=host, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < now - timedelta(minutes=5):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return account_of(found.user)


def token_digest(token: str) -> str:
    """What the database knows of a token. A plain hash is enough: tokens are 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
