"""`manage.py evaluate_policy`: a file or standard input in, JSON out; a refusal is one line and a status."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tenants.targets.rules import evaluation_data
from tests.unit.targets.worked import asked, quota, school, visit

MANAGE = Path(__file__).resolve().parents[3] / "platform" / "manage.py"
SCENARIO = school(quota("homeroom", "share", 50, "term"), visits=[visit("v1", "s1", "t1", "2026-10-10")])


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(SCENARIO), encoding="utf-8")
    out = io.StringIO()
    call_command("evaluate_policy", str(file), stdout=out)
    assert json.loads(out.getvalue()) == evaluation_data(asked(SCENARIO))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    for file, why in (("none.json", "没有这个文件，请核对路径"), ("", "这是文件夹，请写出其中的文件")):
        with pytest.raises(CommandError) as refused:
            call_command("evaluate_policy", str(tmp_path / file), stdout=io.StringIO())
        assert str(refused.value) == f"读不到 {tmp_path / file}：{why}"


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (json.dumps(SCENARIO), 0, ""),
        (json.dumps({**SCENARIO, "today": "morgen"}), 1, "today："),
        ("{", 1, "JSON"),
    ],
)
def test_standard_input_and_the_status(text: str, status: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(MANAGE), "evaluate_policy", "-"],
        input=text, capture_output=True, encoding="utf-8", check=False, timeout=110,
    )  # fmt: skip
    assert done.returncode == status
    if status:
        assert done.stdout == ""
        (line,) = done.stderr.strip().splitlines()
        assert said in line
    else:
        assert json.loads(done.stdout) == evaluation_data(asked(SCENARIO))
