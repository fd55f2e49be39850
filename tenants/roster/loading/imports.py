"""An uploaded roster from its dry run to its application."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import Counter
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from bureaus import selectors as bureaus
from kernel import audit, clock, crypto, events
from kernel.actor import Actor, Role
from tenants.roster import rules
from tenants.roster.contracts import ImportView, RosterChanged, Workbook
from tenants.roster.errors import (
    FileErased,
    ImportNotFound,
    ImportNotReadable,
    PasswordsGone,
    RosterForbidden,
    UploadTooLarge,
)
from tenants.roster.importing import reading
from tenants.roster.importing.cells import FileRefusedError, Sheet
from tenants.roster.importing.columns import HEADER_WITHIN, STAFF, STUDENTS
from tenants.roster.importing.records import FAULT, NEW, SAME, UPDATE, ParsedRow
from tenants.roster.importing.rows import data_rows, roster_sheets
from tenants.roster.importing.verdicts import judge
from tenants.roster.loading.apply import Applier
from tenants.roster.loading.state import identity_index, known_roster, setting_now
from tenants.roster.models import ImportState, RosterImport

KEEP_DAYS = 30  # how long an upload and its verdicts are kept
MAX_ROWS_SHOWN = 20_000


def _check(actor: Actor) -> None:
    if not actor.is_system and not actor.has(Role.OFFICE, Role.PRINCIPAL):
        raise RosterForbidden


def import_create(*, actor: Actor, file_name: str, data: bytes) -> ImportView:
    """Stores an upload and checks it without changing the roster. A file that cannot be read gives an
    import in state `failed` with its `file_error`. UploadTooLarge, RosterForbidden."""
    _check(actor)
    if len(data) > reading.MAX_UPLOAD:
        raise UploadTooLarge
    imports_purge(actor=actor)
    with transaction.atomic():
        found = RosterImport(
            file_name=file_name[-200:] or "名册",
            state=ImportState.CHECKED,
            created_at=clock.now(),
            created_by=actor.user_id,
        )
        rows, problem = _checked(actor, data)
        _record(found, rows, problem)
        found.file = default_storage.save(f"roster/{found.pk}", ContentFile(_sealed(data)))
        found.save(force_insert=True)
        audit.record(actor=actor, action="roster.check", subject=f"import:{found.pk}", detail=found.counts)
    return _view(found)


def import_get_for(*, actor: Actor, import_id: UUID) -> ImportView:
    """One import of this school with its rows; ImportNotFound also for those who may not import."""
    return _view(_found(actor, import_id))


def import_apply(*, actor: Actor, import_id: UUID) -> ImportView:
    """Writes the rows without faults. The file is compared anew with the roster as it is now, so that a
    second application changes nothing. ImportNotFound, ImportNotReadable, FileErased."""
    _check(actor)
    with transaction.atomic():
        _one_at_a_time()
        found = _found(actor, import_id, lock=True)
        if found.state == ImportState.APPLIED:
            return _view(found)
        if found.state == ImportState.FAILED:
            raise ImportNotReadable
        data = _file(found)
        rows, problem = _checked(actor, data)
        if problem is not None:
            raise ImportNotReadable(problem.message)
        stage = bureaus.current_school().stage
        year = rules.school_year_of(clock.today())
        applier = Applier(actor=actor, stage=stage, school_year=year, year_start=_year_start(year))
        applier.run(rows)
        _record(found, rows, None)
        found.state = ImportState.APPLIED
        found.progress = 100
        found.applied_at = clock.now()
        found.first_passwords = json.dumps(applier.passwords, ensure_ascii=False) if applier.passwords else ""
        found.save()
        audit.record(actor=actor, action="roster.apply", subject=f"import:{found.pk}", detail=found.counts)
        events.publish(RosterChanged())
    return _view(found)


def import_sheet(*, actor: Actor, import_id: UUID) -> Workbook:
    """The uploaded sheets with the column 错误原因. ImportNotFound, ImportNotReadable, FileErased."""
    found = _found(actor, import_id)
    if found.state == ImportState.FAILED:
        raise ImportNotReadable
    sheets = reading.read_sheets(_file(found))
    stem = found.file_name.rpartition(".")[0] or found.file_name
    from tenants.roster.loading import workbooks  # openpyxl is slow to load, and seldom needed

    return Workbook(file_name=f"{stem}_检查结果.xlsx", content=workbooks.annotated(sheets, found.rows))


def import_passwords_take(*, actor: Actor, import_id: UUID) -> Workbook:
    """First passwords of the accounts that the import made. Gives them once: PasswordsGone afterwards."""
    with transaction.atomic():
        found = _found(actor, import_id, lock=True)
        if not found.first_passwords:
            raise PasswordsGone
        people = [(str(a), str(b), str(c)) for a, b, c in json.loads(found.first_passwords)]
        found.first_passwords = ""
        found.passwords_taken_at = clock.now()
        found.save(update_fields=["first_passwords", "passwords_taken_at"])
        audit.record(actor=actor, action="roster.passwords_take", subject=f"import:{found.pk}")
    from tenants.roster.loading import workbooks

    return Workbook(file_name="初始密码.xlsx", content=workbooks.passwords(people))


def template_workbook(*, actor: Actor, kind: str) -> Workbook:
    """A blank workbook for students or staff."""
    _check(actor)
    name = "教职工名册模板.xlsx" if kind == STAFF else "学生名册模板.xlsx"
    from tenants.roster.loading import workbooks

    return Workbook(file_name=name, content=workbooks.template(STAFF if kind == STAFF else STUDENTS))


def imports_purge(*, actor: Actor, everything: bool = False) -> int:
    """Erases uploads, their rows and untaken passwords once their time is over (or all of them). The bare
    fact of the import stays. Gives the number erased."""
    with transaction.atomic():
        due = RosterImport.objects.select_for_update().filter(file_erased_at=None)
        if not everything:
            due = due.filter(created_at__lt=clock.now() - dt.timedelta(days=KEEP_DAYS))
        erased = list(due)
        for found in erased:
            path = found.file
            found.file, found.rows, found.first_passwords, found.file_name = "", [], "", "（已清除）"
            found.file_erased_at = clock.now()
            found.save()
            if path:
                transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
        if erased:
            audit.record(actor=actor, action="roster.purge", subject="imports", detail={"count": len(erased)})
    return len(erased)


# --- inside --------------------------------------------------------------------------------------


def _found(actor: Actor, import_id: UUID, *, lock: bool = False) -> RosterImport:
    imports = RosterImport.objects.select_for_update() if lock else RosterImport.objects
    found = (
        imports.filter(pk=import_id).first()
        if actor.is_system or actor.has(Role.OFFICE, Role.PRINCIPAL)
        else None
    )
    if found is None:
        raise ImportNotFound
    return found


def _one_at_a_time() -> None:
    """Two clerks who apply at once would both find the same child missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), 1)")


