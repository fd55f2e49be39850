"""Speed of the review beside bare ``jieba.lcut`` on the same notes: ``python tests/benchmarks/bench_nlp.py``.

Prints the ratio (how many times as fast as bare jieba), the 99th percentile of one call, start-up and
memory.  A script, not a test: the figures depend on the machine, their ratio hardly.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def notes_of_300(count: int) -> list[str]:
    """Notes of about 300 characters, joined from the labelled development notes."""
    rows = (ROOT / "tests/unit/nlp/data/development.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows]
    found = []
    for index in range(count):
        text = ""
        step = 0
        while len(text) < 300:
            text += texts[(index * 7 + step * 13) % len(texts)]
            step += 1
        found.append(text[:300])
    return found


def main() -> None:
    """Measure and print."""
    started = time.process_time()
    from nlp import Note, Reviewer

    reviewer = Reviewer.load()
    reviewer.review(Note("warm", "唐小海", "小海上课认真。"))
    start = time.process_time() - started
    texts = notes_of_300(400)
    notes = [Note(str(i), "唐小海", text) for i, text in enumerate(texts)]
    times = []
    for note in notes:
        began = time.process_time()
        reviewer.review(note)
        times.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    began = time.process_time()
    for text in texts:
        jieba.lcut(text)
    bare = (time.process_time() - began) / len(texts)
    mean = sum(times) / len(times)
    times.sort()
    sys.stdout.write(
        f"review {mean * 1e3:.2f} ms a note, p99 {times[int(0.99 * len(times))] * 1e3:.2f} ms\n"
        f"bare jieba.lcut {bare * 1e3:.2f} ms a note; review is {bare / mean:.2f} times as fast\n"
        f"start {start:.2f} s, memory {memory:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
