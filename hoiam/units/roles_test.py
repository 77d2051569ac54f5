from hoiam.units.roles import DUTIES, Role


def test_every_role_says_what_it_is_there_for():
    assert set(DUTIES) == set(Role)
    assert Role.CLERK.duty == "số, dấu, phát hành, lưu"


def test_beside_a_unit_a_role_is_named_in_short():
    assert Role.HOME_AFFAIRS.label == "Nội vụ (Sở Nội vụ · Phòng Nội vụ · Phòng Văn hóa - Xã hội)"
    assert Role.HOME_AFFAIRS.short == "Nội vụ"
    assert Role.AUDITOR.short == "Kiểm tra, thanh tra"
    assert Role.CLERK.short == Role.CLERK.label == "Văn thư"
