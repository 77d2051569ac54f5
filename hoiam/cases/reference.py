"""Lists people choose from (danh sách lý do): shipped as rows, edited by the province afterwards.

`load()` adds what is missing and changes nothing that somebody has edited.
"""

from __future__ import annotations

from typing import Final

from .models import Reason

_UNSATISFIED: Final = """
    still_there    | Việc vẫn còn                          | reopens
    explained_only | Chỉ giải thích, không làm             | reopens
    half_done      | Làm chưa hết                          | reopens
    off_the_point  | Trả lời không đúng việc tôi hỏi       | reopens
    too_slow       | Trả lời quá chậm
    attitude       | Thái độ khi xử lý
    other          | Khác
"""
LISTS: Final[dict[str, str]] = {
    "send_back": """
        not_competent    | Không thuộc thẩm quyền
        wrong_area       | Không thuộc địa bàn
        no_place         | Thiếu địa điểm nên không xác định được đơn vị
        duplicate        | Trùng với phản ánh khác
        superior_handles | Cơ quan cấp trên đang xử lý
    """,
    "recall": """
        wrong_unit  | Chuyển nhầm đơn vị
        new_facts   | Có thông tin mới
        conduct     | Là phản ánh về công vụ của chính đơn vị
    """,
    "ask": """
        place_unclear | Địa điểm chưa rõ
        time_unclear  | Thời gian chưa rõ
        needs_photo   | Cần hình ảnh
        needs_dossier | Cần mã hồ sơ thủ tục hành chính
        call_unclear  | Cần liên hệ lại vì không nghe rõ
    """,
    "extend": """
        verify_on_site | Phải xác minh tại chỗ
        needs_opinion  | Cần ý kiến cơ quan khác
        needs_means    | Cần vật tư, phương tiện, kinh phí
        disaster       | Thiên tai, dịch bệnh
        complex        | Vụ việc phức tạp, nhiều nội dung
    """,
    "refuse": """
        unclear           | Nội dung không rõ, đã đề nghị bổ sung nhưng không nhận được
        no_contact        | Không có địa chỉ, số điện thoại liên hệ (phản ánh về quy định hành chính)
        answered_before   | Đã được trả lời bằng văn bản, không có tình tiết mới
        state_secret      | Thuộc bí mật nhà nước
        abusive           | Lời lẽ xúc phạm, không có nội dung cần xử lý
        advert_or_test    | Quảng cáo, thử máy
    """,
    "redirect": """
        complaint       | Là khiếu nại
        denunciation    | Là tố cáo
        in_court        | Đang được tòa án hoặc cơ quan thi hành án giải quyết
        civil_dispute   | Tranh chấp dân sự
        central_body    | Thuộc cơ quan trung ương, ngành dọc
        other_province  | Thuộc tỉnh, thành phố khác
        emergency       | Khẩn cấp: 113, 114, 115
    """,
    "outcome": """
        done          | Đã giải quyết xong tại chỗ
        planned       | Đã có kế hoạch, xong trước ngày hẹn
        sanctioned    | Đã xử phạt, nhắc nhở người vi phạm
        guided        | Đã hướng dẫn thủ tục
        explained     | Giải thích, không có việc phải làm
        no_basis      | Không đủ cơ sở xác định
        not_competent | Không thuộc thẩm quyền
    """,
    "conclusion": """
        upheld     | Có cơ sở
        partly     | Có cơ sở một phần
        not_upheld | Không có cơ sở
    """,
    "proof": """
        before_after | Ảnh trước, sau
        minutes      | Biên bản
        document     | Văn bản
        petitioner   | Xác nhận của người gửi
        outsider     | Kiểm tra của người khác đơn vị
    """,
    "rate": _UNSATISFIED,
    "reopen": _UNSATISFIED,
    "cause": """
        slow_unit     | Đơn vị xử lý chậm
        handed_late   | Nhận muộn do chuyển chậm
        wrong_unit    | Chuyển sai đơn vị
        waits_partner | Chờ cơ quan phối hợp
        waits_above   | Chờ cấp trên quyết định
        waits_sender  | Chờ người gửi
        force_majeure | Bất khả kháng
        system_fault  | Lỗi hệ thống
        unknown       | Chưa rõ
    """,
    "exclusion": """
        force_majeure | Bất khả kháng
        wrong_unit    | Chuyển sai từ đầu
        waits_partner | Chờ cơ quan khác có căn cứ
        unreachable   | Người gửi không liên hệ được
        system_fault  | Lỗi hệ thống
        duplicate     | Trùng lặp
    """,
    "means": """
        phone  | Điện thoại
        sms    | Tin nhắn
        email  | Thư điện tử
        letter | Văn bản
        visit  | Gặp trực tiếp
    """,
    "unpublish": """
        personal_data | Còn thông tin cá nhân
        asked         | Người gửi đề nghị
        wrong         | Nội dung chưa chính xác
    """,
}


def load() -> None:
    rows = []
    for name, table in LISTS.items():
        for order, row in enumerate(filter(None, map(str.strip, table.splitlines()))):
            code, label, *marks = (part.strip() for part in row.split("|"))
            rows.append(Reason(list=name, code=code, label=label, order=order, reopens="reopens" in marks))
    Reason.objects.bulk_create(rows, ignore_conflicts=True)
