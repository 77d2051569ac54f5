"""Kinds (loại tệp): what a file is, read from its bytes; its name and what the browser says do not count."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"


@dataclass(frozen=True)
class Kind:
    family: Family
    media_type: str
    extension: str
    recognises: Callable[[bytes], bool]


class HasMacros(Exception):
    """An office document that carries programs."""


def kind_of(content: bytes) -> Kind | None:
    """The kind of these bytes; None when it is none we take."""
    return next((kind for kind in KINDS if kind.recognises(content)), None)


def advice(content: bytes) -> str | None:
    """For what people send in good faith and we do not take: the words that say what to do instead."""
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif"}:
        return "là ảnh HEIC, chưa đọc được; xin lưu thành JPEG rồi gửi."
    if content[4:8] == b"ftyp" or content.startswith(b"\x1a\x45\xdf\xa3"):
        return "là phim, chưa nhận được; xin gửi ảnh chụp từ phim."
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return (
            "là tệp Word, Excel kiểu cũ hoặc có mật khẩu; xin lưu thành .docx, .xlsx không mật khẩu rồi gửi."
        )
    return None


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _wav(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-4096:]


# An office document unpacks to so much at most, in so many parts: more is a bomb.
_UNPACKED, _PARTS = 300 * 1024 * 1024, 5000


def _office(main: str) -> Callable[[bytes], bool]:
    """A zip that begins at the first byte and holds the part that makes it this document."""

    def recognises(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        names = {part.filename for part in parts}
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            return False
        if not {"[Content_Types].xml", main} <= names:
            return False
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise HasMacros
        return True

    return recognises


def _webm(content: bytes) -> bool:
    head = content[: 64 * 1024]
    is_video = re.search(rb"V_(VP8|VP9|AV1|MPEG|MS)", head)
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64] and not is_video


def _ogg(content: bytes) -> bool:
    first_page = content[:512]
    return first_page.startswith(b"OggS") and any(
        codec in first_page for codec in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
    )


def _mp3(content: bytes) -> bool:
    at = 0
    if content.startswith(b"ID3") and len(content) > 10:
        # The length of the tag: four bytes of seven bits.
        at = 10 + sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(content[6:10])))
        at += len(content[at:]) - len(content[at:].lstrip(b"\0"))
    first = _mp3_frame(content, at)
    return first > 0 and _mp3_frame(content, at + first) > 0


# Kilobits and hertz of a frame's header, for MPEG 1 and for MPEG 2 and 2.5, layer III.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_HERTZ = {3: (44100, 48000, 32000, 0), 2: (22050, 24000, 16000, 0), 0: (11025, 12000, 8000, 0)}


def _mp3_frame(content: bytes, at: int) -> int:
    """The length of the MPEG layer III frame that begins here; 0 when none does."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] & 0x06 != 0x02:
        return 0
    version = head[1] >> 3 & 3
    kilobits = (_RATES_1 if version == 3 else _RATES_2)[head[2] >> 4]
    hertz = _HERTZ.get(version, (0,) * 4)[head[2] >> 2 & 3]
    if not kilobits or not hertz:
        return 0
    return (144 if version == 3 else 72) * kilobits * 1000 // hertz + (head[2] >> 1 & 1)


def _m4a(content: bytes) -> bool:
    is_film = re.search(rb"hdlr.{8}vide", content, re.DOTALL)
    brand = content[8:12]
    brands = {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6", b"dash"}
    is_sound = re.search(rb"hdlr.{8}soun", content, re.DOTALL)
    return content[4:8] == b"ftyp" and brand in brands and bool(is_sound) and not is_film


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KINDS = (
    Kind(Family.PHOTO, "image/jpeg", "jpg", _starts(b"\xff\xd8\xff")),
    Kind(Family.PHOTO, "image/png", "png", _starts(b"\x89PNG\r\n\x1a\n")),
    Kind(Family.PHOTO, "image/webp", "webp", _webp),
    Kind(Family.PHOTO, "image/gif", "gif", _starts(b"GIF87a", b"GIF89a")),
    Kind(Family.DOCUMENT, "application/pdf", "pdf", _pdf),
    Kind(Family.DOCUMENT, _WORD, "docx", _office("word/document.xml")),
    Kind(Family.DOCUMENT, _EXCEL, "xlsx", _office("xl/workbook.xml")),
    Kind(Family.VOICE, "audio/webm", "webm", _webm),
    Kind(Family.VOICE, "audio/ogg", "ogg", _ogg),
    Kind(Family.VOICE, "audio/mp4", "m4a", _m4a),
    Kind(Family.VOICE, "audio/wav", "wav", _wav),
    Kind(Family.VOICE, "audio/mpeg", "mp3", _mp3),
)
