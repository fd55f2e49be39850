"""Ask the running web server whether every part answers."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

from deploy.lib.options import Options
from deploy.lib.ports import LOOPBACK

EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104  (looked up, not bound)


@dataclass(frozen=True)
class Answer:
    """`ok` when every part answers; `parts` by name; `text` for the person at the terminal."""

    ok: bool
    text: str
    parts: dict[str, str] = field(default_factory=dict)

    def first_down(self) -> str | None:
        """The name of a part that does not answer."""
        return next((name for name, state in self.parts.items() if state != "ok"), None)


def ask(options: Options) -> Answer:
    """One request; never raises."""
    address = EVERYWHERE.get(options.bind, options.bind)
    connection = http.client.HTTPConnection(address, options.port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": f"{options.domain}:{options.port}"})
        response = connection.getresponse()
        body: Any = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(False, f"/health 没有回答（{type(error).__name__}）")
    finally:
        connection.close()
    parts = (
        {str(name): str(state) for name, state in body.get("parts", {}).items()}
        if isinstance(body, dict)
        else {}
    )
    states = "，".join(f"{name} {state}" for name, state in parts.items())
    return Answer(response.status == 200, f"/health 回答 {response.status}（{states}）", parts)
