"""One launcher per data folder, and secrets that are made once and read by their owner alone."""

import json
import os
import stat
from pathlib import Path

import pytest

from deploy.lib import accounts, datafolder
from deploy.lib.failure import Exit, Failure


def test_a_second_launcher_on_one_folder_is_refused_and_told_who_runs(folder: Path) -> None:
    with datafolder.locked(folder), pytest.raises(Failure) as caught, datafolder.locked(folder):
        pass
    assert caught.value.status == Exit.ALREADY_RUNNING
    assert str(os.getpid()) in caught.value.what
    with datafolder.locked(folder):
        pass


def test_secrets_are_made_once(folder: Path) -> None:
    made = datafolder.secrets_of(folder)
    assert sorted(made) == sorted(datafolder.SECRETS)
    assert len(set(made.values())) == len(made)
    assert datafolder.secrets_of(folder) == made
    assert stat.S_IMODE((folder / "secrets.json").stat().st_mode) == 0o600


def test_a_secret_that_came_later_leaves_the_others_alone(folder: Path) -> None:
    made = datafolder.secrets_of(folder)
    file = folder / "secrets.json"
    file.write_text(json.dumps({"owner": made["owner"]}), encoding="utf-8")
    again = datafolder.secrets_of(folder)
    assert again["owner"] == made["owner"]
    assert sorted(again) == sorted(made)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_addresses_follow_the_port_and_the_domain(folder: Path) -> None:
    file = folder / "accounts.json"
    school = {
        "name": "甲小学", "url": "http://jia.localhost:8000", "template": "P01",
        "principal": {"login": "p", "password": "q"},
        "teachers": [{"login": "t", "password": "u", "roles": []}],
    }  # fmt: skip
    kept = {
        "bureau": {"url": "http://bureau.localhost:8000", "login": "b", "password": "c"},
        "schools": [school],
    }
    datafolder.write_private(file, kept)
    accounts.refresh_addresses(file, "jf.example.cn", 9000)
    found = accounts.read(file)
    assert found is not None
    assert found["bureau"] == {"url": "http://bureau.jf.example.cn:9000", "login": "b", "password": "c"}
    assert found["schools"] == [school | {"url": "http://jia.jf.example.cn:9000"}]
    assert accounts.lines(found)[2:] == [
        "  教育局　　http://bureau.jf.example.cn:9000",
        "    工作人员　b / c",
        "  甲小学　　http://jia.jf.example.cn:9000",
        "    校长　　　p / q",
        "    老师　　　t / u",
    ]


def test_without_accounts_there_is_nothing_to_rewrite(folder: Path) -> None:
    accounts.refresh_addresses(folder / "accounts.json", "localhost", 1)
    assert not (folder / "accounts.json").exists()
    assert accounts.lines(None) == []
