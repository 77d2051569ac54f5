"""The design base is whole, small and clean: what every page loads, checked without a browser."""

import os
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from hoiam.kit.ui import build, typeface

HOIAM = build.HERE.parents[1]
TEMPLATES = sorted(path for path in HOIAM.rglob("*.html") if ".venv" not in path.parts)
# Drawn by hand on the page that needs them: their example is their template.
MARKUP_ONLY = {"card", "cascade", "door", "map", "say", "sheet", "tale"}
LETTERS = "ẰẴỘỂẶẪỮộểặẫữđĐơƯỹỵ₫"


@pytest.fixture
def made(settings, tmp_path):
    settings.UI_BUILD = tmp_path
    return build.build() / "ui"


def test_the_stylesheet_stays_within_forty_kilobytes():
    assert 20_000 < len(build.stylesheet().encode()) <= 40_000


def test_squeezing_changes_no_rule():
    css = 'a :hover , b{ color : red ; width: calc(1px + 2px) ; }\n/* a note */ .x::before { content: ""; }'
    assert build.squeeze(css) == 'a :hover,b{color : red;width:calc(1px + 2px)}.x::before{content:""}\n'


def test_selectors_of_descendants_keep_their_space():
    assert ".desk .button{" in build.stylesheet()
    assert ".choice :focus-visible{" in build.stylesheet()


def test_every_brace_that_opens_closes():
    css = build.stylesheet()
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("folder", build.parts(), ids=lambda folder: folder.name)
def test_a_part_is_whole(folder: Path):
    assert (folder / "style.css").read_text().startswith("/* ")
    assert (folder / "example.html").read_text().strip()
    assert len((folder / "note.md").read_text()) > 40
    drawn = [path for path in folder.glob("*.html") if path.name != "example.html"]
    assert bool(drawn) != (folder.name in MARKUP_ONLY)


def test_only_the_tokens_name_raw_colours():
    for path in [build.HERE / "base.css", build.HERE / "shared.css", *build.HERE.glob("*/style.css")]:
        assert not re.search(r"#[0-9a-f]{3,8}\b|\brgba?\(", path.read_text()), path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOIAM)))
def test_a_template_carries_no_style_and_no_script_of_its_own(path: Path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOIAM)))
def test_a_template_asks_only_for_drawings_that_exist(path: Path):
    sprite = set(re.findall(r'id="i-(\w+)"', (build.HERE / "icon" / "sprite.html").read_text()))
    assert set(re.findall(r'{% icon "(\w+)"', path.read_text())) <= sprite


@pytest.mark.parametrize("weight", typeface.WEIGHTS)
def test_a_font_has_the_letters_of_vietnamese_and_stays_small(made: Path, weight: int):
    file = made / "font" / f"be-vietnam-pro-{weight}.woff2"
    assert file.stat().st_size < 30_000
    assert {ord(letter) for letter in LETTERS} <= set(TTFont(file).getBestCmap())


def test_figures_can_stand_under_each_other(made: Path):
    font = TTFont(made / "font" / "be-vietnam-pro-400.woff2")
    features = font["GSUB"].table.FeatureList.FeatureRecord
    lookups = font["GSUB"].table.LookupList.Lookup
    (tnum,) = {tuple(record.Feature.LookupListIndex) for record in features if record.FeatureTag == "tnum"}
    swaps = lookups[tnum[0]].SubTable[0].mapping
    cmap = font.getBestCmap()
    widths = {font["hmtx"][swaps[cmap[ord(figure)]]][0] for figure in "0123456789"}
    assert widths == {660}
    assert len({font["hmtx"][cmap[ord(figure)]][0] for figure in "0123456789"}) > 5


def test_the_finder_gives_to_collectstatic_what_it_gives_to_the_developer(made: Path):
    finder = build.UiFinder()
    listed = {path for path, _storage in finder.list([])}
    assert {"ui/ui.css", "ui/ui.js", "ui/mark.svg", "ui/font/be-vietnam-pro-600.woff2"} <= listed
    assert all(finder.find(path) == str(made.parent / path) for path in listed)
    assert finder.find("ui/nothing.css") is None
    assert finder.find("admin/x.css") is None


def test_a_changed_source_is_built_again(made: Path):
    css = made / "ui.css"
    css.write_text("old")
    os.utime(css, (0, 0))
    build.build()
    assert css.read_text() == build.stylesheet()
