"""Tampering (giả mạo, cho kiểm thử): what somebody without a key may do to a signed file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from .prepare import writer_of

Change = Callable[[Any], None]


def appended(pdf: bytes, change: Change) -> bytes:
    """The file with a change behind it, as an incremental update."""
    writer = writer_of(pdf)
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def rewritten(pdf: bytes, change: Change = lambda writer: None) -> bytes:
    """All objects written anew, as other programs do."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def page(writer: Any, number: int = 1) -> Any:
    reference, _ = writer.find_page_for_modification(number - 1)
    return reference


def draws_over(writer: Any) -> None:
    """A white bar over the page."""
    stream = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 800 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))


def prints(words: str, x: float, y: float, number: int = 1) -> Change:
    """Words on the page itself, in points from the bottom left corner."""
    return draws(f"q BT /StampFont 11 Tf {x} {y} Td ({words}) Tj ET Q", number)


USUAL_FONT = {"/Type": pdf_name("/Font"), "/Subtype": pdf_name("/Type1"), "/BaseFont": pdf_name("/Helvetica")}


def draws(operators: str, number: int = 1, font: dict[str, Any] = USUAL_FONT) -> Change:
    """Whatever a program can draw behind what is there, with a font /StampFont."""

    def drawn(writer: Any) -> None:
        described = generic.DictionaryObject({pdf_name(key): value for key, value in font.items()})
        fonts = generic.DictionaryObject({pdf_name("/StampFont"): writer.add_object(described)})
        stream = generic.StreamObject(stream_data=operators.encode())
        resources = generic.DictionaryObject({pdf_name("/Font"): fonts})
        writer.add_stream_to_page(number - 1, writer.add_object(stream), resources=resources)

    return drawn


def covers_by_a_letter(writer: Any) -> None:
    """A font of its own, one letter of which is a white bar as large as the page."""
    bar = b"10 0 -9000 -9000 9000 9000 d1 1 1 1 rg -9000 -9000 18000 18000 re f"
    letters = {pdf_name("/a"): writer.add_object(generic.StreamObject(stream_data=bar))}
    number: Any = generic.NumberObject
    font = {
        "/Type": pdf_name("/Font"),
        "/Subtype": pdf_name("/Type3"),
        "/FontBBox": generic.ArrayObject(map(number, (0, 0, 10, 10))),
        "/FontMatrix": generic.ArrayObject(map(generic.FloatObject, (0.1, 0, 0, 0.1, 0, 0))),
        "/CharProcs": generic.DictionaryObject(letters),
        "/Encoding": generic.DictionaryObject(
            {pdf_name("/Differences"): generic.ArrayObject([number(97), pdf_name("/a")])}
        ),
        "/FirstChar": number(97),
        "/LastChar": number(97),
        "/Widths": generic.ArrayObject([number(10)]),
    }
    draws("q BT 1 1 1 rg /StampFont 1 Tf 300 820 Td (a) Tj ET Q", font=font)(writer)


def draws_before(writer: Any) -> None:
    """The page moved up: what is drawn first decides where all the rest stands."""
    found = page(writer).get_object()
    moved = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 1 0 200 cm"))
    found[pdf_name("/Contents")] = generic.ArrayObject([moved, found.raw_get("/Contents")])
    writer.update_container(found)


def replaces_content(writer: Any) -> None:
    writer.update_container(page(writer).get_object())
    page(writer).get_object()["/Contents"] = writer.add_object(
        generic.StreamObject(stream_data=b"q 0 0 10 10 re f Q")
    )


def notes(words: str, rectangle: tuple[float, ...], **more: Any) -> Change:
    def noted(writer: Any) -> None:
        _note(writer, words, rectangle, more)

    return noted


def adds_note(writer: Any) -> None:
    _note(writer, "trước ngày 15/9/2021", (50, 700, 300, 740), {})


def _note(writer: Any, words: str, rectangle: tuple[float, ...], more: dict[str, Any]) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, rectangle)),
            pdf_name("/Contents"): generic.pdf_string(words),
            **{pdf_name(f"/{key}"): value for key, value in more.items()},
        }
    )
    writer.register_annotation(page(writer), writer.add_object(note))


def adds_text_field(writer: Any, name: str = "ghi-chu") -> None:
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(name),
            pdf_name("/V"): generic.pdf_string("khác"),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.NumberObject(edge) for edge in (50, 700, 300, 740)
            ),
        }
    )
    reference = writer.add_object(field)
    writer.register_annotation(page(writer), reference)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(reference)
    writer.update_container(fields)


def fills(name: str, words: str) -> Change:
    def filled(writer: Any) -> None:
        (field,) = (
            one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == name
        )
        field[pdf_name("/V")] = generic.pdf_string(words)
        writer.update_container(field)

    return filled


def adds_empty_place(writer: Any) -> None:
    append_signature_field(writer, SigFieldSpec("them", box=(50, 60, 200, 120)))


def adds_attachment(writer: Any) -> None:
    embed_file(
        writer,
        FileSpec("phu-luc.txt", embedded_data=EmbeddedFileObject.from_file_data(writer, data=b"khac")),
    )


def runs_something(writer: Any) -> None:
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.update_root()


def drops_a_page(writer: Any) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)


def turns_a_page(writer: Any) -> None:
    page(writer).get_object()[pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page(writer).get_object())


def changes_properties(writer: Any) -> None:
    reference = writer.trailer_view.raw_get("/Info")
    reference.get_object()[pdf_name("/Title")] = generic.pdf_string("khác")
    writer.mark_update(reference)


CHANGES: tuple[Change, ...] = (
    draws_over,
    draws_before,
    covers_by_a_letter,
    replaces_content,
    adds_note,
    adds_text_field,
    adds_attachment,
    runs_something,
    drops_a_page,
    turns_a_page,
)
