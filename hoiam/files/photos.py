"""Photos (ảnh): drawn anew from their points, so that nothing else comes along: no place, no payload."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

FULL_SIDE, SMALL_SIDE = 2560, 640
# A still picture of a good telephone; decoding more would take more memory than a web process has to spare.
MOST_POINTS = 64_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")  # a telephone's double picture (MPO) opens as JPEG


class Broken(Exception):
    """The bytes begin like a picture and are none."""


class TooManyPoints(Exception):
    """A picture of so many points that it must not be unpacked."""


@dataclass(frozen=True)
class Photo:
    full: bytes
    small: bytes
    media_type: str
    extension: str
    width: int
    height: int


def redraw(content: bytes) -> Photo:
    try:
        picture = _open(content)
        sharp = picture.format in {"PNG", "GIF"}  # screenshots and drawings: letters stay legible
        upright = _plain(ImageOps.exif_transpose(picture))
    except TooManyPoints:
        raise
    except Exception as error:  # hostile bytes make Pillow raise nearly anything
        raise Broken from error
    upright.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    small = _on_white(upright)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    full = _written(upright, "PNG") if sharp else _written(_on_white(upright), "JPEG")
    media_type, extension = ("image/png", "png") if sharp else ("image/jpeg", "jpg")
    return Photo(full, _written(small, "JPEG"), media_type, extension, upright.width, upright.height)


def _open(content: bytes) -> Image.Image:
    """Only the header is read until we know how large the picture is."""
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPoints from None
    if picture.width * picture.height > MOST_POINTS:
        raise TooManyPoints
    picture.draft("RGB", (FULL_SIDE, FULL_SIDE))  # a JPEG is decoded at the scale we need
    picture.load()
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits, red green blue (and transparency), in the colours every screen shows."""
    profile = picture.info.get("icc_profile")
    transparent = "A" in picture.mode or "transparency" in picture.info
    plain = picture.convert("RGBA" if transparent else "RGB")
    if profile and picture.mode == "RGB":
        plain = _in_srgb(plain, profile)
    fresh = Image.new(plain.mode, plain.size)  # carries none of the old picture's metadata
    fresh.paste(plain)
    return fresh


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture  # an odd profile costs a shade of colour, not the picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture.copy()
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _written(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "JPEG":
        picture.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
