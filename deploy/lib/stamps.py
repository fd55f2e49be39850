"""Remember by content what a step was done for, so that a later run does only what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from deploy.lib.paths import ROOT, STAMPS

SKIPPED_FOLDERS = frozenset(
    {"node_modules", "dist", "test-results", "playwright-report", "coverage", ".vite"}
)


def files_below(folder: Path) -> list[Path]:
    """Every source file below `folder`, without what is installed or built there."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            if entry.name not in SKIPPED_FOLDERS:
                found += files_below(entry)
        elif entry.is_file() and not entry.name.endswith(".tsbuildinfo"):
            found.append(entry)
    return found


def digest(files: Iterable[Path], *facts: str) -> str:
    """One hash over names and contents of `files`, over `facts` and over where the checkout lies.

    The place counts because a virtual environment carries absolute paths: a moved checkout installs anew.
    """
    total = hashlib.sha256()
    for fact in (str(ROOT), *facts):
        total.update(fact.encode() + b"\0")
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def is_done(step: str, wanted: str) -> bool:
    """Whether `step` was finished for exactly this digest."""
    try:
        return (STAMPS / step).read_text(encoding="ascii").strip() == wanted
    except FileNotFoundError:
        return False


def mark_done(step: str, wanted: str) -> None:
    """Record that `step` is finished; written beside and moved, so a crash leaves no half stamp."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    beside = STAMPS / f".{step}.new"
    beside.write_text(wanted + "\n", encoding="ascii")
    beside.replace(STAMPS / step)


def forget(step: str) -> None:
    """The step is about to be redone: whatever it made may be half there from now on."""
    (STAMPS / step).unlink(missing_ok=True)
