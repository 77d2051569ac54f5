"""The page of the format says what the code reads: every key, every verb, every field."""

import re
from pathlib import Path

import pytest

from hoiam.cases.reading import CHOICES, FIELDS

from .reading import REQUIRED
from .words import CASE, CONDUCT, PETITIONER, PLACE

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/exchange.md").read_text("utf-8")


def cells(heading):
    """The cells of the rows of the table under a heading, row by row."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def named(cell):
    return re.findall(r"`([a-z0-9_]+)`", cell)


def test_the_page_names_every_key_of_a_case_and_which_are_required():
    rows = {named(key)[0]: need for key, need, _ in cells("The case")}
    assert sorted(rows) == sorted(CASE)
    assert {key for key, need in rows.items() if need == "required"} == set(REQUIRED)


@pytest.mark.parametrize(
    ("key", "inside"), [("petitioner", PETITIONER), ("place", PLACE), ("conduct", CONDUCT)]
)
def test_the_page_names_what_is_inside_each_group(key, inside):
    (words,) = [what for name, _, what in cells("The case") if named(name) == [key]]
    assert set(inside) <= set(named(words))


@pytest.mark.parametrize("key", ["kind", "urgency", "channel", "petitioner.type"])
def test_the_page_names_every_choice(key):
    (words,) = [what for name, _, what in cells("The case") if named(name) == [key.partition(".")[0]]]
    assert set(CHOICES[key].values) <= set(named(words))


def test_the_page_names_every_verb_with_its_fields_and_which_may_be_left_out():
    pairs = [
        (row[at], row[at + 1] if len(row) > at + 1 else "")
        for row in cells("A line of the history")
        for at in (0, 2)
    ]
    told = {named(verb)[0]: fields for verb, fields in pairs if named(verb)}
    assert sorted(told) == sorted(verb.value for verb in FIELDS)
    for verb, fields in FIELDS.items():
        assert sorted(named(told[verb.value])) == sorted(fields), verb
        optional = set(re.findall(r"`([a-z0-9_]+)`\?", told[verb.value]))
        if verb.value != "classify":
            assert optional == {key for key, field in fields.items() if not field.required}, verb
