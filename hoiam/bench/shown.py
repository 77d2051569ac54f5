"""Shown (bảng kết quả): the measurements for people, beside PostgreSQL's time and the smallest table's."""

from __future__ import annotations

from typing import Any, Final

from hoiam.kit.numbers import number

from .late_lines import STAGES
from .measuring import Measured, Row

NAMES: Final = {
    "create": "người dân gửi", "take": "Tổng đài tiếp nhận", "life": "một đời đủ tám bước",
    "inbox": "hộp việc: quá hạn", "inbox_unit": "hộp việc của đơn vị", "case": "trang phản ánh",
    "search_common": "tìm từ ở mọi phản ánh", "search_words": "tìm một câu thường gặp",
    "search_rare": "tìm từ hiếm", "search_code": "tìm theo mã số", "report_totals": "tổng số của tháng",
    "report_tables": "các bảng của tháng", "report_cases": "từng phản ánh của tháng",
}  # fmt: skip
HEAD: Final = (
    f"{'việc':<26}{'người':>6}{'p50 ms':>10}{'p95 ms':>10}{'mỗi giây':>10}{'lệnh SQL':>10}{'PG ms':>9}"
)


def table(found: Measured, first: Measured | None = None) -> str:
    """One size; beside `first`, the smallest one of the same run, how much slower each act has become."""
    settings = ", ".join(f"{name}={value}" for name, value in found.settings.items())
    head = HEAD + (f"{f'so với {number(first.cases)}':>16}" if first else "")
    return "\n".join(
        [
            f"{number(found.cases)} phản ánh, {number(found.bytes // 1_000_000)} MB",
            f"PostgreSQL: {settings}",
            head,
            *(_line(row, _same(first, row)) for row in found.rows),
            f"Đã báo nhận {number(found.acknowledged)}, đếm được trong bảng {number(found.counted)}"
            f"{'.' if found.agrees else ': KHÔNG KHỚP.'}",
        ]
    )


def _line(row: Row, other: Row | None) -> str:
    ratio = f"{row.p50 / other.p50:>15.2f}×" if other and other.p50 else ""
    statements = f"{row.statements:.1f}" if row.statements is not None else "-"
    database = f"{row.database_ms:.2f}" if row.database_ms is not None else "-"
    return (
        f"{NAMES[row.act]:<26}{row.clients:>6}{row.p50:>10.1f}{row.p95:>10.1f}{row.rate:>10.1f}"
        f"{statements:>10}{database:>9}{ratio}"
    )


def _same(found: Measured | None, row: Row) -> Row | None:
    rows = found.rows if found else []
    return next((one for one in rows if (one.act, one.clients) == (row.act, row.clients)), None)


def letter_table(found: dict[str, Any]) -> str:
    """One letter about thousands of lines, stage by stage."""
    head = f"{number(found['lines'])} dòng chậm, {number(found['files'])} tệp phụ lục đã ký"
    stages = [f"{STAGES[stage]:<34}{seconds:>8.2f} giây" for stage, seconds in found["seconds"].items()]
    return "\n".join([head, *stages, f"{'cộng':<34}{sum(found['seconds'].values()):>8.2f} giây\n"])
