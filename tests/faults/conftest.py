"""A real platform with its demo county, and a small HTTP client that does not give up."""

import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from deploy.lib.ports import LOOPBACK
from deploy.lib.started import Started, platform

TRY_SECONDS = 90.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with platform(tmp_path_factory.mktemp("platform")) as started:
        yield started


@dataclass
class Caller:
    """Calls one school's host with one token. While the platform is down it tries again, as a phone does."""

    port: int
    host: str
    token: str = ""
    retried: int = field(default=0)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and JSON of the first answer below 500."""
        deadline = time.monotonic() + TRY_SECONDS
        while True:
            try:
                status, content = self._once(method, path, body)
                if status < 500:
                    return status, content
                problem = f"{status} {content}"
            except (OSError, http.client.HTTPException, ValueError) as error:
                problem = repr(error)
            assert time.monotonic() < deadline, f"{method} {path}: {problem}"
            self.retried += 1
            time.sleep(0.3)

    def _once(self, method: str, path: str, body: object) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        headers = {"Host": self.host, "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read() or b"null")
        finally:
            connection.close()


def signed_in(started: Started, url: str, login: str, password: str) -> Caller:
    """A caller with a token of this account."""
    caller = Caller(started.port, urlsplit(url).netloc)
    status, body = caller.call("POST", "/api/v1/tokens/", {"login": login, "password": password})
    assert status == 201, body
    caller.token = body["token"]
    return caller
