import io
import os
import stat
from datetime import datetime

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from hoiam.accounts.models import Person
from hoiam.files import keep as keeping, photos, samples
from hoiam.files.keep import keep
from hoiam.files.models import File
from hoiam.kit import clock
from hoiam.kit.moments import VN
from hoiam.kit.refusal import Refused

pytestmark = pytest.mark.django_db
OPEN_XML = "application/vnd.openxmlformats-officedocument"
AT = datetime(2021, 7, 2, 8, 15, tzinfo=VN)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def kept(content, name="tep.bin"):
    return keep(samples.upload(content, name), at=AT)


def bytes_of(path):
    with default_storage.open(path) as stream:
        return stream.read()


def picture_of(path):
    return Image.open(io.BytesIO(bytes_of(path)))


def test_a_photo_is_kept_with_its_measure_and_a_small_version(django_assert_num_queries):
    with django_assert_num_queries(1):
        file = kept(samples.picture(3000, 2000), "Ổ gà đường Nguyễn Huệ.JPEG")
    assert (file.name, file.media_type) == ("Ổ gà đường Nguyễn Huệ.jpg", "image/jpeg")
    assert (file.width, file.height) == picture_of(file.kept_as).size == (2560, 1707)
    assert picture_of(file.small_kept_as).size == (640, 427)
    assert file.size == len(bytes_of(file.kept_as))
    assert file.small_size == len(bytes_of(file.small_kept_as)) < file.size
    assert (file.created_at, file.created_by) == (AT, None)


def test_a_photo_loses_its_place_and_its_camera():
    sent = samples.photo_with_place()
    assert samples.CAMERA.encode() in sent
    file = kept(sent)
    for path in (file.kept_as, file.small_kept_as):
        assert samples.CAMERA.encode() not in bytes_of(path)
        assert not picture_of(path).getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & picture_of(path).info.keys()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_photos_lose_their_place_too(form):
    exif = Image.Exif()
    exif[0x0110] = samples.CAMERA
    file = kept(samples.picture(form=form, exif=exif))
    assert samples.CAMERA.encode() not in bytes_of(file.kept_as)


@pytest.mark.parametrize(
    ("orientation", "size", "top_left"),
    [(1, (64, 48), "red"), (3, (64, 48), "blue"), (6, (48, 64), "red"), (8, (48, 64), "blue")],
)
def test_a_photo_taken_sideways_is_turned_upright(orientation, size, top_left):
    file = kept(samples.photo_with_place(orientation=orientation))
    picture = picture_of(file.kept_as)
    assert picture.size == (file.width, file.height) == size
    red, _, blue = picture.getpixel((2, 2))
    assert ("red" if red > blue else "blue") == top_left


def test_colours_of_another_profile_are_brought_to_what_screens_show():
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    odd = usual.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    for profile, shown in ((usual, "red"), (odd, "blue"), (b"no profile at all", "red")):
        file = kept(samples.picture(icc_profile=profile))
        red, green, blue = picture_of(file.kept_as).getpixel((2, 2))
        assert (red > 240, green < 20, blue > 240) == (shown == "red", True, shown == "blue")


def test_a_screenshot_stays_sharp_and_its_transparency_is_white_when_small():
    transparent = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    out = io.BytesIO()
    transparent.save(out, "PNG")
    file = kept(out.getvalue(), "anh.png")
    assert file.media_type == "image/png"
    assert picture_of(file.small_kept_as).getpixel((10, 10)) == (255, 255, 255)


def test_a_photo_saved_as_png_becomes_the_smaller_jpeg():
    noisy = Image.merge("RGB", [Image.effect_noise((300, 300), 90) for _ in range(3)])
    out = io.BytesIO()
    noisy.save(out, "PNG")
    file = kept(out.getvalue(), "anh.png")
    assert (file.media_type, file.name) == ("image/jpeg", "anh.jpg")
    assert file.size < len(out.getvalue()) / 2


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("MPO", "RGB"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("GIF", "P"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_usual_colour_mode_is_read(form, mode):
    assert kept(samples.picture(form=form, mode=mode)).is_photo


def test_a_payload_behind_a_photo_does_not_come_along():
    file = kept(samples.picture() + b"<?php system($_GET['c']); ?>" + samples.office())
    assert b"<?php" not in bytes_of(file.kept_as)
    assert b"PK\x03\x04" not in bytes_of(file.kept_as)


@pytest.mark.parametrize(
    ("content", "media_type", "extension"),
    [
        (samples.pdf(), "application/pdf", "pdf"),
        (samples.office(), f"{OPEN_XML}.wordprocessingml.document", "docx"),
        (samples.office("xl/workbook.xml"), f"{OPEN_XML}.spreadsheetml.sheet", "xlsx"),
        (samples.webm(), "audio/webm", "webm"),
        (samples.ogg(), "audio/ogg", "ogg"),
        (samples.mp3(), "audio/mpeg", "mp3"),
        (samples.mp3(b"ID3\x04\0\0\0\0\x01\x00" + b"\0" * 128), "audio/mpeg", "mp3"),
        (samples.m4a(), "audio/mp4", "m4a"),
        (samples.wav(), "audio/wav", "wav"),
    ],
)  # fmt: skip
def test_documents_and_voices_are_known_by_their_bytes_and_kept_as_sent(content, media_type, extension):
    file = kept(content, "lạ.exe")
    assert (file.media_type, file.name) == (media_type, f"lạ.{extension}")
    assert bytes_of(file.kept_as) == content
    assert not file.is_photo


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.program(), "anh.jpg"),
        (samples.program(), "bao-cao.pdf"),
        (b"<html><script>alert(1)</script>", "anh.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "anh.svg"),
        (b"#!/bin/sh\nrm -rf /\n", "x.docx"),
        (samples.program() + samples.pdf(), "x.pdf"),
        (b"GIF89b" + b"\0" * 100, "x.gif"),
        (samples.office("ppt/presentation.xml"), "x.docx"),
        (samples.program() + samples.office(), "x.docx"),
        (b"PK\x03\x04" + b"\0" * 50, "x.docx"),
        (samples.office_bomb(), "x.docx"),
        (samples.office("word/document.xml", *map(str, range(5000))), "x.docx"),
        (b"%PDF-1.7 cut short", "x.pdf"),
        (b"\xff\xfb\x90\x64" + b"\xff" * 2000, "x.mp3"),
        (b"ID3", "x.mp3"),
    ],
)  # fmt: skip
def test_what_we_do_not_take_is_refused_whatever_its_name(content, name, folder):
    with pytest.raises(Refused, match="Không nhận loại tệp"):
        kept(content, name)
    assert not File.objects.exists()
    assert not folder.exists()


