"""Two schools of two bureaus, made once per run; one transaction per test; no network."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_socket import socket_allow_hosts

from kernel import tenancy
from tests.support import database
from tests.support.clients import SchoolClient, bureau_client_of, client_of
from tests.support.schools import TestSchool, provision

_schools: dict[str, TestSchool] = {}


def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """The database, prepared as a real one is, with both schools. `--reuse-db` keeps it."""
    from kernel.tenancy.upgrade import prepare

    keep = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    with django_db_blocker.unblock():
        ordinary = database.create(keep=keep)
        result = prepare()
        assert not result.failed, result.failed
        _schools["alpha"] = provision("alpha", "甲小学", "east", "东县教育局")
        _schools["beta"] = provision("beta", "乙小学", "west", "西县教育局")
        tenancy.enter(None)
    yield
    with django_db_blocker.unblock():
        if not keep:
            database.drop(ordinary)


@pytest.fixture
def alpha(db: None) -> TestSchool:
    """The school that a test looks from."""
    return _schools["alpha"]


@pytest.fixture
def beta(db: None) -> TestSchool:
    """The other school, of another bureau."""
    return _schools["beta"]


@pytest.fixture
def alpha_outside(django_db_setup: None, django_db_blocker: Any) -> Iterator[TestSchool]:
    """Alpha without a transaction around the test, for what happens between transactions. Such a
    test must not write: nothing takes it back."""
    with django_db_blocker.unblock():
        yield _schools["alpha"]


@pytest.fixture
def in_alpha(alpha: TestSchool) -> Iterator[TestSchool]:
    """The test's own code stands in alpha."""
    with tenancy.school(alpha.schema_name):
        yield alpha


@pytest.fixture
def client_for(db: None) -> Callable[[TestSchool, str], SchoolClient]:
    """`client_for(alpha, "principal")`: signed in with a token on the school's host."""
    return client_of


@pytest.fixture
def bureau_client(alpha: TestSchool) -> SchoolClient:
    """Signed in as staff of alpha's bureau, on its host."""
    return bureau_client_of(alpha)


@pytest.fixture
def other_bureau_client(beta: TestSchool) -> SchoolClient:
    """Signed in as staff of beta's bureau, on its host."""
    return bureau_client_of(beta)


@pytest.fixture(autouse=True)
def _clean_surroundings() -> Iterator[None]:
    """No cache entry, file or message of one test is there for the next."""
    yield
    from tests.support.surroundings import forget

    forget()
