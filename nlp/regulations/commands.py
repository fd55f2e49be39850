"""The command line of `regulations`: `regulation IN -o OUT`, `regulation-evaluate FOLDER`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.regulations import Reading, RegulationError, load, read
from nlp.regulations import evaluation as figures

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def add(commands: Commands) -> None:
    """The subcommands, each with `run` set."""
    one = commands.add_parser("regulation", help="把一份制度（.txt、.docx）读成规则")
    one.add_argument("source", metavar="IN", help="制度文件，- 为标准输入")
    one.add_argument("-o", "--output", metavar="OUT", default="-", help="规则文件（JSON），- 为标准输出")
    one.add_argument("--notes", metavar="FILE", help="另写一份说明：矛盾之处，每一句读成了什么（JSON）")
    one.set_defaults(run=_regulation)
    folder = commands.add_parser("regulation-evaluate", help="与手写的规则比较，给出每一类的 F1")
    folder.add_argument("source", metavar="FOLDER", help="文件夹，内有 NAME.txt 和 NAME.json")
    folder.add_argument("--errors", action="store_true", help="同时列出漏读和多读的规则")
    folder.set_defaults(run=_evaluate)


def _regulation(arguments: argparse.Namespace) -> int:
    source = arguments.source
    try:
        reading = read(load(sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()))
    except RegulationError as error:
        sys.stderr.write(f"{error.message}（{error.code}）\n")
        return 1
    _write(arguments.output, reading.to_dict())
    if arguments.notes:
        _write(arguments.notes, reading.notes())
    sys.stderr.write(summary(reading))
    return 0


def _write(target: str, data: dict[str, Any]) -> None:
    written = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    if target == "-":
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
    else:
        Path(target).write_bytes(written)


def summary(reading: Reading) -> str:
    """What a person should look at: conflicts, and clauses that gave no rule."""
    unread = [clause for clause in reading.clauses if clause.status == "unread"]
    lines = [
        f"读出 {len(reading.rules)} 条规则，{len(reading.conflicts)} 处矛盾，{len(unread)} 句没有读出规则。"
    ]
    lines += [f"矛盾：{conflict.message}" for conflict in reading.conflicts]
    lines += [f"未读：{clause.text[:60]}" for clause in unread]
    return "\n".join(lines) + "\n"


def _evaluate(arguments: argparse.Namespace) -> int:
    scores = figures.folder(Path(arguments.source))
    sys.stdout.write(figures.render(scores))
    if arguments.errors:
        sys.stdout.write(figures.errors(scores))
    return 0
