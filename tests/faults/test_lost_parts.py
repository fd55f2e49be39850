"""Parts of the running platform are killed in the middle of the work: no review is lost or done twice."""

import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from deploy.lib.process import start_ticks, wait_until
from deploy.lib.started import Started, launch, wait_ready
from tests.faults.conftest import Caller, signed_in

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

NOTES = 500
REVIEW_SECONDS = 600.0
PARTS = ("database", "broker", "worker", "beat", "web")
SUBJECTS = ("语文", "数学", "英语", "科学", "体育", "美术", "音乐")
DEEDS = (
    "作业按时交",
    "上课爱举手",
    "小组里肯帮人",
    "进步看得见",
    "笔记记得清楚",
    "常来问问题",
    "背得很熟",
    "练得认真",
)
PEOPLE = ("爷爷", "奶奶", "外公", "外婆", "姑姑", "舅舅", "哥哥", "姐姐", "婶婶")
DAILY = ("接送上下学", "陪着吃晚饭", "管着看电视", "帮着洗校服", "在镇上开小店", "种着几亩果园", "跑长途运货")
PLANS = ("读课外书", "练跳绳", "写日记", "洗碗扫地", "整理书包", "改错题", "给爸妈打电话", "早睡")
TIMES = ("晚饭后", "周六上午", "周日下午", "放学路上", "起床后", "睡觉前", "每逢赶集")


def _note(number: int) -> str:
    """A note of three sentences, put together so that few notes share one: this test is not about copies."""
    subject, deed = SUBJECTS[number % 7], DEEDS[number // 7 % 8]
    person, daily = PEOPLE[number % 9], DAILY[number // 9 % 7]
    plan, when = PLANS[number % 8], TIMES[number // 8 % 7]
    return (
        f"孩子{subject}课{deed}，{person}听了高兴。平日{person}{daily}，{when}才得空。"
        f"商定{when}{plan}，{person}看着。"
    )


def _kill(started: Started, part: str, number: signal.Signals) -> int:
    """Signal a part and wait until another process has taken its place; the new number."""
    before = started.pid(part)
    assert before is not None
    os.kill(before, number)
    assert wait_until(lambda: started.pid(part) not in (None, before), 60), started.printed
    after = started.pid(part)
    assert after is not None
    return after


def _rows(started: Started, statement: sql.Composed, ids: list[uuid.UUID]) -> list[tuple[Any, ...]]:
    with psycopg.connect(started.addresses["database_url"]) as connection:
        return connection.execute(statement, [ids]).fetchall()


def test_500_notes_are_reviewed_once_each_though_worker_broker_and_database_die(running: Started) -> None:
    school = running.accounts["schools"][0]
    callers: list[tuple[Caller, list[str]]] = []
    for teacher in school["teachers"]:
        if not {"homeroom", "subject"} & set(teacher["roles"]):
            continue
        caller = signed_in(running, school["url"], teacher["login"], teacher["password"])
        status, body = caller.call("GET", "/api/v1/students/?page_size=200")
        assert status == 200, body
        callers.append((caller, [student["id"] for student in body["results"]]))
    callers = [pair for pair in callers if pair[1]]
    visited_at = (datetime.now().astimezone() - timedelta(hours=20)).isoformat(timespec="seconds")
    work = [
        (caller, uuid.uuid4(), students[number % len(students)], _note(number))
        for number, (caller, students) in enumerate(islice(cycle(callers), NOTES))
    ]
    killed_worker = running.pid("worker")

    def submit(item: tuple[Caller, uuid.UUID, str, str]) -> int:
        caller, visit, student, text = item
        body = {
            "student": student, "mode": "home", "visited_at": visited_at, "outcome": "done", "text": text,
            "present": ["mother"],
        }  # fmt: skip
        status, answer = caller.call("PUT", f"/api/v1/visits/{visit}/", body)
        assert status in (200, 201), answer
        return status

    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(submit, work[:200]))
        assert _kill(running, "worker", signal.SIGKILL) != killed_worker
        later = [pool.submit(submit, item) for item in work[200:]]
        wait_until(lambda: sum(future.done() for future in later) > 50, 300)
        _kill(running, "broker", signal.SIGKILL)
        wait_until(lambda: sum(future.done() for future in later) > 150, 300)
        _kill(running, "database", signal.SIGKILL)
        wait_until(lambda: sum(future.done() for future in later) > 220, 300)
        _kill(running, "worker", signal.SIGKILL)
        answers += [future.result() for future in later]
    assert len(answers) == NOTES

    ids = [item[1] for item in work]
    schema = sql.Identifier(school["schema"])
    done = sql.SQL(
        "SELECT count(*) FROM {}.review_review WHERE state = 'done' AND visit_id = ANY(%s)"
    ).format(schema)
    wait_until(lambda: _rows(running, done, ids) == [(NOTES,)], REVIEW_SECONDS)
    states = sql.SQL(
        "SELECT state, count(*), count(DISTINCT visit_id), min(version), max(version)"
        " FROM {}.review_review WHERE visit_id = ANY(%s) GROUP BY state"
    ).format(schema)
    assert _rows(running, states, ids) == [("done", NOTES, NOTES, 1, 1)]
    twice = sql.SQL(
        "SELECT visit_id, code, message FROM {}.review_flag"
        " WHERE visit_id = ANY(%s) AND state <> 'superseded'"
        " GROUP BY visit_id, code, message, spans::text, related::text HAVING count(*) > 1"
    ).format(schema)
    assert _rows(running, twice, ids) == []
    visits = sql.SQL("SELECT count(*), max(version) FROM {}.visits_visit WHERE id = ANY(%s)").format(schema)
    assert _rows(running, visits, ids) == [(NOTES, 1)]


def test_signals_stop_everything_and_the_data_stays(tmp_path: Path) -> None:
    first = launch(tmp_path, ["--empty"])
    wait_ready(first)
    bureau = first.accounts["bureau"]
    signed_in(first, bureau["url"], bureau["login"], bureau["password"])
    numbers = _numbers(first)
    since = time.monotonic()
    os.killpg(first.launcher.pid, signal.SIGINT)
    assert first.ended() == 0
    assert time.monotonic() - since < 30
    assert [start_ticks(number) for number in numbers] == [None] * len(PARTS)
    assert list((tmp_path / "pids").iterdir()) == []

    # Another port: the addresses follow, the account is still there.
    second = launch(tmp_path, ["--empty"])
    wait_ready(second)
    assert second.accounts["bureau"] == bureau | {"url": f"http://bureau.localhost:{second.port}"}
    signed_in(second, second.accounts["bureau"]["url"], bureau["login"], bureau["password"])

    # Killed without a chance to stop anything: the next start ends what is left and goes on.
    second.launcher.kill()
    second.ended()
    left = _numbers(second)
    third = launch(tmp_path, ["--empty"], port=second.port)
    wait_ready(third)
    assert [start_ticks(number) for number in left] == [None] * len(PARTS)
    assert third.stop() == 0


def _numbers(started: Started) -> list[int]:
    """The process numbers of all parts, which must all be there."""
    found = [started.pid(part) for part in PARTS]
    numbers = [number for number in found if number is not None]
    assert len(numbers) == len(PARTS), found
    return numbers
