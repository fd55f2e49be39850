"""Making accounts, signing in, changing and resetting passwords."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.contracts import Account, IssuedToken, NewAccount
from accounts.errors import (
    AccountNotFound,
    LoginTaken,
    OldPasswordWrong,
    PhoneTaken,
    TooManyAttempts,
    WeakPassword,
    WrongCredentials,
)
from accounts.models import ApiToken, SignInFailure, User
from accounts.rules import first_password, login_normal, phone_normal
from accounts.selectors import account_of, phone_taken, token_digest, user_by_login
from kernel import audit, clock, housekeeping
from kernel.actor import Actor

# What Django's validators find, in our own words: it translates its own only with its auth app installed.
WEAKNESSES = {
    "password_too_short": "新密码至少要有 8 位。",
    "password_too_common": "这个密码太常见，容易被猜到。",
    "password_entirely_numeric": "新密码不能全是数字。",
}


def user_create(
    *,
    actor: Actor,
    login: str,
    name: str,
    roles: Iterable[str],
    phone: str | None = None,
    password: str | None = None,
    password_hash: str | None = None,
    must_change_password: bool = True,
) -> NewAccount:
    """Make an account. Without `password` or `password_hash` a first password is made up and
    returned; with a hash, `first_password` is empty. LoginTaken, PhoneTaken."""
    login, phone = login_normal(login), phone_normal(phone)
    clear = "" if password_hash else (password or first_password())
    with transaction.atomic():
        if User.objects.filter(login=login).exists():
            raise LoginTaken(fields={"login": [LoginTaken.message]})
        if phone and phone_taken(phone):
            raise PhoneTaken(fields={"phone": [PhoneTaken.message]})
        now = clock.now()
        user = User.objects.create(
            login=login,
            phone=phone,
            name=name.strip(),
            roles=sorted(set(roles)),
            password=password_hash or make_password(clear),
            must_change_password=must_change_password,
            password_changed_at=now,
            created_at=now,
        )
        audit.record(actor=actor, action="account.create", subject=f"account:{user.pk}")
    return NewAccount(id=user.pk, login=user.login, first_password=clear)


def user_update(
    *,
    actor: Actor,
    user_id: int,
    name: str | None = None,
    phone: str | None = None,
    roles: Iterable[str] | None = None,
    is_active: bool | None = None,
) -> bool:
    """Change what is given and differs; True when anything did. Deactivating ends all tokens."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise AccountNotFound
        before = (user.name, user.phone, list(user.roles), user.is_active)
        if name is not None:
            user.name = name.strip()
        if phone is not None:
            user.phone = phone_normal(phone)
            if user.phone and phone_taken(user.phone, except_user_id=user.pk):
                raise PhoneTaken(fields={"phone": [PhoneTaken.message]})
        if roles is not None:
            user.roles = sorted(set(roles))
        if is_active is not None:
            user.is_active = is_active
        if before == (user.name, user.phone, list(user.roles), user.is_active):
            return False
        user.save()
        if not user.is_active:
            ApiToken.objects.filter(user=user).delete()
        audit.record(actor=actor, action="account.update", subject=f"account:{user.pk}")
    return True


