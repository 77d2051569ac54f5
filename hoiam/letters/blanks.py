"""Blanks (ô số, ô ngày): number and day are form fields, filled after the leader signed and before the body.

A PDF signature covers what was there; filling a field of the form is the one addition its standard allows
without breaking it (ISO 32000, 12.8.2.2). The fields may not be typed in by a reader, and the organisation's
signature then covers what stands in them. docs/decisions/0076 tells what else was thought of.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from hoiam.signatures.fields import BLANK
from hoiam.signatures.prepare import page_size, writer_of

from .form.free_places import FreePlace, draw_filling

LABELS: Final = {"number": "Số, ký hiệu văn bản", "day": "Địa danh, ngày ban hành"}
READ_ONLY, PRINTED = 1, 4


def reserve(pdf: bytes, places: tuple[FreePlace, ...], words: Mapping[str, str]) -> bytes:
    """The document with a field for each place, showing what a draft shows there."""
    writer = writer_of(pdf)
    fields = generic.ArrayObject()
    for place in places:
        fields.append(_field(writer, place, words[place.name]))
    writer.root[pdf_name("/AcroForm")] = writer.add_object(
        generic.DictionaryObject({pdf_name("/Fields"): fields})
    )
    writer.update_root()
    return _written(writer)


def fill(pdf: bytes, places: tuple[FreePlace, ...], words: Mapping[str, str]) -> bytes:
    """The same bytes in front, and behind them what the fields say now."""
    writer = writer_of(pdf)
    for field in writer.root["/AcroForm"]["/Fields"]:
        found = field.get_object()
        place = next((one for one in places if BLANK + one.name == found.get("/T")), None)
        if place is not None:
            found[pdf_name("/V")] = generic.pdf_string(words[place.name])
            found[pdf_name("/AP")] = _look(writer, place, words[place.name])
            writer.update_container(found)
    return _written(writer)


def read(pdf: bytes) -> dict[str, str]:
    """Place → what stands in it, for a file that came back."""
    root = PdfFileReader(BytesIO(pdf)).root
    if "/AcroForm" not in root:
        return {}
    fields = [field.get_object() for field in root["/AcroForm"]["/Fields"]]
    names = {str(one["/T"]): str(one.get("/V", "")) for one in fields if one.get("/FT") == "/Tx"}
    return {name.removeprefix(BLANK): words for name, words in names.items() if name.startswith(BLANK)}


def _field(writer: IncrementalPdfFileWriter, place: FreePlace, words: str) -> Any:
    page, _ = writer.find_page_for_modification(place.page - 1)
    _, height = page_size(writer, place.page)
    left, bottom, right, top = place.box.in_points(height)
    field = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): generic.pdf_string(BLANK + place.name),
                pdf_name("/TU"): generic.pdf_string(LABELS.get(place.name, "Văn bản có phụ lục này")),
                pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
                pdf_name("/F"): generic.NumberObject(PRINTED),
                pdf_name("/DA"): generic.pdf_string("0 g"),
                pdf_name("/V"): generic.pdf_string(words),
                pdf_name("/P"): page,
                pdf_name("/Rect"): generic.ArrayObject(
                    generic.FloatObject(edge) for edge in (left, bottom, right, top)
                ),
                pdf_name("/AP"): _look(writer, place, words),
            }
        )
    )
    writer.register_annotation(page, field)
    return field


def _look(writer: IncrementalPdfFileWriter, place: FreePlace, words: str) -> Any:
    """What is seen: a drawn page taken in as a form, with its fonts."""
    drawn = writer.import_page_as_xobject(PdfFileReader(BytesIO(draw_filling(place, words))))
    return generic.DictionaryObject({pdf_name("/N"): drawn})


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
