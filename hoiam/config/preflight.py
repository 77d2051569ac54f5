"""Preflight (kiểm tra trước khi mở): what stands between this installation and a safe public service.

Each question is a small function that answers with a sentence when something is wrong, and with nothing when
it is well. No question changes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from hoiam.accounts.models import Person
from hoiam.calendars.lookup import calendar
from hoiam.config import database
from hoiam.demo.people import ADMIN, PASSWORD
from hoiam.kit.clock import now
from hoiam.kit.moments import civil_date
from hoiam.messaging.models import Channel
from hoiam.signatures.identities import Way, way

Question = Callable[[], str]
DURABLE: Final = ("fsync", "synchronous_commit", "full_page_writes")
OWNED: Final = """
    SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
"""


def standing_in_the_way() -> Iterator[str]:
    """One sentence for each thing that somebody should put right before citizens come."""
    for question in QUESTIONS:
        if sentence := question():
            yield sentence


def developer_mode() -> str:
    return "Đang chạy ở chế độ phát triển (DEBUG); hãy chạy `hoiam serve`." if settings.DEBUG else ""


def address() -> str:
    if settings.HOIAM_PUBLIC_URL.startswith("https://"):
        return ""
    return "HOIAM_PUBLIC_URL chưa phải địa chỉ https:// mà người dân sẽ dùng."


def database_server() -> str:
    if not database.is_embedded():
        return ""
    return "Chưa đặt DATABASE_URL: đang dùng PostgreSQL đi kèm, chỉ hợp nơi ít việc."


def roles_apart() -> str:
    (owns,) = _asked(OWNED)
    if not owns:
        return ""
    return "Vai trò của trang làm chủ các bảng, nên sửa được lịch sử; hãy tách hai vai trò."


def durable() -> str:
    off = [name for name in DURABLE if _asked(f"SHOW {name}")[0] == "off"]
    return f"PostgreSQL đang tắt {', '.join(off)}: mất điện là mất phản ánh đã báo nhận." if off else ""


def key_file() -> str:
    path = Path(settings.HOIAM_DATA) / "keys.json"
    loose = path.exists() and path.stat().st_mode & 0o077
    return f"{path} đọc được bởi người khác; hãy đặt quyền 0600." if loose else ""


def next_year() -> str:
    year = civil_date(now()).year + 1
    if year in calendar().years:
        return ""
    return f"Lịch nghỉ năm {year} chưa được khai báo; hạn kéo sang năm ấy bị từ chối."


def signatures() -> str:
    if way() is not Way.TEST:
        return ""
    return "Văn bản đang ký bằng chứng thư thử nghiệm (HOIAM_SIGNING); chữ ký không có giá trị."


def mail() -> str:
    return (
        "" if settings.EMAIL_HOST else "Chưa đặt EMAIL_HOST: thư điện tử chỉ nằm trong thư mục, không tới ai."
    )


def text_messages() -> str:
    if Channel.SMS in settings.HOIAM_GATEWAYS:
        return ""
    return "Chưa đặt cổng tin nhắn (HOIAM_GATEWAYS): người dân không nhận được SMS."


def seals_outside() -> str:
    return (
        "" if settings.HOIAM_SEAL_MAIL else "Chưa có ai ngoài hệ thống giữ gốc niêm phong (HOIAM_SEAL_MAIL)."
    )


def administrator() -> str:
    found = Person.objects.filter(is_active=True, is_system_admin=True).exists()
    return "" if found else "Chưa có tài khoản quản trị hệ thống."


def demo_accounts() -> str:
    kept = Person.objects.filter(username=ADMIN, is_active=True).first()
    if kept is None or not kept.check_password(PASSWORD):
        return ""
    return "Còn tài khoản minh họa với mật khẩu đã in ra; đừng chạy thật trên dữ liệu minh họa."


def _asked(sql: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone() or (None,))


QUESTIONS: Final[tuple[Question, ...]] = (
    developer_mode, address, database_server, roles_apart, durable, key_file, next_year, signatures, mail,
    text_messages, seals_outside, administrator, demo_accounts,
)  # fmt: skip
