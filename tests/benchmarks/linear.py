"""Time against length on the worst texts known: ``python tests/benchmarks/linear.py``.

For each check and each piece that a bad text may repeat, ten times the text must take about ten times the
time; a hundred times would be quadratic.  Prints every ratio and exits with 1 where one is above 30.  A
script, not a test: a busy machine may slow one side.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
# As long as a regulation may be; a note may be twice as long.
SHORT, LONG, MOST = 5_000, 50_000, 30.0
PIECES = (
    "李思源同学", "唐小海", "张", "家长王", "和", "小名", "叫", "与张梓涵、", "1", "1 ", "一", "路", "村一",
    "12号", "1\n", "6-401", "不", "张伟同学上课认真。", "<a", "村", "\n", "他上课认真，", "第一条", "每学期",
)  # fmt: skip


def checks() -> dict[str, Callable[[str], object]]:
    """What is measured, by name; each takes a text."""
    from nlp import Note, Reviewer, names, private, regulations, text, tokens

    reviewer = Reviewer.load()
    return {
        "names": lambda page: names.read(text.normalise(page), "唐小海", tokens.words),
        "private": private.find_private,
        "review": lambda page: reviewer.review(Note("x", "唐小海", page)),
        "fingerprints": lambda page: reviewer.fingerprints(Note("x", "唐小海", page)),
        "regulation": regulations.read,
    }


def seconds(check: Callable[[str], object], page: str) -> float:
    """The best of two runs, in seconds of processor time."""
    best = []
    for _ in range(2):
        began = time.process_time()
        check(page)
        best.append(time.process_time() - began)
    return min(best)


def main() -> int:
    """Measure and print; 1 where something grows faster than the text."""
    worst = 0.0
    for name, check in checks().items():
        ratios = []
        for piece in PIECES:
            short, long = (seconds(check, piece * (size // len(piece))) for size in (SHORT, LONG))
            ratios.append((long / max(short, 1e-4), piece))
        sys.stdout.write(f"{name:14}" + "  ".join(f"{ratio:.1f} {piece!r}" for ratio, piece in ratios) + "\n")
        worst = max(worst, *(ratio for ratio, _ in ratios))
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
