"""Accounts, tokens and failed sign-ins. These tables exist in `public` and in every school: user 5
of one school is nobody in another."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models


class User(AbstractBaseUser):
    """A person who may sign in here. `roles` holds codes of kernel.actor.Role.

    placement: both
    pii: login, phone, name
    erased-by: accounts.services.user_erase
    """

    login = models.CharField(max_length=60, unique=True)
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    name = models.CharField(max_length=50)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    must_change_password = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = BaseUserManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.login


class ApiToken(models.Model):
    """A bearer token, kept as its SHA-256 only. Lives in the schema whose host issued it.

    placement: both
    pii: none
    erased-by: accounts.services.user_erase
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=253)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token of {self.user_id}"


class SignInFailure(models.Model):
    """One wrong password, to close a login for the address it came from. Rows older than the window
    are deleted by the next sign-in.

    placement: both
    pii: login, address
    erased-by: accounts.services.user_erase
    """

    login = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["login", "address", "at"], name="failure_lookup")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
