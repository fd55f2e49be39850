"""Which labels of the exchange format a decision supports, and no more. Pure.

An upheld finding says what the note is; a dismissed one says what it is not, which is a label only
where one other state is left. `private_data` and the copies never go out: the data is taken out of the
text, and a copy is one only beside its source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from tenants.review import rules

_CONTENT = "content."
_ITEMS = frozenset({"in_school_report", "home_situation", "agreed_measures"})
_TONES = {"tone.complaint_only": "complaint_only", "tone.praise_only": "praise_only"}


def of_flag(code: str, severity: int, state: str, *, excused: bool) -> dict[str, Any]:
    """Labels from a decided flag; `excused` ones were read rightly and dismissed all the same."""
    right = state in ("upheld", "returned") or excused
    item = code.removeprefix(_CONTENT)
    if code.startswith(_CONTENT) and item in _ITEMS:
        if not right:
            return {"content": {item: "present"}}
        named = severity < rules.severity_number("major")
        return {"content": {item: "mentioned" if named else "absent"}}
    if not right:
        return {}
    if code in _TONES:
        return {"tone": _TONES[code]}
    if code == "tone.praise_first":
        return {"praise_first": False}
    if code == "name.mismatch":
        return {"name_mismatch": True}
    return {}


def of_draw(
    codes: Collection[str], softened: Collection[str], missed: Collection[str], labels: Mapping[str, Any]
) -> dict[str, Any]:
    """Labels from an answer about a note without flags: what the checks had found present and the reader
    did not miss is present; what the reader missed is known where only one state is left."""
    states = labels.get("content", {})
    content = {
        code.removeprefix(_CONTENT): "present"
        for code in codes
        if code.startswith(_CONTENT)
        and code not in missed
        and (code in softened or states.get(code.removeprefix(_CONTENT)) == "present")
    }
    found: dict[str, Any] = {"content": content} if content else {}
    if "tone.complaint_only" in missed:
        found["tone"] = "complaint_only"
    if "name.mismatch" in missed:
        found["name_mismatch"] = True
    return found
