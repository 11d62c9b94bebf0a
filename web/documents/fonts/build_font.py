"""Builds the two font files beside it: the GBK repertoire of Noto Sans SC in regular and bold.

Run once, by hand, in an environment of its own (the font package is large and nothing else needs it):

    python -m venv fontenv && fontenv/bin/pip install fonttools justmytype-intl-cjk
    fontenv/bin/python web/documents/fonts/build_font.py

Why a subset and why GBK: docs/decisions/document-font.md.
"""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

FAMILY = "Hazardkb Sans SC"
WEIGHTS = {"Regular": 400, "Bold": 700}
SMALL = 0.62  # size of raised and lowered characters against full ones
RAISED_BY, LOWERED_BY = 330, -140  # font units of 1000 to the em
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+−n", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
# Beyond GBK: units and exponents of the manual, marks the documents print, ballot boxes, dashes and quotes.
EXTRA = (
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ−₀₁₂₃₄₅₆₇₈₉ΔΩ℃℉㎡㎥㎜㎝㎞㎏㎎㏑Ⅰ≤≥≠≈±×÷·•…—–‘’“”‹›«»①②③④⑤⑥⑦⑧⑨⑩"
    "⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳□■○●△▲▽▼◇◆☆★→←↑↓〓〔〕㈠㈡㈢€£¥©®™°§¶"
)


def gbk_repertoire() -> set[int]:
    """Return the code points that a GBK byte pair stands for, with ASCII and Latin-1."""
    points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            points.add(ord(text))
    return points | {ord(c) for c in EXTRA}


def source_font() -> Path:
    """Return the variable Noto Sans SC of the installed font package."""
    spec = importlib.util.find_spec("justmytype_intl_cjk")
    if spec is None or spec.origin is None:
        raise SystemExit("缺少字体来源包，请先在单独的环境里安装 justmytype-intl-cjk。")
    return Path(spec.origin).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"


def build(style: str, weight: int, folder: Path) -> Path:
    """Write the subset of one weight into `folder` and return its path."""
    font = instantiateVariableFont(TTFont(source_font(), recalcTimestamp=False), {"wght": weight})
    options = Options(hinting=False, layout_features=["ccmp", "kern", "mark", "mkmk"], name_IDs=["*"])
    options.drop_tables += ["vmtx", "vhea", "VORG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=gbk_repertoire())
    subsetter.subset(font)
    add_small_digits(font)
    rename(font["name"], style)
    mark_weight(font, weight)
    target = folder / f"HazardkbSansSC-{style}.ttf"
    font.save(target)
    return target


def add_small_digits(font: Any) -> None:
    """Add the raised and lowered digits and signs that the original lacks (10⁻⁶, SO₂) as scaled components."""
    cmap = font.getBestCmap()
    for lift, pairs in ((RAISED_BY, RAISED), (LOWERED_BY, LOWERED)):
        for small, full in pairs.items():
            if ord(small) not in cmap:
                add_scaled(font, (small, cmap[ord(full)]), lift)


def add_scaled(font: Any, pair: tuple[str, str], lift: int) -> None:
    """Add one character drawn as a smaller, shifted copy of an existing glyph; `lift` in font units."""
    character, original = pair
    component = GlyphComponent()
    component.glyphName, component.x, component.y = original, 0, lift
    component.transform = [[SMALL, 0], [0, SMALL]]
    component.flags = 0x0202  # use this glyph's own metrics; offsets are x and y values
    glyph = Glyph()
    glyph.numberOfContours, glyph.components = -1, [component]
    name = f"uni{ord(character):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    advance, bearing = font["hmtx"].metrics[original]
    font["hmtx"].metrics[name] = (round(advance * SMALL), round(bearing * SMALL))
    for table in font["cmap"].tables:
        table.cmap[ord(character)] = name


def mark_weight(font: Any, weight: int) -> None:
    """State the weight in the three places where programs look for it."""
    bold = weight >= WEIGHTS["Bold"]
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = int(bold)


def write_coverage(font_file: Path) -> None:
    """Write the code points of `font_file` as lines “first-last” (hex), for the check before printing."""
    points = sorted(TTFont(font_file).getBestCmap())
    breaks = [i for i, p in enumerate(points) if i == 0 or p != points[i - 1] + 1] + [len(points)]
    lines = [f"{points[a]:04X}-{points[b - 1]:04X}" for a, b in pairwise(breaks)]
    (font_file.parent / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


def rename(names: Any, style: str) -> None:
    """Give the subset a name of its own; the licence and copyright lines of the original stay."""
    values = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"HazardkbSansSC-{style}"}
    names.names = [n for n in names.names if n.nameID in {0, 5, 7, 8, 9, 11, 13, 14}]
    for name_id, value in values.items():
        names.setName(value, name_id, 3, 1, 0x409)


def main() -> None:
    """Build every weight and say how large each file is."""
    folder = Path(__file__).parent
    for style, weight in WEIGHTS.items():
        target = build(style, weight, folder)
        write_coverage(target)
        sys.stdout.write(f"{target.name}  {target.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
