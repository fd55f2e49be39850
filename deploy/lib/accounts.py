"""DIR/accounts.json: the demo's accounts with addresses that fit this start, and a list for the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.lib.datafolder import write_private


def refresh_addresses(file: Path, domain: str, port: int) -> None:
    """Rewrite the addresses for this start's domain and port; the first label of each host stays."""
    accounts = read(file)
    if accounts is None:
        return
    for place in [accounts.get("bureau"), *accounts.get("schools", [])]:
        if isinstance(place, dict) and isinstance(place.get("url"), str):
            label = (urlsplit(place["url"]).hostname or "").split(".")[0]
            place["url"] = f"http://{label}.{domain}:{port}"
    write_private(file, accounts)


def read(file: Path) -> dict[str, Any] | None:
    """The file's content, or None when there is none yet."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def lines(accounts: dict[str, Any] | None) -> list[str]:
    """What a newcomer needs to sign in: the bureau, and of each school the principal and one teacher."""
    if not accounts:
        return []
    shown = ["", "可以用这些账号登录（accounts）："]
    bureau = accounts.get("bureau")
    if isinstance(bureau, dict):
        shown.append(f"  教育局　　{bureau['url']}")
        shown.append(f"    工作人员　{bureau['login']} / {bureau['password']}")
    for school in accounts.get("schools", []):
        shown.append(f"  {school['name']}　　{school['url']}")
        principal = school.get("principal")
        if principal:
            shown.append(f"    校长　　　{principal['login']} / {principal['password']}")
        for teacher in school.get("teachers", [])[:1]:
            shown.append(f"    老师　　　{teacher['login']} / {teacher['password']}")
    return shown
