"""Letters of 2021 for tests (văn bản mẫu): 9193 and 6499 as data, and as they were typed, slips and all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hoiam.deadlines import STANDARD_HOURS, Calendar
from hoiam.kit.moments import parse_moment
from hoiam.letters.content import (
    Addressee,
    Annex,
    Column,
    Content,
    Facts,
    Head,
    Kind,
    Paragraph,
    Purpose,
    Row,
    Signatory,
    total_row,
)

from . import (
    Apology,
    Cited,
    Conclusion,
    CoverReport,
    Decision,
    Issuer,
    Order,
    Party,
    PassingOn,
    Period,
    Proposal,
    Reply,
    ReplyReport,
    Section,
    answered,
    apology,
    conclusion,
    cover_report,
    order_letter,
    passing_on,
    proposal,
    reply_report,
)

CALENDAR = Calendar("Lịch thử", STANDARD_HOURS, {}, frozenset({2021, 2022}))
PROVINCE, OFFICE, HOME_AFFAIRS, CONSTRUCTION, OPERATOR = 1, 10, 11, 12, 20
LATE = (3, 4, 5, 6, 7)
NAMES = ("huyện Cẩm Mỹ", "huyện Trảng Bom", "huyện Long Thành", "huyện Thống Nhất", "thành phố Biên Hòa")
NHON_TRACH, OWN_OFFICE, OWN_HOME_AFFAIRS, COMMUNE = 8, 81, 82, 83
ON_9193, ON_6499 = date(2021, 8, 4), date(2021, 8, 6)
JULY = Period("tháng 7/2021", parse_moment("2021-06-30T17:00"), parse_moment("2021-07-29T17:00"))
HEADS = (
    ("STT", 0.6, False), ("Mã số", 2.0, True), ("Ngày tiếp nhận", 1.35, True), ("Kênh", 1.2, True),
    ("Lĩnh vực", 1.9, True), ("Nội dung (tóm tắt, đã lược bỏ thông tin cá nhân)", 3.6, True),
    ("Địa bàn", 1.9, True), ("Ngày chuyển đơn vị", 1.35, True), ("Hạn trả lời", 1.35, True),
    ("Quá hạn (ngày làm việc)", 0.95, False), ("Đơn vị để quá hạn", 1.9, True),
    ("Đơn vị đang xử lý (nếu khác)", 1.7, True), ("Tình trạng", 1.6, True), ("Số lần đã nhắc", 0.7, False),
    ("Ghi chú", 1.5, True),
)  # fmt: skip
COLUMNS = tuple(Column(*head) for head in HEADS)
CROWDED = "Trước tình hình dịch bệnh Covid-19 tiếp tục có diễn biến phức tạp, việc đi lại tham gia giải quyết thủ tục hành chính của người dân, doanh nghiệp gặp nhiều khó khăn dẫn đến"  # noqa: E501


def annex(lines, code="I", units=LATE, title="Nội dung phản ánh, kiến nghị chưa xử lý", **more):
    """Lines of units in turn, grouped, counted and summed as the annexes of a report are."""
    shares = [lines // len(units) + (at < lines % len(units)) for at in range(len(units))]
    rows, number = [], 0
    for unit, share in zip(units, shares, strict=True):
        if share:
            rows.append(Row((f"Đơn vị số {unit}: {share} nội dung",), "head", unit))
        for _ in range(share):
            number += 1
            rows.append(row(number, unit))
    return Annex(code, title, COLUMNS, (*rows, total_row(number)), ("Số liệu chốt lúc 17 giờ 00.",), **more)


def row(number, unit, content="Đường hỏng, nhiều ổ gà, đề nghị vá lại mặt đường"):
    return Row(
        (
            str(number), f"2107-{number:07}-8", "05/07/2021 08:23", "Điện thoại", "Hạ tầng đô thị", content,
            "Xã Phước Thiền", "05/07/2021 09:00", "12/07/2021 17:00", "13", f"Đơn vị số {unit}", "",
            "Đang xử lý", "2", "Giao muộn",
        ),
        unit=unit,
    )  # fmt: skip


def province():
    head = Head(
        PROVINCE, "", ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"), "UBND", "HCC", "Đồng Nai",
        "Ủy ban nhân dân tỉnh Đồng Nai",
    )  # fmt: skip
    return Issuer(head, Signatory("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Nguyễn Kim Long"), "UBND tỉnh")


def district():
    head = Head(
        NHON_TRACH, "", ("ỦY BAN NHÂN DÂN", "HUYỆN NHƠN TRẠCH"), "UBND", "CCHC", "Nhơn Trạch",
        "Ủy ban nhân dân huyện Nhơn Trạch",
    )  # fmt: skip
    return Issuer(head, Signatory("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lương Hữu Ích"), "UBND huyện")


def order(**changes):
    """Letter 9193 as data."""
    made = Order(
        issuer=province(),
        year=2021,
        office=Party("Văn phòng UBND tỉnh", (OFFICE,)),
        home_affairs=Party("Sở Nội vụ", (HOME_AFFAIRS,)),
        period=JULY,
        departments=Party("Các sở, ban, ngành trên địa bàn tỉnh", (HOME_AFFAIRS, CONSTRUCTION)),
        lower=Party("UBND các huyện, thành phố", (*LATE, NHON_TRACH)),
        operator=Party("VNPT Đồng Nai", (OPERATOR,)),
        centre_report=Cited("Báo cáo", "1384/TTKD ĐNI", date(2021, 7, 29), "Tổng đài 1022 Đồng Nai"),
        context=CROWDED,
        trend="trong 2 tháng vừa qua tăng rất lớn",
        late_heads=Party(
            "Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom, Long Thành, Thống Nhất và thành phố Biên Hòa", LATE
        ),
        unhandled=annex(15),
        late=annex(43, title="Nội dung phản ánh, kiến nghị chậm xử lý"),
        reply=Reply(date(2021, 8, 15), "**trước ngày 15/8/2021** (chậm nhất 17 giờ 00 thứ Sáu, 13/8/2021)"),
    )
    return replace(made, **changes)


def letter_9193(**changes):
    return order_letter(order(**changes))


def passing(**changes):
    """Letter 6499 as data: Nhơn Trạch had no line of its own."""
    made = PassingOn(
        issuer=district(),
        year=2021,
        base=Cited(
            "Văn bản", "9193/UBND-HCC", ON_9193, "UBND tỉnh",
            "nhắc các đơn vị, địa phương kiểm tra, xử lý phản ánh, kiến nghị của người dân qua Tổng đài 1022",
        ),
        office=Party("Văn phòng HĐND và UBND huyện", (OWN_OFFICE,)),
        home_affairs=Party("Phòng Nội vụ", (OWN_HOME_AFFAIRS,)),
        agencies=Party("Các cơ quan, ban, ngành huyện", (OWN_HOME_AFFAIRS,)),
        lower=Party("UBND các xã, thị trấn", (COMMUNE,)),
        context=CROWDED,
        trend="trong 2 tháng vừa qua tăng rất lớn",
        reports_up=False,
        office_heads="C-PVP HĐND và UBND huyện",
        base_units=(PROVINCE,),
    )  # fmt: skip
    return replace(made, **changes)


def letter_6499(**changes):
    return passing_on(passing(**changes))


def typed_9193():
    """Letter 9193 word for word as it went out."""
    opening = (
        "UBND tỉnh Đồng Nai nhận được báo cáo của Văn phòng UBND tỉnh về tình hình tiếp nhận, xử lý phản ánh "
        "kiến nghị qua Tổng đài Dịch vụ công 1022 tháng 7/2020 (kèm theo Báo cáo số 1384/TTKD ĐNI ngày "
        "29/7/2021 của Tổng đài 1022 Đồng Nai); Chủ tịch UBND tỉnh có ý kiến như sau:"
    )
    settle = (
        "2. Chủ tịch UBND các huyện: Cẩm Mỹ, Trảng Bom, Long Thành, Thống Nhất và thành phố Biên Hòa khẩn "
        "trương rà soát, kiểm tra, xử lý dứt điểm các phản ánh, kiến nghị của người dân, doanh nghiệp trên "
        "hệ thống Tổng đài 1022 đối với 15 nội dung phản ánh chưa xử lý và 43 nội dung phản ánh chậm xử lý "
        "tại Phụ lục 1, 2 (đính kèm). Kết quả báo cáo về UBND tỉnh **trước ngày 15/8/2021**."
    )
    made = letter_9193()
    return replace(
        made,
        body=(
            Paragraph.of(opening, "opening"),
            Paragraph.of(settle, "point", 2),
            Paragraph.of("Chủ tịch UBND tỉnh yêu cầu đơn vị nghiêm túc thực hiện./.", "closing"),
        ),
        annexes=(annex(15, "1"), annex(43, "2")),
        facts=replace(made.facts, counts={"1": 15, "2": 43}),
    )


def typed_6499():
    """Letter 6499 as it went out: nobody's capacity, "Kính gửi" without colon typed by hand."""
    opening = (
        "Thực hiện Văn bản số 9193/UBND-HCC ngày 04/8/2021 của UBND tỉnh về nhắc các đơn vị, địa phương "
        "kiểm tra xử lý phản ánh kiến nghị của người dân qua Tổng đài 1022 (gửi kèm) Chủ tịch UBND huyện có "
        "ý kiến như sau:"
    )
    closing = "Chủ tịch UBND huyện yêu cầu các cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện./."
    return Content(
        kind=Kind.LETTER,
        head=district().head,
        subject=("tăng cường công tác kiểm tra, xử lý phản ánh kiến nghị của người dân qua Tổng đài 1022"),
        addressees=(
            Addressee("Kính gửi"),
            Addressee("Văn phòng HĐND và UBND huyện", (OWN_OFFICE,), Purpose.ACT),
            Addressee("UBND các xã, thị trấn", (COMMUNE,), Purpose.ACT),
        ),
        body=(Paragraph.of(opening, "opening"), Paragraph.of(closing, "closing")),
        copies=(Addressee("Như trên"), Addressee("Lưu: VT, CCHC")),
        signatory=Signatory("", "", "Lương Hữu Ích"),
        facts=Facts(attachments=("9193/UBND-HCC",)),
    )


