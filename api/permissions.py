"""Who may call a route at all. Which records somebody sees is the selectors' business."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.errors import PasswordChangeRequired
from api.authentication import SignedIn
from kernel.errors import Forbidden, Unauthenticated

if TYPE_CHECKING:  # rest_framework.views itself reads the settings that name this module
    from rest_framework.views import APIView


class IsSignedIn(BasePermission):
    """Signed in, and past the first password. A view with `allow_first_password = True` may be called
    before that."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        user: Any = request.user
        if not isinstance(user, SignedIn):
            raise Unauthenticated
        if user.account.must_change_password and not getattr(view, "allow_first_password", False):
            raise PasswordChangeRequired
        return True


def has_role(*codes: str) -> type[IsSignedIn]:
    """A permission class: signed in with at least one of these roles."""

    class HasRole(IsSignedIn):
        roles = frozenset(codes)

        def has_permission(self, request: Request, view: "APIView") -> bool:
            super().has_permission(request, view)
            user: Any = request.user
            if not user.actor.has(*self.roles):
                raise Forbidden
            return True

    HasRole.__name__ = "HasRole_" + "_".join(codes)
    return HasRole


class Anyone(BasePermission):
    """No sign-in needed. Named on purpose, so that an open route can be found."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return True
