"""Compare (so tệp mang về): a document signed outside against what was sent out: only signatures may be new.

Other programs may write the file anew, so bytes are not compared but what they mean: pages, what is drawn on
them, annotations, attachments, and whatever a reader would run or hide. A signature's own picture may not lie
on the words of a page unless we kept that place free. What an office's own system prints on a page is let
pass where it belongs (stamped.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any, Final

import pdfplumber
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from hoiam.kit.refusal import Refused

from .fields import BLANK
from .meaning import Meanings
from .prepare import UNREADABLE, page_count, page_of, page_size
from .stamped import Box, beyond_its_places
from .verify import BROKEN

# What a program that signs writes about itself and its signature; all else in the catalogue must stay.
_OF_SIGNING: Final = frozenset(
    {"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata", "/Perms", "/Pages", "/AF"}
)
_OF_ITS_OWN: Final = frozenset({"/Type", "/Annots", "/Contents", "/Tabs", "/LastModified"})
_INHERITED: Final = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_MARKS: Final = ("/FreeText", "/Stamp")

Place = tuple[int, tuple[float, ...]]


def compare(sent: bytes, returned: bytes) -> str | None:
    """None when nothing but signatures was added; else the first thing that differs, in one sentence."""
    before, after = _File(sent), _File(returned)
    try:
        held, found = before.signatures(), after.signatures()
        if not held <= found:
            return "Tệp mang về thiếu chữ ký số đã có trong tệp gửi đi."
        if (
            said := _difference(before, after)
            or _stamped(sent, returned, before, after)
            or _covered(sent, after.places - before.places)
        ):
            return said
        return "Tệp mang về không có thêm chữ ký số nào." if held == found else None
    except BROKEN as broken:
        raise Refused(UNREADABLE) from broken


def _difference(before: _File, after: _File) -> str | None:
    if len(before.pages) != len(after.pages):
        return f"Tệp mang về có {len(after.pages)} trang, tệp gửi đi có {len(before.pages)} trang."
    for number, (page, other) in enumerate(zip(before.pages, after.pages, strict=True), start=1):
        if not before.is_still_drawn(page, after, other):
            return f"Nội dung trang {number} của tệp mang về khác tệp gửi đi."
        if before.notes(page) != after.notes(other, without=after.marks_beside(before, number)) or not (
            after.unsigned(other) <= before.unsigned(page)
        ):
            return f"Trang {number} của tệp mang về có ghi chú, liên kết hoặc ô nhập liệu khác tệp gửi đi."
    if before.attached() != after.attached():
        return "Tệp mang về có tệp đính kèm khác tệp gửi đi."
    if before.rest() != after.rest():
        return "Tệp mang về có phần ẩn, phần tự chạy hoặc ô nhập liệu khác tệp gửi đi."
    return None


def _stamped(sent: bytes, returned: bytes, before: _File, after: _File) -> str | None:
    """The first page on which something new stands where nothing may."""
    for number, (page, other) in enumerate(zip(before.pages, after.pages, strict=True), start=1):
        marks = after.marks_beside(before, number)
        if marks or before.drawn(page) != after.drawn(other):
            _, height = page_size(before.reader, number)
            kept = [_from_the_top(_rectangle(one), height) for one in _annotations(page) if _is_place(one)]
            notes = [
                (_from_the_top(_rectangle(one), height), str(_get(one, "/Contents", ""))) for one in marks
            ]
            if said := beyond_its_places(sent, returned, number, kept=kept, notes=notes):
                return said
    return None


def _covered(sent: bytes, new: set[Place]) -> str | None:
    """A white picture over a sentence is a change, though every object of the page is as it was."""
    if not new:
        return None
    with pdfplumber.open(BytesIO(sent)) as pdf:
        for number, (left, bottom, right, top) in sorted(new):
            page = pdf.pages[number - 1]
            height = float(page.height)
            if any(
                word["x0"] < right
                and word["x1"] > left
                and word["top"] < height - bottom
                and word["bottom"] > height - top
                for word in page.extract_words()
            ):
                return f"Ô chữ ký che chữ trên trang {number} của tệp mang về."
    return None


class _File:
    """One PDF, taken apart into what it says."""

    def __init__(self, pdf: bytes) -> None:
        try:
            self.reader = PdfFileReader(BytesIO(pdf), strict=False)
            # A file with two tables of contents shows one thing to old readers and another to new ones.
            if self.reader.encrypted or self.reader.xrefs.hybrid_xrefs_present:
                raise Refused(UNREADABLE)
            self.pages = [page_of(self.reader, at) for at in range(1, page_count(self.reader) + 1)]
        except BROKEN as broken:
            raise Refused(UNREADABLE) from broken
        self.meanings = Meanings()

    def drawn(self, page: Any) -> tuple[bytes, ...]:
        """What is on the page itself, and its size."""
        inherited = [self.meanings.of(_inherited(page, name)) for name in _INHERITED]
        rest = self.meanings.of(
            generic.DictionaryObject(
                {k: page.raw_get(k) for k in page if k not in (*_OF_ITS_OWN, *_INHERITED)}
            )
        )
        return (_content(page), rest, *inherited)

    def is_still_drawn(self, page: Any, after: _File, other: Any) -> bool:
        """The page as it was is drawn first and by the same means, whatever is drawn after it."""
        _, rest, *inherited, _ = self.drawn(page)
        _, other_rest, *other_inherited, _ = after.drawn(other)
        return (
            (rest, inherited) == (other_rest, other_inherited)
            and _begins_with(_content(other), _content(page))
            and self.means(page) <= after.means(other)
        )

    def means(self, page: Any) -> set[tuple[str, str, bytes]]:
        """Fonts, pictures and whatever else is drawn with, each by its name on the page."""
        kinds = _inherited(page, "/Resources")
        return {
            (kind, name, self.meanings.of(kinds[kind].raw_get(name)))
            for kind in kinds
            if isinstance(kinds[kind], generic.DictionaryObject)
            for name in kinds[kind]
        }

    def notes(self, page: Any, without: Collection[Any] = ()) -> list[bytes]:
        """Annotations that are no signatures; a signature that runs something counts as one too."""
        return [
            self.meanings.of(one, without=("/V",))
            for one in _annotations(page)
            if one not in without and (not _is_signature(one) or _runs(one))
        ]

    def marks_beside(self, before: _File, number: int) -> list[Any]:
        """Words and stamps that were laid on the page since, as annotations."""
        known = before.notes(before.pages[number - 1])
        return [
            one
            for one in _annotations(self.pages[number - 1])
            if _get(one, "/Subtype") in _MARKS
            and not (_runs(one) or "/CL" in one)
            and self.meanings.of(one, without=("/V",)) not in known
        ]

    def unsigned(self, page: Any) -> set[bytes]:
        """Places kept free: what they show must not change as long as nobody signed there."""
        places = [one for one in _annotations(page) if _is_signature(one)]
        return {
            self.meanings.of(one) for one in places if isinstance(_inherited(one, "/V"), generic.NullObject)
        }

    @property
    def places(self) -> set[Place]:
        return {
            (number, _rectangle(one))
            for number, page in enumerate(self.pages, start=1)
            for one in _annotations(page)
            if _is_signature(one)
        }

    def signatures(self) -> set[bytes]:
        return {one.pkcs7_content for one in self.reader.embedded_regular_signatures}

    def attached(self) -> tuple[bytes, ...]:
        names = _get(self.reader.root, "/Names")
        files = _get(names, "/EmbeddedFiles")
        return self.meanings.of(files), self.meanings.of(_get(self.reader.root, "/AF"))

    def rest(self) -> tuple[bytes, ...]:
        """All else of the catalogue, and of the form what is no signature."""
        form = _get(self.reader.root, "/AcroForm")
        fields = [one.get_object() for one in _get(form, "/Fields", ())]
        others = [self.meanings.of(one) for one in fields if _get(one, "/FT") != "/Sig" and "/T" in one]
        told = [self.meanings.of(_get(form, name)) for name in ("/XFA", "/NeedAppearances", "/CO")]
        return (self.meanings.of(self.reader.root, without=_OF_SIGNING), *others, *told)


def _content(page: Any) -> bytes:
    found = _get(page, "/Contents")
    streams = found if isinstance(found, generic.ArrayObject) else [found]
    parts = [one.get_object() for one in streams]
    return b"\n".join(one.data for one in parts if isinstance(one, generic.StreamObject))


def _annotations(page: Any) -> Iterator[Any]:
    for one in _get(page, "/Annots", ()):
        yield one.get_object()


def _begins_with(drawn: bytes, own: bytes) -> bool:
    """Whether it is that drawing, kept apart by "q" at most, and something more."""
    own = own.strip()
    at = drawn.find(own)
    more = drawn[at + len(own) :]
    return at >= 0 and set(drawn[:at].split()) <= {b"q"} and (not more or more[:1].isspace())


def _runs(annotation: Any) -> bool:
    return "/A" in annotation or "/AA" in annotation


def _is_place(annotation: Any) -> bool:
    """Kept free in what was sent: for a signature, the number, the day."""
    return _is_signature(annotation) or str(_inherited(annotation, "/T")).startswith(BLANK)


def _from_the_top(rectangle: tuple[float, ...], height: float) -> Box:
    left, bottom, right, top = rectangle
    return left, height - top, right, height - bottom


def _is_signature(annotation: Any) -> bool:
    return bool(_get(annotation, "/Subtype") == "/Widget" and _inherited(annotation, "/FT") == "/Sig")


def _rectangle(annotation: Any) -> tuple[float, ...]:
    x, y, other_x, other_y = (round(float(edge), 1) for edge in annotation["/Rect"])
    return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _inherited(node: Any, name: str) -> Any:
    """The value on the node or on what stands above it."""
    seen = 0
    while name not in node and "/Parent" in node and seen < 50:
        node, seen = node["/Parent"], seen + 1
    return _get(node, name)


def _get(node: Any, name: str, absent: Any = None) -> Any:
    if isinstance(node, generic.DictionaryObject) and name in node:
        return node[name]
    return generic.NullObject() if absent is None else absent
