"""The table of clauses in the README of policies covers every template, and names tests that exist."""

import ast
import re
from pathlib import Path

from tenants.policy.templates import RECORDS, template_codes, template_get

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "tenants" / "policy" / "README.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^### (P\d\d)(?: \((\d+) rules\))?\n\n(.*?)(?=\n\n)", re.MULTILINE | re.DOTALL)


def _tests() -> set[str]:
    """Every test function under tests/."""
    return {
        node.name
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _clauses(table: str) -> list[str]:
    return table.splitlines()[2:]


def test_every_rule_set_has_its_table() -> None:
    sections = SECTION.findall(README)
    assert [code for code, _, _ in sections] == sorted([*template_codes(), *RECORDS])
    counted = {code: int(rules) for code, rules, _ in sections if rules}
    assert counted == {code: len(template_get(code).rules) for code in template_codes()}


def test_every_clause_names_a_test_that_exists() -> None:
    known = _tests()
    nameless, missing = [], []
    for code, _, table in SECTION.findall(README):
        for line in _clauses(table):
            named = re.findall(r"`(test_\w+)`", line.split("|")[3])
            if not named:
                nameless.append((code, line))
            missing += [(code, name) for name in named if name not in known]
    assert nameless == []
    assert missing == []