def test_a_document_with_macros_is_refused_and_told_what_to_do():
    with pytest.raises(Refused, match="macro"):
        kept(samples.office("word/document.xml", "word/vbaProject.bin"), "x.docm")


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "lưu thành JPEG"),
        (samples.m4a(b"vide"), "ảnh chụp từ phim"),
        (samples.webm(b"V_VP8"), "ảnh chụp từ phim"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "lưu thành .docx"),
    ],
)
def test_what_people_send_in_good_faith_is_refused_with_what_to_do_instead(content, advice):
    with pytest.raises(Refused, match=advice):
        kept(content, "tep")
    assert not File.objects.exists()


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="trống"):
        kept(b"")


@pytest.mark.parametrize("cut", [4, 30, 300, 600])
def test_a_broken_photo_is_refused(cut):
    with pytest.raises(Refused, match="hỏng"):
        kept(samples.picture()[:cut], "anh.jpg")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_no_damage_to_a_photo_is_ever_an_error_page(form):
    sent = samples.picture(form=form)
    for place in range(0, len(sent), max(1, len(sent) // 60)):
        damaged = sent[:place] + bytes([sent[place] ^ 0xFF]) + sent[place + 1 :]
        try:
            kept(damaged)
        except Refused:
            continue


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_unopened(monkeypatch):
    assert len(samples.bomb()) < 1000
    with pytest.raises(Refused, match="triệu điểm ảnh"):
        kept(samples.bomb(), "bom.png")
    with pytest.raises(Refused, match="triệu điểm ảnh"):
        kept(samples.bomb(9_000), "bom.png")  # below the line where Pillow itself would warn
    assert photos.MOST_POINTS < 9_000 * 9_000


@pytest.mark.parametrize(
    ("setting", "content"),
    [
        ("HOIAM_MAX_PHOTO_MB", samples.picture() + b"\0" * 1024**2),
        ("HOIAM_MAX_DOCUMENT_MB", samples.pdf() + b"\n" * 1024**2 + b"%%EOF"),
        ("HOIAM_MAX_VOICE_MB", samples.ogg() + b"\0" * 1024**2),
    ],
)
def test_each_family_has_its_own_limit_from_the_settings(settings, setting, content):
    assert kept(content).pk
    setattr(settings, setting, 1)
    with pytest.raises(Refused, match=r"nặng 1 MB; mỗi .+ tối đa 1 MB"):
        kept(content)


def test_what_is_larger_than_every_limit_is_not_even_read(monkeypatch):
    monkeypatch.setattr(keeping, "MEGABYTE", 10)
    upload = samples.upload(b"\0" * 5000, "to.bin")
    with pytest.raises(Refused, match="tối đa 25 MB"):
        keep(upload)
    assert upload.tell() < 300


def test_only_the_owner_of_the_installation_reads_the_folder(folder):
    kept(samples.picture())
    for path, _, names in os.walk(folder):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o700
        assert all(stat.S_IMODE(os.stat(os.path.join(path, name)).st_mode) == 0o600 for name in names)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lan\\don.pdf", "don.pdf"),
        ("hoa\u0300.pdf", "hoà.pdf"),
        ("ảnh\u202egpj.exe", "ảnhgpj.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ('a"b\r\nX-Evil: 1.pdf', "abX-Evil 1.pdf"),
        ("...", "tep.pdf"),
    ],
)
def test_names_are_made_harmless_and_stay_readable(sent, name):
    upload = samples.upload(samples.pdf(), "x")
    upload._name = sent  # as a hostile client may send it
    assert keep(upload).name == name


def test_the_row_says_who_and_when():
    person = Person.objects.create_user("lan", full_name="Lan")
    with clock.frozen(AT):
        file = keep(samples.upload(samples.pdf(), "a.pdf"), by=person)
    assert (file.created_by, file.created_at) == (person.pk, AT)
