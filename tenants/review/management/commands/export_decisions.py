"""Decided notes of the schools that agreed, without names, for training the checks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bureaus import selectors as bureaus
from bureaus.contracts import SchoolInfo
from kernel import tenancy
from tenants.review import services


class Command(BaseCommand):
    """Write the decided notes of a bureau's schools, or of those named, as JSON lines.

    One object a line, UTF-8:

        {"id": "9f0c…", "student": "周景澄", "text": "…", "labels": {…}}

    `labels` holds those keys of the exchange format that a decision supports, and no others:
    `content` (with one or more of `in_school_report`, `home_situation`, `agreed_measures`, each `present`,
    `mentioned` or `absent`), `tone`, `praise_first`, `name_mismatch`. Names are made up, private data is
    taken out; an id is the same in every export of a school and leads to no note outside of it. Schools
    that do not agree are named and left out.
    """

    help = "Write decided notes of the schools that agreed to share them, without names, as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose notes, and where to."""
        parser.add_argument("schools", nargs="*", help="schools by their slug; all of the bureau when none")
        parser.add_argument("--bureau", default="bureau", help="the bureau's slug")
        parser.add_argument("-o", "--output", default="-", help="file to write; - is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the schools; what each gave is said on standard error."""
        schools = self._schools(options["bureau"], options["schools"])
        if options["output"] == "-":
            self._write(schools, sys.stdout)
            return
        target = Path(options["output"])
        target.touch(mode=0o600)
        with target.open("w", encoding="utf-8") as file:
            self._write(schools, file)

    def _schools(self, bureau_slug: str, slugs: list[str]) -> list[SchoolInfo]:
        bureau = bureaus.bureau_by_slug(bureau_slug)
        if bureau is None:
            raise CommandError(f"没有代号为 {bureau_slug} 的教育局。")
        schools = bureaus.ready_schools(bureau_id=bureau.id)
        unknown = sorted(set(slugs) - {school.slug for school in schools})
        if unknown:
            raise CommandError(f"{bureau.name}没有这些学校：{'、'.join(unknown)}。")
        return [school for school in schools if not slugs or school.slug in slugs]

    def _write(self, schools: list[SchoolInfo], file: TextIO) -> None:
        for school in schools:
            with tenancy.school(school.schema_name):
                lines = services.shared_notes()
            for line in lines or ():
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            said = "没有同意共享，未导出" if lines is None else f"{len(lines)} 条"
            self.stderr.write(f"{school.name}：{said}")
