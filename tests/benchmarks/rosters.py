"""Reading and judging a big roster: `python tests/benchmarks/rosters.py` (with the roots on PYTHONPATH).

Prints CPU seconds for 12,000 rows of 23 columns as xlsx, xls and csv, the ratio to 3,000 rows (4 when
the work grows with the rows and no faster), and the peak of memory.
"""

from __future__ import annotations

import sys
import time
import tracemalloc

from tenants.roster.importing.reading import read_sheets
from tests.support.rosters import Table, csv, identity, judged, xls, xlsx

HEADER = (
    "序号,姓名,性别,身份证件类型,身份证件号,学籍号,校内学号,出生日期,民族,年级,班级,入学年月,就读方式,"
    "户口性质,家庭住址,是否留守,是否单亲,是否残疾,是否随迁,是否低保,监护人姓名,关系,联系电话"
)


def table(count: int) -> Table:
    """Pupils of a very big school, each with an identity number of one's own."""
    rows: list[list[object]] = [list(HEADER.split(","))]
    for i in range(count):
        born = f"{2014 + i % 6}{1 + i // 1000 % 12:02d}{1 + i // 999 % 28:02d}"
        number = identity(i % 999 + 1, born)
        grade = "一二三四五六"[i % 6]
        rows.append(
            [
                i + 1,
                f"学生{i}",
                "女" if i % 2 else "男",
                "居民身份证",
                number,
                "G" + number,
                str(20240000 + i),
                born,
                "汉族",
                f"{grade}年级",
                f"{i % 40 + 1}班",
                "202409",
                "走读",
                "农业户口",
                f"甲县乙乡丙村{i}组",
                "否",
                "否",
                "否",
                "否",
                "是",
                f"家长{i}",
                "父亲",
                str(13800000000 + i),
            ]
        )
    return rows


def seconds(data: bytes) -> float:
    begun = time.process_time()
    rows = judged(data)
    spent = time.process_time() - begun
    assert {row.verdict for row in rows} == {"new"}
    return spent


def main() -> None:
    few, many = table(3_000), table(12_000)
    for name, make in (("xlsx", xlsx), ("xls", xls), ("csv", lambda rows: csv(rows, "gbk"))):
        small, big = make(few), make(many)
        quarter, whole = seconds(small), seconds(big)
        tracemalloc.start()
        read_sheets(big)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        sys.stdout.write(
            f"{name}: {whole:.1f} s for 12,000 rows, {whole / quarter:.1f} x 3,000 rows, "
            f"reading peaks at {peak:.0f} MB\n"
        )


if __name__ == "__main__":
    main()
