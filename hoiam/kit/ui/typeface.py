"""Typeface (bộ chữ): Be Vietnam Pro cut down to Vietnamese, with figures of one width for codes and columns.

The family has no such figures of its own (its 1 is half as wide as its 4), and a desk of numbers needs them.
"""

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum", "case"]
FIGURE = 0.66  # of the em

# Everything Vietnamese is written with, precomposed and as combining marks, and the signs our screens use.
VIETNAMESE = (
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169,
    0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x300, 0x301, 0x303, 0x309, 0x323, *range(0x1EA0, 0x1EFA),
    0x2013, 0x2014, *range(0x2018, 0x201E), 0x2022, 0x2026, 0x20AB, *range(0x2190, 0x2194), 0x21B5, 0x2212,
)  # fmt: skip


def woff2(weight: int) -> bytes:
    """One weight, as pages load it."""
    typeface = TTFont(_folder() / f"BeVietnamPro-{WEIGHTS[weight]}.ttf")
    add_equal_figures(typeface)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=VIETNAMESE)
    subsetter.subset(typeface)
    typeface.flavor = "woff2"
    out = BytesIO()
    typeface.save(out)
    return out.getvalue()


def add_equal_figures(typeface: TTFont) -> None:
    """Ten more glyphs, each the figure itself in the middle of one width, behind the feature `tnum`."""
    cmap, width = typeface.getBestCmap(), round(FIGURE * typeface["head"].unitsPerEm)
    plain = [cmap[ord(figure)] for figure in "0123456789"]
    glyphs = typeface.getGlyphSet()
    typeface.setGlyphOrder([*typeface.getGlyphOrder(), *(f"{name}.tnum" for name in plain)])
    for name in plain:
        advance, bearing = typeface["hmtx"][name]
        shift = (width - advance) // 2
        pen = TTGlyphPen(glyphs)
        pen.addComponent(name, (1, 0, 0, 1, shift, 0))
        typeface["glyf"][f"{name}.tnum"] = pen.glyph()
        typeface["hmtx"][f"{name}.tnum"] = (width, bearing + shift)
    _add_feature(typeface["GSUB"].table, "tnum", {name: f"{name}.tnum" for name in plain})


def _add_feature(gsub: otTables.GSUB, tag: str, swaps: dict[str, str]) -> None:
    """A feature of single substitutions, on in every script and language that the font knows."""
    gsub.LookupList.Lookup.append(buildLookup([buildSingleSubstSubtable(swaps)]))
    feature = otTables.FeatureRecord()
    feature.FeatureTag, feature.Feature = tag, otTables.Feature()
    feature.Feature.FeatureParams = None
    feature.Feature.LookupListIndex = [len(gsub.LookupList.Lookup) - 1]
    gsub.FeatureList.FeatureRecord.append(feature)
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    gsub.FeatureList.FeatureCount = len(gsub.FeatureList.FeatureRecord)
    for script in (record.Script for record in gsub.ScriptList.ScriptRecord):
        for language in [script.DefaultLangSys, *(record.LangSys for record in script.LangSysRecord)]:
            if language is not None:
                language.FeatureIndex.append(len(gsub.FeatureList.FeatureRecord) - 1)


@cache
def _folder() -> Path:
    spec = find_spec("fontpkg_be_vietnam_pro")
    if spec is None or spec.origin is None:
        raise RuntimeError("Thiếu gói fontpkg-be-vietnam-pro: hãy chạy ./run setup.")
    return next(Path(spec.origin).parent.rglob("BeVietnamPro-Regular.ttf")).parent
