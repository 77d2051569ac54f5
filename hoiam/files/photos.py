"""Photos (ảnh): drawn anew from their points, so that nothing else comes along: no place, no payload."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

FULL_SIDE, SMALL_SIDE = 2560, 640
# A still picture of a good telephone; decoding more would take more memory than a web process has to spare.
MOST_POINTS = 64_000_000
_FEW_COLOURS = 4096
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
        sent = _open(content)
        picture = _fresh(sent)
    except TooManyPoints:
        raise
    except Exception as error:  # hostile bytes make Pillow raise nearly anything
        raise Broken from error
    small = _on_white(picture)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    full, media_type, extension = _written(picture, came_sharp=sent.format in {"PNG", "GIF"})
    return Photo(full, _jpeg(small), media_type, extension, picture.width, picture.height)


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


def _fresh(picture: Image.Image) -> Image.Image:
    """Eight bits in the colours every screen shows, upright, no larger than needed, nothing but points."""
    profile = picture.info.get("icc_profile")
    transparent = "A" in picture.mode or "transparency" in picture.info
    plain = picture.convert("RGBA" if transparent else "RGB")
    plain.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    if profile and picture.mode == "RGB":
        plain = _in_srgb(plain, profile)
    upright = ImageOps.exif_transpose(plain)
    fresh = Image.new(upright.mode, upright.size)  # carries none of the old picture's metadata
    fresh.paste(upright)
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


def _written(picture: Image.Image, came_sharp: bool) -> tuple[bytes, str, str]:
    """Screenshots and drawings have few colours and stay sharp; a photo, even sent as PNG, becomes a JPEG."""
    if came_sharp and picture.getcolors(_FEW_COLOURS) is not None:
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=3)
        return out.getvalue(), "image/png", "png"
    return _jpeg(_on_white(picture)), "image/jpeg", "jpg"


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
