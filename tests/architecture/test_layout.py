"""The folders that the import contracts speak of are the folders that exist."""

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {"platform", "tenants", "nlp", "api", "frontend", "tests", "deploy"}


def _tracked() -> list[str]:
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return out.stdout.splitlines()


def test_the_top_level_is_fixed() -> None:
    folders = {name.split("/")[0] for name in _tracked() if "/" in name and not name.startswith(".")}
    assert folders == TOP_LEVEL


def test_every_package_is_under_an_import_contract() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    roots = set(config["tool"]["importlinter"]["root_packages"])
    on_disk = {p.parent.name for p in (ROOT / "platform").glob("*/__init__.py")}
    on_disk |= {name for name in ("tenants", "nlp", "api") if (ROOT / name / "__init__.py").is_file()}
    assert roots == on_disk


def test_platform_is_a_plain_folder() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    loose = {p.name for p in (ROOT / "platform").iterdir() if p.is_file()}
    assert loose == {"manage.py", "README.md"}


def test_every_folder_of_the_house_introduces_itself() -> None:
    missing = [name for name in sorted(TOP_LEVEL) if not (ROOT / name / "README.md").is_file()]
    assert missing == []


def test_no_registry_lookup_goes_around_the_import_contracts() -> None:
    """`get_model("app", …)` would reach another app's models without an import."""
    pattern = re.compile(r"\bget_model\(")
    found = [
        name
        for name in _tracked()
        if name.endswith(".py")
        and not name.startswith("tests/")
        and "/migrations/" not in name
        and pattern.search((ROOT / name).read_text())
    ]
    assert found == []
