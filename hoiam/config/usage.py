"""Usage (cách dùng): what each word of `hoiam` does, a line each, and complaints in Vietnamese."""

import re
from argparse import SUPPRESS, ArgumentParser

# In the order in which a newcomer meets them; a word is listed when its room has it.
COMMANDS = {
    "demo": "dựng một trang chạy thử đầy đủ từ con số không và mở nó",
    "serve": "chạy trang và bộ xử lý việc nền",
    "web": "chỉ chạy trang",
    "worker": "chỉ chạy bộ xử lý việc nền",
    "import_cases": "nhập phản ánh cùng lịch sử từ một tệp JSON Lines",
    "export_cases": "xuất phản ánh cùng lịch sử ra JSON Lines",
    "due": "tính một thời hạn và các đoạn thời gian chứng minh nó",
    "monthly_report": "báo cáo tháng và hai phụ lục, tại một thời điểm",
    "verify_history": "kiểm tra niêm phong của lịch sử",
    "bench": "đo tốc độ, đặt cạnh giới hạn của PostgreSQL trong cùng lần chạy",
    "backup": "sao lưu toàn bộ, kể cả tệp đính kèm",
    "restore": "phục hồi vào một cơ sở dữ liệu trống",
    "preflight": "những gì còn thiếu trước khi mở cho người dân",
    "migrate": "dựng hoặc nâng cấp bảng và dữ liệu nền",
}

COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"Còn thiếu: \1."),
    (r"unrecognized arguments: (.+)", r"Không hiểu: \1."),
    (
        r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)",
        r"\1 không nhận \2; hãy chọn một trong \3.",
    ),
    (r"argument (\S+): invalid (\S+) value: (.+)", r"\1 không nhận giá trị \3."),
    (r"argument (\S+): expected one argument", r"\1 cần một giá trị."),
    (r"argument (\S+): expected at least one argument", r"\1 cần ít nhất một giá trị."),
    (r"argument (\S+): not allowed with argument (\S+)", r"Không dùng \1 cùng với \2."),
    (r"one of the arguments (.+) is required", r"Cần một trong: \1."),
)


def listing(lines: dict[str, str]) -> str:
    order = list(COMMANDS)
    names = sorted(lines, key=lambda name: (order.index(name) if name in order else len(order), name))
    shown = [
        f"  {name.replace('_', '-'):<16} {lines[name].strip().splitlines()[0]}\n"
        for name in names
        if lines[name]
    ]
    return "".join(
        [
            "Hồi Âm: mỗi phản ánh đều có hồi âm.\n\nLệnh (thêm --help để xem cách dùng):\n",
            *shown,
            "\nMọi từ khác là lệnh của Django.\n",
        ]
    )


def in_vietnamese(complaint: str) -> str:
    """The parser's own words, which people at a terminal meet most often; anything else as it stands."""
    said = complaint.removeprefix("Error: ").strip()
    for english, vietnamese in COMPLAINTS:
        found = re.fullmatch(english, said, re.DOTALL)
        if found:
            return found.expand(vietnamese)
    return said


def without_djangos_own(parser: ArgumentParser) -> None:
    """The options that every Django command has stay usable, out of the way of whoever asks for --help."""
    from django.core.management.base import DjangoHelpFormatter

    for action in parser._actions:
        if set(action.option_strings) & DjangoHelpFormatter.show_last:
            action.help = SUPPRESS