BASE = Cited("Văn bản", "9193/UBND-HCC", date(2021, 8, 4), "UBND tỉnh", "nhắc các đơn vị, địa phương")
HOME = Party("Sở Nội vụ", (HOME_AFFAIRS,))


def replying(**changes):
    made = ReplyReport(
        issuer=district(),
        base=BASE,
        addressee=Party("UBND tỉnh", (PROVINCE,)),
        lines=5,
        done=3,
        doing=1,
        moved=1,
        causes="thiếu người trực.",
        remedies="bố trí thêm người, xong trước ngày 20/8/2021.",
        annexes=(answered(annex(5, units=(NHON_TRACH,)), {}),),
    )
    return reply_report(replace(made, **changes))


def concluding(**changes):
    made = Conclusion(
        issuer=province(),
        period=JULY,
        attendees=("Văn phòng UBND tỉnh", "Tổng đài 1022"),
        late_and_disputed=4,
        proposed_for_publication=3,
        to_publish=2,
        not_to_publish=1,
        to_home_affairs=1,
        wrongly_routed=2,
        home_affairs="Sở Nội vụ",
        decisions=(
            Decision("2107-0000001-8", "Quá hạn", "Trả lời người dân", "UBND huyện Cẩm Mỹ", "10/8/2021", 3),
        ),
        copies=(Addressee("UBND huyện Cẩm Mỹ", (3,), Purpose.ACT, prints_purpose=True),),
    )
    return conclusion(replace(made, **changes))


