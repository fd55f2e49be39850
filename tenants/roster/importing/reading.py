"""From the bytes of an upload to its visible sheets."""

from __future__ import annotations

from tenants.roster.importing.cells import Sheet
from tenants.roster.importing.containers import Container, container_of
from tenants.roster.importing.csvtext import read_csv
from tenants.roster.importing.xls import read_xls
from tenants.roster.importing.xlsx import read_xlsx

MAX_UPLOAD = 20 * 1024 * 1024  # bytes


def read_sheets(data: bytes) -> list[Sheet]:
    """Visible sheets of an xlsx, xls or csv: the content decides, not the name. FileRefusedError."""
    container = container_of(data)
    if container is Container.XLSX:
        return read_xlsx(data)
    if container is Container.XLS:
        return read_xls(data)
    return read_csv(data)
