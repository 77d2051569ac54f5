"""Build (dựng giao diện): stylesheet, script, fonts, made when static files are collected or first asked for.

Nothing made here is committed. One stylesheet: fonts, tokens, base, then every part in the order of its name;
a part adds a shape and never corrects another part, so the order is free.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PREFIX = "ui/"
BEFORE_THE_PARTS = ("font.css", "tokens.css", "base.css")
AS_THEY_STAND = {"ui.js": "ui.js", "mark.svg": "mark.svg", "sample.svg": "photo/sample.svg"}
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}

# Everything Vietnamese is written with, precomposed and as combining marks, and the signs our screens use.
VIETNAMESE = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x102, 0x103),
    (0x110, 0x111),
    (0x128, 0x129),
    (0x168, 0x169),
    (0x1A0, 0x1A1),
    (0x1AF, 0x1B0),
    (0x300, 0x301),
    (0x303, 0x303),
    (0x309, 0x309),
    (0x323, 0x323),
    (0x1EA0, 0x1EF9),
    (0x2013, 0x2014),
    (0x2018, 0x201D),
    (0x2022, 0x2022),
    (0x2026, 0x2026),
    (0x20AB, 0x20AB),
    (0x2190, 0x2193),
    (0x21B5, 0x21B5),
    (0x2212, 0x2212),
)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum", "lnum", "case"]


def parts() -> list[Path]:
    """The folders of the parts, by name."""
    return sorted(folder for folder in HERE.iterdir() if (folder / "style.css").exists())


def stylesheet() -> str:
    """The one stylesheet a page loads."""
    before = [(HERE / name).read_text() for name in BEFORE_THE_PARTS]
    styles = [(HERE / "shared.css").read_text(), *((folder / "style.css").read_text() for folder in parts())]
    return squeeze("\n".join([*before, "@layer parts {", *styles, "}"]))


def squeeze(css: str) -> str:
    """The same rules without comments and without space that says nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): (?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").strip() + "\n"


def font(weight: int) -> bytes:
    """One weight of Be Vietnam Pro as woff2 with the letters of Vietnamese only."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    typeface = TTFont(_typefaces() / f"BeVietnamPro-{WEIGHTS[weight]}.ttf")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in VIETNAMESE for code in range(first, last + 1)])
    subsetter.subset(typeface)
    typeface.flavor = "woff2"
    out = BytesIO()
    typeface.save(out)
    return out.getvalue()


@cache
def _typefaces() -> Path:
    spec = find_spec("fontpkg_be_vietnam_pro")
    if spec is None or spec.origin is None:
        raise RuntimeError("Thiếu gói fontpkg-be-vietnam-pro: hãy chạy ./run setup.")
    return next(Path(spec.origin).parent.rglob("BeVietnamPro-Regular.ttf")).parent


def target() -> Path:
    """Where the made files wait to be collected."""
    return Path(settings.UI_BUILD)


def build() -> Path:
    """Make what is missing or older than its source; return the folder."""
    folder = target() / PREFIX
    (folder / "font").mkdir(parents=True, exist_ok=True)
    if _is_older(folder / "ui.css", HERE.rglob("*.css")):
        _put(folder / "ui.css", stylesheet().encode())
    for name, source in AS_THEY_STAND.items():
        if _is_older(folder / name, iter([HERE / source])):
            copyfile(HERE / source, folder / name)
    for weight in WEIGHTS:
        file = folder / "font" / f"be-vietnam-pro-{weight}.woff2"
        if _is_older(file, iter([Path(__file__)])):
            _put(file, font(weight))
    return target()


def _is_older(made: Path, sources: Iterator[Path]) -> bool:
    return not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: two processes may build at once."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(path)


class UiFinder(BaseFinder):
    """Hands the made files to collectstatic, and to the development server as they change."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        none: list[str] = []
        if not path.startswith(PREFIX):
            return none if find_all else None
        found = build() / path
        if not found.is_file():
            return none if find_all else None
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=build())
        for file in sorted((target() / PREFIX).rglob("*")):
            path = file.relative_to(target()).as_posix()
            if file.is_file() and not matches_patterns(path, ignore_patterns):
                yield path, storage
