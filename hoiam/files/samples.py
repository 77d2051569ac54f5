"""Samples (tệp mẫu cho kiểm thử): attachments made here, honest and hostile; no foreign file is kept."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin

CAMERA = "Hoi Am Test Camera"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def picture(
    width: int = 64, height: int = 48, form: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    """Left half red, right half blue, so that a turn shows."""
    drawn = Image.new("RGB", (width, height), "red")
    drawn.paste("blue", (width // 2, 0, width, height))
    out = io.BytesIO()
    drawn.convert(mode).save(out, form, **options)
    return out.getvalue()


def photo_with_place(width: int = 64, height: int = 48, orientation: int = 1) -> bytes:
    """What a telephone sends: where it stood, which camera, and which side is up."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0112] = orientation
    degrees = tuple(TiffImagePlugin.IFDRational(n) for n in (10, 57, 1))
    exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    return picture(width, height, exif=exif, comment=CAMERA.encode())


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says it has 900 million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * 100_000, 9)
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def office(main: str = "word/document.xml", *others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", main, *others):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def office_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, b"\0" * (160 * 1024 * 1024))
    return out.getvalue()


def program() -> bytes:
    return b"MZ\x90\0" + b"\0" * 60 + b"This program cannot be run in DOS mode." + b"\0" * 200


def webm(codec: bytes = b"A_OPUS") -> bytes:
    return b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 40 + b"\x86" + codec + b"\0" * 100


def ogg() -> bytes:
    return b"OggS\0\x02" + b"\0" * 22 + b"OpusHead\x01" + b"\0" * 100


def mp3(tag: bytes = b"") -> bytes:
    frame = b"\xff\xfb\x90\x64" + b"\0" * 413  # MPEG 1 layer III, 128 kbit/s, 44,100 Hz: 417 bytes
    return tag + frame * 4


def m4a(track: bytes = b"soun") -> bytes:
    handler = b"\0\0\0\x20hdlr" + b"\0" * 8 + track + b"\0" * 12
    return b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + b"\0\0\0\x28moov" + handler


def wav() -> bytes:
    return b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 28
