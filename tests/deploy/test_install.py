"""Later runs of setup do only what changed, and the repository's guard finds what must not be there."""

import subprocess
from pathlib import Path

import pytest

from deploy.lib import command, environment, guard, install, stamps
from deploy.lib.failure import Exit, Failure
from deploy.lib.parts import app_url
from deploy.lib.paths import CACHE
from deploy.lib.testing import Count


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout in place of ours."""
    for module in (stamps, guard, install):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(guard, "PLATFORM", tmp_path / "platform")
    return tmp_path


def test_a_stamp_holds_for_one_content(checkout: Path) -> None:
    file = checkout / "a.lock"
    file.write_text("one", encoding="utf-8")
    first = stamps.digest([file], "3.11")
    assert not stamps.is_done("step", first)
    stamps.mark_done("step", first)
    assert stamps.is_done("step", stamps.digest([file], "3.11"))
    assert not stamps.is_done("step", stamps.digest([file], "3.12"))
    file.write_text("two", encoding="utf-8")
    assert not stamps.is_done("step", stamps.digest([file], "3.11"))
    stamps.forget("step")
    assert not stamps.is_done("step", first)


def test_what_is_installed_or_built_is_no_source(checkout: Path) -> None:
    for name in ("src/a.ts", "node_modules/x/a.js", "dist/index.html", "b.tsbuildinfo", "package.json"):
        file = checkout / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")
    found = [str(file.relative_to(checkout)) for file in stamps.files_below(checkout)]
    assert found == ["package.json", "src/a.ts"]


@pytest.mark.parametrize(
    ("output", "status"),
    [
        ("error: Failed to fetch: dns error", Exit.NO_NETWORK),
        ("OSError: [Errno 28] No space left on device", Exit.DISK_FULL),
        ("npm error code EACCES", Exit.NOT_WRITABLE),
        ("hash mismatch", Exit.INSTALL),
    ],
)
def test_a_failed_installer_is_explained(monkeypatch: pytest.MonkeyPatch, output: str, status: Exit) -> None:
    monkeypatch.setattr(command, "run", lambda *_args, **_named: command.Finished(1, output))
    with pytest.raises(Failure) as caught:
        install._run(["tool"], {}, "tool")
    assert caught.value.status == status
    assert output in caught.value.log
    assert caught.value.remedy


def test_caches_lie_in_the_checkout_and_home_is_never_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    env = environment.for_installing()
    places = ("HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR", "npm_config_cache", "XDG_CACHE_HOME")
    assert all(Path(env[name]).is_relative_to(CACHE) for name in places)


def test_the_guard_finds_what_must_not_be_tracked(checkout: Path) -> None:
    subprocess.run(["git", "init", "-q", str(checkout)], check=True)
    bad = {
        "uv.lock": "",
        "platform/__init__.py": "",
        "frontend/package-lock.json": '{"resolved": "https:' + '//registry.example/x.tgz"}',
        "requirements.txt": "--index" + "-url somewhere",
        "notes.md": "see /" + "root/notes",
        "fine.md": "https://example.org/ and /api/v1/work",
    }
    for name, text in bad.items():
        file = checkout / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert [line.split(": ")[0] for line in guard.problems()] == [
        "uv.lock", "platform/__init__.py", "frontend/package-lock.json:1", "notes.md:1", "requirements.txt:1",
    ]  # fmt: skip


def test_the_application_signs_in_to_the_same_database_as_itself() -> None:
    url = app_url("postgresql://own:er@db.example:5432/jiafang?sslmode=require", "jf_app", "p/w@1")
    assert url == "postgresql://jf_app:p%2Fw%401@db.example:5432/jiafang?sslmode=require"


def test_results_are_counted_over_several_runs(tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    report.write_text(
        '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>',
        encoding="utf-8",
    )
    count = Count()
    count.add(report)
    assert count.line() == "4 passed, 3 failed, 3 skipped"
    count.add(tmp_path / "missing.xml")
    assert count.line() == "4 passed, 4 failed, 3 skipped"
    assert Count(passed=2).line() == "2 passed, 0 failed"