def proposing(**changes):
    made = Proposal(
        issuer=replace(province(), short_name="Sở Nội vụ"),
        authority_head=Party("Chủ tịch UBND tỉnh", (PROVINCE,)),
        conduct="thái độ, giao tiếp",
        code="2107-0000001-8",
        summary="Người dân phản ánh bị nói nặng lời",
        verified="Có việc nói nặng lời.",
        verified_by="Thanh tra tỉnh",
        unit_said="Đơn vị nhận thiếu sót",
        finding="partly_upheld",
        measures=("lesson", "apologise"),
    )
    return proposal(replace(made, **changes))


def apologising(**changes):
    made = Apology(
        issuer=district(),
        unit_name="UBND huyện Nhơn Trạch",
        petitioner="Người dân thử nghiệm",
        petitioner_kind="person",
        code="2107-0000001-8",
        received_on=date(2021, 7, 5),
        due_on=date(2021, 7, 12),
        cause="nhận muộn",
        answer_before=date(2021, 8, 20),
        contact="Phòng Nội vụ",
        contact_phone="0251 3822 501",
    )
    return apology(replace(made, **changes))


def reporting(**changes):
    made = CoverReport(
        issuer=replace(province(), short_name="Tổng đài 1022"),
        report_to=Party("Văn phòng UBND tỉnh", (OFFICE,)),
        period=JULY,
        sections=(Section("TÌNH HÌNH TIẾP NHẬN", ("1. Số lượt liên hệ: 8 lượt.",)),),
        home_affairs=HOME,
        as_of="số liệu chốt lúc 17 giờ 00 ngày 29/7/2021",
    )
    return cover_report(replace(made, **changes))
