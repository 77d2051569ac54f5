"""Roles and functions (vai trò, chức năng): what a person is in a unit, what a unit is to an authority."""

from django.db import models


class Role(models.TextChoices):
    """Vai trò: what one person does in one unit. Provinces differ by who holds them, never by other roles."""

    OPERATOR = "operator", "Điện thoại viên"
    SHIFT_LEAD = "shift_lead", "Trưởng ca"
    CENTRE_MANAGER = "centre_manager", "Phụ trách Tổng đài"
    COORDINATOR = "coordinator", "Điều phối viên (Văn phòng)"
    OFFICE_HEAD = "office_head", "Lãnh đạo Văn phòng"
    AUTHORITY_HEAD = "authority_head", "Chủ tịch, Phó Chủ tịch"
    FOCAL_POINT = "focal_point", "Đầu mối đơn vị"
    OFFICER = "officer", "Người xử lý"
    UNIT_HEAD = "unit_head", "Lãnh đạo đơn vị"
    UNIT_ADMIN = "unit_admin", "Quản trị đơn vị"
    HOME_AFFAIRS = "home_affairs", "Nội vụ (Sở Nội vụ · Phòng Nội vụ · Phòng Văn hóa - Xã hội)"
    CLERK = "clerk", "Văn thư"
    REVIEWER = "reviewer", "Kiểm duyệt công khai"
    KNOWLEDGE_EDITOR = "knowledge_editor", "Biên tập hỏi đáp"
    PRIVACY_OFFICER = "privacy_officer", "Phụ trách bảo vệ dữ liệu cá nhân"
    AUDITOR = "auditor", "Kiểm tra, thanh tra (chỉ xem)"
    EXTERNAL_UNIT = "external_unit", "Đơn vị dịch vụ (điện, nước, môi trường, viễn thông)"
    SYSTEM_ADMIN = "system_admin", "Quản trị hệ thống"

    @property
    def short(self) -> str:
        """For where the unit stands beside it: without the words that say of which units it is a role."""
        return str(self.label).partition(" (")[0]

    @property
    def duty(self) -> str:
        """What it is there for, in a few words."""
        return DUTIES[self]


DUTIES = {
    Role.OPERATOR: "nghe, trả lời, lập phiếu, báo kết quả",
    Role.SHIFT_LEAD: "điều hành ca, nghe lại, bàn giao",
    Role.CENTRE_MANAGER: "báo cáo hoạt động, nhắc đơn vị",
    Role.COORDINATOR: "phân xử, gia hạn, theo dõi, dự thảo văn bản",
    Role.OFFICE_HEAD: "duyệt, ký thừa lệnh, chủ trì rà soát",
    Role.AUTHORITY_HEAD: "xem chung, chỉ đạo, quyết định kiến nghị về công vụ",
    Role.FOCAL_POINT: "nhận, phân công, trả lời",
    Role.OFFICER: "xử lý, dự thảo trả lời",
    Role.UNIT_HEAD: "duyệt trả lời, đề nghị gia hạn, báo cáo",
    Role.UNIT_ADMIN: "tài khoản, người thay, vắng mặt",
    Role.HOME_AFFAIRS: "công vụ, căn cứ đánh giá",
    Role.CLERK: "số, dấu, phát hành, lưu",
    Role.REVIEWER: "lược bỏ, công khai, gỡ",
    Role.KNOWLEDGE_EDITOR: "bài trả lời, thủ tục",
    Role.PRIVACY_OFFICER: "yêu cầu của chủ thể, sự cố, nhật ký xem",
    Role.AUDITOR: "xem theo quyết định, có thời hạn",
    Role.EXTERNAL_UNIT: "nhận, trả lời trong phạm vi được giao",
    Role.SYSTEM_ADMIN: "cấu hình, không xem danh tính",
}


# Whoever answers for a unit also answers for the units below it.
LEADING = frozenset(
    {Role.AUTHORITY_HEAD, Role.OFFICE_HEAD, Role.UNIT_HEAD, Role.FOCAL_POINT, Role.CENTRE_MANAGER}
)


# Whoever, at the top of the province, looks at all of it.
SEES_ALL = frozenset(
    {
        Role.OPERATOR,
        Role.SHIFT_LEAD,
        Role.CENTRE_MANAGER,
        Role.COORDINATOR,
        Role.OFFICE_HEAD,
        Role.AUTHORITY_HEAD,
        Role.AUDITOR,
    }
)


class Function(models.TextChoices):
    """Chức năng: what a unit is for an authority, at each level. Rows say who; no code names a department."""

    AUTHORITY = "authority", "Cơ quan có thẩm quyền"
    OFFICE = "office", "Văn phòng"
    HOME_AFFAIRS = "home_affairs", "Nội vụ"
    CENTRE = "centre", "Tổng đài 1022"
    CLERK = "clerk", "Văn thư"
    INSPECTORATE = "inspectorate", "Thanh tra"
    OPERATOR = "operator", "Đơn vị vận hành Tổng đài"


class UnitKind(models.TextChoices):
    """Loại đơn vị. An identity keeps its kind for life."""

    COMMITTEE = "committee", "Ủy ban nhân dân"
    DEPARTMENT = "department", "Sở, ban, ngành"
    AGENCY = "agency", "Đơn vị trực thuộc"
    DIVISION = "division", "Phòng chuyên môn"
    CENTRE = "centre", "Tổng đài"
    PARTNER = "partner", "Đơn vị phối hợp"


class AreaKind(models.TextChoices):
    PROVINCE = "province", "Tỉnh"
    CENTRAL_CITY = "central_city", "Thành phố trực thuộc trung ương"
    CITY = "city", "Thành phố"
    TOWN = "town", "Thị xã"
    RURAL_DISTRICT = "rural_district", "Huyện"
    WARD = "ward", "Phường"
    TOWNSHIP = "township", "Thị trấn"
    COMMUNE = "commune", "Xã"


class Level(models.TextChoices):
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
