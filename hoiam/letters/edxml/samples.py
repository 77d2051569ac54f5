"""Samples (mẫu của kiểm thử): an envelope of our own, and one written by hand elsewhere."""

from datetime import date, datetime

from hoiam.kit.moments import VN

from .envelope import Answered, Attachment, Envelope, Party, Staff, Trace

LETTER = Envelope(
    sender=Party(code="", name="Ủy ban nhân dân tỉnh Đồng Nai"),
    to=(Party("", "Ủy ban nhân dân thành phố Biên Hòa"), Party("000.00.09.H19", "Sở Y tế")),
    number="9193",
    notation="UBND-HCC",
    on=date(2021, 8, 4),
    subject="Tăng cường kiểm tra, xử lý phản ánh, kiến nghị qua Tổng đài 1022",
    place="Đồng Nai",
    type_name="Công văn",
    content="Yêu cầu xử lý dứt điểm; báo cáo trước ngày 15/8/2021",
    capacity="TL. CHỦ TỊCH",
    position="CHÁNH VĂN PHÒNG",
    signer="Nguyễn Quốc Hùng",
    due_on=date(2021, 8, 15),
    places=("Như trên", "Lưu: VT, HCC"),
    appendixes=("Phụ lục I", "Phụ lục II"),
    answers=(Answered("", "110/BC-TĐ", date(2021, 7, 29)),),
    traces=(Trace("", datetime(2021, 8, 4, 8, 23, 42, tzinfo=VN)),),
    staff=Staff(department="Văn thư"),
    attachments=(
        Attachment("9193.pdf", "application/pdf", b"%PDF-1.7 \x00\xff", "Công văn", "chinh"),
        Attachment("phu-luc-1.pdf", "application/pdf", b"%PDF-1.7", "Phụ lục I", "pl1"),
    ),
)

# Written with a text editor: indented, half of it missing, `cid:` on both sides, a date with a time.
BY_HAND = """<?xml version="1.0" encoding="UTF-8"?>
<!-- gửi thử -->
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
    <edXML:edXMLHeader>
      <edXML:MessageHeader>
        <edXML:From><edXML:OrganId>H19.02.01</edXML:OrganId>
          <edXML:OrganName>
            UBND thành phố Biên Hòa
          </edXML:OrganName></edXML:From>
        <edXML:To><edXML:OrganId>000.00.00.H19</edXML:OrganId></edXML:To>
        <edXML:Code><edXML:CodeNumber>6499</edXML:CodeNumber>
          <edXML:CodeNotation>UBND-CCHC</edXML:CodeNotation></edXML:Code>
        <edXML:PromulgationInfo>
          <edXML:PromulgationDate>2021/8/6 00:00:00</edXML:PromulgationDate>
        </edXML:PromulgationInfo>
        <edXML:Subject>Báo cáo &amp; giải trình</edXML:Subject>
      </edXML:MessageHeader>
    </edXML:edXMLHeader>
    <edXML:edXMLBody>
      <edXML:edXMLManifest version="1.0">
        <edXML:Reference><edXML:ContentId>cid:một</edXML:ContentId></edXML:Reference>
      </edXML:edXMLManifest>
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded>
    <Attachment>
      <ContentId>cid:một</ContentId>
      <AttachmentName>bao-cao.pdf</AttachmentName>
      <ContentTransferEncoded>
        JVBE
        Rg==
      </ContentTransferEncoded>
    </Attachment>
  </AttachmentEncoded>
</edXML>
"""