def _sealed(data: bytes) -> bytes:
    return crypto.encrypt(base64.b64encode(data).decode()).encode()


def _file(found: RosterImport) -> bytes:
    if not found.file:
        raise FileErased
    try:
        with default_storage.open(found.file) as stored:
            return base64.b64decode(crypto.decrypt(stored.read().decode()))
    except FileNotFoundError:
        raise FileErased from None


def _checked(actor: Actor, data: bytes) -> tuple[list[ParsedRow], FileRefusedError | None]:
    setting = setting_now(bureaus.current_school().stage)
    try:
        rows = _rows(reading.read_sheets(data), setting)
    except FileRefusedError as problem:
        return [], problem
    judge(
        rows,
        known_roster(setting.school_year),
        index=identity_index,
        class_name=lambda key: rules.class_name(
            stage=setting.stage, grade=key.grade, number=key.number, label=key.label
        ),
        may_grant=actor.is_system or actor.has(Role.PRINCIPAL),
    )
    return rows, None


def _rows(sheets: list[Sheet], setting: Any) -> list[ParsedRow]:
    found = roster_sheets(sheets)
    if not found:
        raise FileRefusedError(
            "roster.no_header",
            f"没有找到名册的表头。请让前 {HEADER_WITHIN} 行里有一行写着“姓名、班级”（学生）"
            "或“姓名、手机号、角色”（教职工）等列名，也可以先下载空白模板。",
        )
    rows = [row for sheet, header in found for row in data_rows(sheet, header, setting)]
    if not rows:
        raise FileRefusedError("roster.no_rows", "表头下面没有内容。请填好名册后再上传。")
    return rows


def _record(found: RosterImport, rows: list[ParsedRow], problem: FileRefusedError | None) -> None:
    verdicts = Counter(row.verdict for row in rows)
    found.counts = {verdict: verdicts[verdict] for verdict in (NEW, UPDATE, SAME, FAULT)}
    found.rows = [row.as_json() for row in rows]
    kinds = {STUDENTS if hasattr(row.record, "school_class") else STAFF for row in rows}
    found.kind = kinds.pop() if len(kinds) == 1 else ""
    if problem is not None:
        found.state = ImportState.FAILED
        found.file_error = {"code": problem.code, "message": problem.message}


def _year_start(year: int) -> dt.date:
    """The first day of the bureau's school year (or of its first term, if that is earlier)."""
    calendar = bureaus.calendar_of_bureau(bureaus.current_school().bureau_id)
    days = [one.start for one in calendar.years if one.key == str(year)]
    days += [one.start for one in calendar.terms if one.year == str(year)]
    return min(days, default=dt.date(year, 9, 1))


def _view(found: RosterImport) -> ImportView:
    rows = found.rows
    truncated = len(rows) > MAX_ROWS_SHOWN
    if truncated:  # faults first: they are what the clerk has to see
        rows = sorted(rows, key=lambda row: row["verdict"] != FAULT)[:MAX_ROWS_SHOWN]
    return ImportView(
        id=found.pk,
        file_name=found.file_name,
        kind=found.kind or None,
        state=found.state,
        counts=found.counts,
        file_error=found.file_error,
        progress=found.progress,
        truncated=truncated,
        has_passwords=bool(found.first_passwords),
        keep_days=KEEP_DAYS,
        file_erased=found.file_erased_at is not None,
        rows=tuple(rows),
    )
