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
from nlp.regulations.commands import add as regulation_commands


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
    from nlp import Reviewer

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
    from nlp import Reviewer, evaluation

    if arguments.part:
        return _evaluate_part(arguments)
    if not arguments.source:
        sys.stderr.write("请给出带标注的文件，或用 --part 选语料的一部分。\n")
        return 2
    notes, rows, broken = read_notes(arguments.source)
    found = [review.labels.to_dict() for review in Reviewer.load().review_many(notes)]
    sys.stdout.write(evaluation.render(evaluation.table(rows, found), evaluation.intervals(rows, found)))
    if arguments.errors:
        sys.stdout.write(evaluation.errors(rows, found))
    return 1 if broken else 0


def _evaluate_part(arguments: argparse.Namespace) -> int:
    """The corpus' own part: each author's notes are each other's context, ordinary and hard apart."""
    from itertools import groupby

    from nlp import Reviewer, evaluation
    from nlp.corpus import parts
    from nlp.training import baselines

    reviewer = Reviewer.load()
    notes = parts.notes(arguments.part)
    found: list[dict[str, Any]] = []
    for _, own in groupby(notes, key=lambda note: note.author):
        batch = [Note(note.id, note.student, note.text) for note in own]
        found += [review.labels.to_dict() for review in reviewer.review_many(batch)]
    systems: dict[str, list[dict[str, Any]]] = {}
    if arguments.baselines:
        systems["lexicon only"] = baselines.lexicon_only(notes)
        systems["TF-IDF + SVM"] = baselines.tfidf(parts.notes("training"), notes)
        try:
            systems["SnowNLP"] = baselines.snownlp_tone(notes)
        except ImportError:
            sys.stderr.write("没有安装 snownlp，略去这一列（pip install snownlp）。\n")
    for kind in ("ordinary", "hard"):
        chosen = [number for number, note in enumerate(notes) if note.kind == kind]
        gold = [notes[number].labels() for number in chosen]
        mine = [found[number] for number in chosen]
        # A copied pair with one note of each kind counts in neither.
        for row in (*gold, *mine):
            row["near_duplicates"] = [i for i in row["near_duplicates"] if i in {str(g["id"]) for g in gold}]
        beside = {
            name: evaluation.table(gold, [{"near_duplicates": [], **rows[number]} for number in chosen])
            for name, rows in systems.items()
        }
        sys.stdout.write(f"\n{kind}: {len(chosen)} notes, {reviewer.version}\n")
        sys.stdout.write(
            evaluation.render(evaluation.table(gold, mine), evaluation.intervals(gold, mine), beside)
        )
        if arguments.errors:
            sys.stdout.write(evaluation.errors(gold, mine, {n.id: n for n in notes}))
    return 0


def _agreement(arguments: argparse.Namespace) -> int:
    """How far two labellers agree: the second labels of a tenth of the corpus against the first."""
    from nlp.corpus import parts
    from nlp.evaluation import agreement

    first = {note.id: note.labels() for part in parts.PARTS for note in parts.notes(part)}
    second = parts.second_labels()
    figures = agreement([first[str(row["id"])] for row in second], second)
    sys.stdout.write(f"{len(second)} notes labelled twice\n{'':<20}  agree  kappa\n")
    for name, (share, kappa) in figures.items():
        sys.stdout.write(f"{name:<20}  {share:.3f}  {kappa:.3f}\n")
    return 0


def _train(arguments: argparse.Namespace) -> int:
    from nlp.corpus.reading import CorpusError
    from nlp.reading.model import FILE
    from nlp.training import run

    target = Path(arguments.output) if arguments.output else FILE
    try:
        outcome = run.train(
            target,
            decisions=Path(arguments.decisions) if arguments.decisions else None,
            force=arguments.force,
            jobs=arguments.jobs,
        )
    except (run.DecisionsError, CorpusError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    old = "无" if outcome.old is None else f"{outcome.old:.4f}"
    verdict = f"已写入 {target}" if outcome.kept else "没有更好，保留原来的模型"
    sys.stdout.write(f"开发部分得分：原来 {old}，新的 {outcome.new:.4f}；{outcome.version}：{verdict}\n")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m nlp", description="家访记录的检查")
    commands = parser.add_subparsers(dest="command", required=True)
    review = commands.add_parser("review", help="检查记录，一行一条 JSON")
    review.add_argument("source", metavar="IN", help="输入文件，- 为标准输入")
    review.add_argument("-o", "--output", metavar="OUT", default="-", help="输出文件，- 为标准输出")
    review.set_defaults(run=_review)
    evaluate = commands.add_parser("evaluate", help="与标注比较，给出每个标签的 F1")
    evaluate.add_argument("source", metavar="GOLD", nargs="?", help="带标注的记录，一行一条 JSON")
    evaluate.add_argument("--part", choices=("training", "development", "test"), help="改用语料的一部分")
    evaluate.add_argument("--baselines", action="store_true", help="与几种简单方法并列（只用于 --part）")
    evaluate.add_argument("--errors", action="store_true", help="同时列出不一致的记录")
    evaluate.set_defaults(run=_evaluate)
    agreement = commands.add_parser("agreement", help="两位标注者对同一批记录的一致程度")
    agreement.set_defaults(run=_agreement)
    train = commands.add_parser("train", help="用语料（和学校同意共享的决定）重新训练，更好才替换")
    train.add_argument("-o", "--output", metavar="OUT", help="模型文件，不写就是随包的那个")
    train.add_argument("--decisions", metavar="FILE", help="export_decisions 导出的决定，一行一条 JSON")
    train.add_argument("--force", action="store_true", help="不比较，直接写入")
    train.add_argument("--jobs", type=int, default=1, metavar="N", help="同时使用的处理器数")
    train.set_defaults(run=_train)
    regulation_commands(commands)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except OSError as error:
        sys.stderr.write(f"读写文件失败：{error.filename or ''} {error.strerror or error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
