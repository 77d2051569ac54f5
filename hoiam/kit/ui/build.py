"""Build (dựng giao diện): stylesheet, script, fonts, made when static files are collected or first asked for.

Nothing made here is committed. One stylesheet: fonts, tokens, base, then every part in the order of its name;
a part adds a shape and never corrects another part, so the order is free.
"""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from hoiam.kit.ui import typeface

HERE = Path(__file__).parent
PREFIX = "ui/"
BEFORE_THE_PARTS = ("font.css", "tokens.css", "base.css")
AS_THEY_STAND = {"ui.js": "ui.js", "mark.svg": "mark.svg", "sample.svg": "photo/sample.svg"}


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
            _put(folder / name, (HERE / source).read_bytes())
    for weight in typeface.WEIGHTS:
        file = folder / "font" / f"be-vietnam-pro-{weight}.woff2"
        if _is_older(file, iter([HERE / "typeface.py"])):
            _put(file, typeface.woff2(weight))
    return target()


def _is_older(made: Path, sources: Iterator[Path]) -> bool:
    return not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: two processes may build at once."""
    half = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")  # two may build at once
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
