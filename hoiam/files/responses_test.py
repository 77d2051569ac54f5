import io

import pytest
from django.test import RequestFactory
from PIL import Image

from hoiam.files import samples
from hoiam.files.keep import keep
from hoiam.files.responses import file_response

pytestmark = pytest.mark.django_db
REQUEST = RequestFactory()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def kept(content, name="Ổ gà.x"):
    return keep(samples.upload(content, name))


def body(response):
    content = b"".join(response) if response.streaming else response.content
    response.close()
    return content


def test_a_photo_is_shown_full_or_small():
    file = kept(samples.picture(1000, 500))
    full, small = file_response(file), file_response(file, "small")
    assert Image.open(io.BytesIO(body(full))).size == (1000, 500)
    assert Image.open(io.BytesIO(body(small))).size == (640, 320)
    assert (full["Content-Type"], small["Content-Type"]) == ("image/jpeg", "image/jpeg")
    assert full["Content-Length"] == str(file.size)
    assert full["ETag"] != small["ETag"]


def test_the_small_version_of_a_drawing_is_a_photo():
    small = file_response(kept(samples.picture(form="PNG")), "small")
    assert small["Content-Type"] == "image/jpeg"
    assert body(small).startswith(b"\xff\xd8")


def test_a_document_has_no_small_version_and_is_sent_whole():
    response = file_response(kept(samples.pdf()), "small")
    assert (response["Content-Type"], body(response)) == ("application/pdf", samples.pdf())


def test_a_browser_may_only_look():
    response = file_response(kept(samples.picture()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    response.close()


@pytest.mark.parametrize(
    ("content", "download", "disposition"),
    [
        (samples.picture(), False, "inline; filename*=utf-8''%E1%BB%94%20g%C3%A0.jpg"),
        (samples.picture(), True, "attachment; filename*=utf-8''%E1%BB%94%20g%C3%A0.jpg"),
        (samples.pdf(), False, "inline; filename*=utf-8''%E1%BB%94%20g%C3%A0.pdf"),
        (samples.office(), False, "attachment; filename*=utf-8''%E1%BB%94%20g%C3%A0.docx"),
    ],
)
def test_names_keep_their_accents_and_office_documents_are_saved_not_opened(content, download, disposition):
    response = file_response(kept(content), download=download)
    assert response["Content-Disposition"] == disposition
    response.close()


def test_who_has_the_bytes_already_is_told_so():
    file = kept(samples.picture())
    first = file_response(file)
    etag = first["ETag"]
    first.close()
    again = file_response(file, request=REQUEST.get("/", headers={"If-None-Match": etag}))
    assert (again.status_code, again.content) == (304, b"")
    other = file_response(file, request=REQUEST.get("/", headers={"If-None-Match": '"x"'}))
    assert (other.status_code, len(body(other))) == (200, file.size)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-99999", 206, slice(None)),
        ("bytes=-99999", 206, slice(None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("pages=1-2", 200, slice(None)),
    ],
)
def test_a_player_gets_the_part_it_asks_for(asked, status, part):
    content = samples.mp3()
    response = file_response(kept(content), request=REQUEST.get("/", headers={"Range": asked}))
    assert (response.status_code, body(response)) == (status, content[part])


def test_a_part_says_where_it_lies():
    response = file_response(kept(samples.mp3()), request=REQUEST.get("/", headers={"Range": "bytes=2-5"}))
    assert response["Content-Range"] == f"bytes 2-5/{len(samples.mp3())}"


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=5-2", "bytes=-0"])
def test_a_part_that_is_not_there_is_said_not_to_be(asked):
    response = file_response(kept(samples.mp3()), request=REQUEST.get("/", headers={"Range": asked}))
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(samples.mp3())}")


def test_a_part_of_an_older_version_is_not_glued_to_a_newer():
    headers = {"Range": "bytes=0-3", "If-Range": '"old"'}
    response = file_response(kept(samples.mp3()), request=REQUEST.get("/", headers=headers))
    assert (response.status_code, body(response)) == (200, samples.mp3())
