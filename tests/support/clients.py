"""Signed-in HTTP clients."""

from typing import Any

from rest_framework.test import APIClient

from accounts.services import token_issue
from kernel import tenancy
from tests.support.schools import TestSchool


class SchoolClient(APIClient):
    """A client that speaks to one host, JSON by default."""

    def __init__(self, host: str, token: str | None = None, **defaults: Any) -> None:
        super().__init__(HTTP_HOST=host, **defaults)
        self.host = host
        if token:
            self.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")


def client_of(school: TestSchool, person: str) -> SchoolClient:
    """Signed in as one of the school's people."""
    with tenancy.school(school.schema_name):
        issued = token_issue(user_id=school.people[person].user_id, host=school.host)
    return SchoolClient(school.host, issued.token)


def bureau_client_of(school: TestSchool) -> SchoolClient:
    """Signed in as staff of the school's bureau."""
    with tenancy.public():
        issued = token_issue(user_id=school.bureau_actor.user_id, host=school.bureau_host)
    return SchoolClient(school.bureau_host, issued.token)
