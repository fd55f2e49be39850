"""The command line: ``python -m nlp review IN.jsonl -o OUT.jsonl``, ``python -m nlp evaluate GOLD.jsonl``.

``-`` stands for standard input or output.  A broken line is reported by number on standard error and
skipped; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp.contracts import Note, NoteError
from nlp.reviewer import Reviewer


def _lines(source: str) -> Iterator[tuple[int, bytes]]:
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    # Only the line feed ends a line: a note's own text may hold other characters that split lines.
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line


def read_notes(source: str) -> tuple[list[Note], list[dict[str, Any]], int]:
    """Notes of a file with their raw objects, and the number of broken lines (reported on stderr)."""
    notes: list[Note] = []
    rows: list[dict[str, Any]] = []
    broken = 0
    for number, line in _lines(source):
        try:
            row = json.loads(line.decode("utf-8"))
            note = Note.from_dict(row)
        except UnicodeDecodeError:
            problem = "不是 UTF-8 编码，请另存为 UTF-8。"
        except NoteError as error:
            problem = error.message
        except (ValueError, RecursionError):  # also a number of thousands of digits
            problem = "不是完整的 JSON。"
        else:
            notes.append(note)
            rows.append(row)
            continue
        broken += 1
        sys.stderr.write(f"第 {number} 行：{problem}已跳过。\n")
    return notes, rows, broken


def _review(arguments: argparse.Namespace) -> int:
    notes, _, broken = read_notes(arguments.source)
    reviews = Reviewer.load().review_many(notes)
    lines = [json.dumps(review.to_dict(), ensure_ascii=False) + "\n" for review in reviews]
    # A lone surrogate in an id has no UTF-8 form; JSON's own escape carries it.
    data = b"".join(
        line.encode("utf-8")
        if not any("\ud800" <= c <= "\udfff" for c in line)
        else json.dumps(json.loads(line)).encode("ascii") + b"\n"
        for line in lines
    )
    if arguments.output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        Path(arguments.output).write_bytes(data)
    return 1 if broken else 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from nlp import evaluation

    notes, rows, broken = read_notes(arguments.source)
    reviews = Reviewer.load().review_many(notes)
    table = evaluation.table(rows, [review.labels.to_dict() for review in reviews])
    sys.stdout.write(evaluation.render(table))
    if arguments.errors:
        sys.stdout.write(evaluation.errors(rows, [review.labels.to_dict() for review in reviews]))
    return 1 if broken else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m nlp", description="家访记录的检查")
    commands = parser.add_subparsers(dest="command", required=True)
    review = commands.add_parser("review", help="检查记录，一行一条 JSON")
    review.add_argument("source", metavar="IN", help="输入文件，- 为标准输入")
    review.add_argument("-o", "--output", metavar="OUT", default="-", help="输出文件，- 为标准输出")
    review.set_defaults(run=_review)
    evaluate = commands.add_parser("evaluate", help="与标注比较，给出每个标签的 F1")
    evaluate.add_argument("source", metavar="GOLD", help="带标注的记录，一行一条 JSON")
    evaluate.add_argument("--errors", action="store_true", help="同时列出不一致的记录")
    evaluate.set_defaults(run=_evaluate)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except OSError as error:
        sys.stderr.write(f"读写文件失败：{error.filename or ''} {error.strerror or error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
