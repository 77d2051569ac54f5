"""Letters 9193 and 6499 are made again from data: every word of page and draft is known."""

import io
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from hoiam.letters.compose.factories import ON_6499, ON_9193, letter_6499, letter_9193

from . import draw_docx, draw_pdf

GOLDEN = Path(__file__).parent / "golden"
LETTERS = [("9193", letter_9193, ON_9193), ("6499", letter_6499, ON_6499)]


def words(text):
    return " ".join(text.split())


def paragraphs(text):
    return [words(part) for part in text.split("\n\n")]


def printed(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        body = (page.crop((0, 57, page.width, page.height)) for page in paper.pages)  # below the page number
        return words("\n".join(page.extract_text(use_text_flow=True) for page in body))


def written(docx):
    paper = Document(io.BytesIO(docx))
    parts = []
    for block in paper.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            parts.append(block.text)
        else:
            parts += [cell.text for line in rows for cell in line.cells]
    return words("\n".join(parts))


@pytest.mark.parametrize(("number", "letter", "on"), LETTERS)
def test_the_page_says_word_for_word_what_the_letter_says(number, letter, on):
    golden = words((GOLDEN / f"{number}.txt").read_text())
    assert printed(draw_pdf(letter(), number=number, on=on)) == golden


@pytest.mark.parametrize(("number", "letter", "on"), LETTERS)
def test_the_editable_document_says_the_same(number, letter, on):
    golden = words((GOLDEN / f"{number}.txt").read_text())
    assert written(draw_docx(letter(), number=number, on=on)) == golden


@pytest.mark.parametrize(("number", "letter", "on"), LETTERS)
def test_each_paragraph_of_the_letter_is_one_of_the_data(number, letter, on):
    golden = paragraphs((GOLDEN / f"{number}.txt").read_text())
    body = [words(paragraph.text) for paragraph in letter().body]
    start = golden.index(body[0])
    assert golden[start : start + len(body)] == body
