"""The words of a case (từ phân loại): kind, urgency, channel, petitioner and conduct, with their labels."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    QUESTION = "question", "Câu hỏi"
    REPORT = "report", "Phản ánh"
    SUGGESTION = "suggestion", "Kiến nghị"
    PRAISE = "praise", "Lời khen"
    SUPPORT = "support", "Yêu cầu hỗ trợ"


class Urgency(models.TextChoices):
    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    EMERGENCY = "emergency", "Khẩn cấp"


class Channel(models.TextChoices):
    PHONE = "phone", "Điện thoại"
    WEB = "web", "Trang thông tin"
    APP = "app", "Ứng dụng"
    ZALO = "zalo", "Zalo"
    EMAIL = "email", "Thư điện tử"
    COUNTER = "counter", "Tại quầy"
    PAPER = "paper", "Văn bản giấy"
    NATIONAL_PORTAL = "national_portal", "Cổng Dịch vụ công quốc gia"
    OPEN311 = "open311", "Hệ thống kết nối (Open311)"
    API = "api", "Hệ thống kết nối (API)"


class Fixed(models.TextChoices):
    """Việc này đã được giải quyết chưa?"""

    YES = "yes", "Đã xong"
    PARTLY = "partly", "Xong một phần"
    NO = "no", "Chưa xong"
    UNKNOWN = "unknown", "Tôi không kiểm tra được"


class Score(models.IntegerChoices):
    """Mức hài lòng."""

    VERY_BAD = 1, "Rất không hài lòng"
    BAD = 2, "Không hài lòng"
    FAIR = 3, "Bình thường"
    GOOD = 4, "Hài lòng"
    VERY_GOOD = 5, "Rất hài lòng"


class PetitionerType(models.TextChoices):
    PERSON = "person", "Cá nhân"
    BUSINESS = "business", "Doanh nghiệp, tổ chức"
    ANONYMOUS = "anonymous", "Không nêu tên"


class ConductAbout(models.TextChoices):
    ATTITUDE = "attitude", "Thái độ, giao tiếp"
    DELAY = "delay", "Chậm trễ trong thực thi công vụ"
    HARASSMENT = "harassment", "Gây phiền hà, nhũng nhiễu"