def user_erase(*, actor: Actor, user_id: int) -> None:
    """Remove the person from the account; the number stays for the audit trail."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            return
        ApiToken.objects.filter(user=user).delete()
        SignInFailure.objects.filter(login=user.login).delete()
        user.login, user.phone, user.name = f"erased-{user.pk}", None, "已注销"
        user.is_active, user.roles = False, []
        user.password = make_password(None)
        user.save()
        audit.record(actor=actor, action="account.erase", subject=f"account:{user.pk}")


def sign_in(*, login: str, password: str, address: str) -> Account:
    """Check login (or phone) and password. Too many wrong ones for this login from this address give
    TooManyAttempts, also for the right password, until the window has passed; other people at the
    same address are not touched. WrongCredentials says nothing about which part was wrong."""
    user = user_by_login(login)
    key = (user.login if user else login_normal(login))[:60]
    since = clock.now() - timedelta(seconds=settings.JIAFANG_LOCKOUT_WINDOW)
    recent = SignInFailure.objects.filter(login=key, address=address, at__gt=since)
    if recent.count() >= settings.JIAFANG_LOCKOUT_LIMIT:
        raise TooManyAttempts
    if user is None:
        make_password(password)  # as slow as for an existing login: time must not tell them apart
    elif check_password(password, user.password) and user.is_active:
        with transaction.atomic():
            SignInFailure.objects.filter(login=key, address=address).delete()
            SignInFailure.objects.filter(at__lte=since).delete()
            User.objects.filter(pk=user.pk).update(last_login=clock.now())
        return account_of(user)
    SignInFailure.objects.create(login=key, address=address, at=clock.now())
    raise WrongCredentials


def token_issue(*, user_id: int, host: str) -> IssuedToken:
    """A new bearer token for this host. Expired ones of the same person are cleared away."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    expires = now + timedelta(seconds=settings.JIAFANG_TOKEN_LIFETIME)
    with transaction.atomic():
        ApiToken.objects.filter(user_id=user_id, expires_at__lte=now).delete()
        ApiToken.objects.create(
            user_id=user_id, digest=token_digest(token), host=host, created_at=now, expires_at=expires
        )
    return IssuedToken(token=token, expires_at=expires)


def token_revoke_all(*, user_id: int) -> None:
    """End every token of this person."""
    ApiToken.objects.filter(user_id=user_id).delete()


def tokens_clear() -> int:
    """Delete the tokens here that sign nobody in any more; how many."""
    return housekeeping.delete_in_batches(ApiToken.objects.filter(expires_at__lte=clock.now()))


def failures_clear() -> int:
    """Delete the wrong passwords here that no lock-out counts any more; how many."""
    since = clock.now() - timedelta(seconds=settings.JIAFANG_LOCKOUT_WINDOW)
    return housekeeping.delete_in_batches(SignInFailure.objects.filter(at__lte=since))


def password_change(*, actor: Actor, old_password: str, new_password: str) -> Account:
    """The signed-in person's own change. Ends all tokens and, as the session hash changes, all
    sessions. OldPasswordWrong, WeakPassword."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=actor.user_id, is_active=True).first()
        if user is None:
            raise AccountNotFound
        if not check_password(old_password, user.password):
            raise OldPasswordWrong(fields={"old_password": [OldPasswordWrong.message]})
        problems = _password_problems(new_password, user, old_password)
        if problems:
            raise WeakPassword(fields={"new_password": problems})
        _set_password(user, new_password, must_change=False)
        audit.record(actor=actor, action="account.password_change", subject=f"account:{user.pk}")
    return account_of(user)


def password_reset(*, actor: Actor, user_id: int) -> NewAccount:
    """A new first password, to be changed at the next sign-in. Ends all sessions and tokens and the
    lock-out. Whether the actor may do this is the caller's question (see roster's staff)."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise AccountNotFound
        clear = first_password()
        _set_password(user, clear, must_change=True)
        SignInFailure.objects.filter(login=user.login).delete()
        audit.record(actor=actor, action="account.password_reset", subject=f"account:{user.pk}")
    return NewAccount(id=user.pk, login=user.login, first_password=clear)


def password_adopt(*, actor: Actor, user_id: int, password_hash: str) -> None:
    """Take over a password that was hashed elsewhere and need not be changed. Ends all sessions and
    tokens. The same hash again changes nothing."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id).first()
        if user is None:
            raise AccountNotFound
        if user.password == password_hash and not user.must_change_password:
            return
        user.password = password_hash
        user.must_change_password = False
        user.password_changed_at = clock.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        token_revoke_all(user_id=user.pk)
        audit.record(actor=actor, action="account.password_adopt", subject=f"account:{user.pk}")


def _set_password(user: User, clear: str, *, must_change: bool) -> None:
    user.password = make_password(clear)
    user.must_change_password = must_change
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    token_revoke_all(user_id=user.pk)


def _password_problems(clear: str, user: User, old: str) -> list[str]:
    if clear == old:
        return ["新密码不能和原密码相同。"]
    if clear.lower() in {user.login, user.phone or ""}:
        return ["新密码不能和登录名或手机号相同。"]
    try:
        validate_password(clear)
    except ValidationError as error:
        return [WEAKNESSES.get(one.code or "", WeakPassword.message) for one in error.error_list]
    return []
