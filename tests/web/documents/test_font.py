"""The documents' font: both weights and the list of what they draw agree, and what the manual needs is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import web.documents
from web.documents.plain import covered, plain, printable

FONTS = Path(web.documents.__file__).parent / "fonts"


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_list_says_what_the_font_draws(style):
    with TTFont(FONTS / f"HazardkbSansSC-{style}.ttf") as font:
        assert set(font.getBestCmap()) == covered()


def test_gb2312_and_the_manuals_units_are_covered():
    pairs = [bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    characters = "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)
    assert len(characters) == 6763
    assert printable(characters) == characters
    for text in ("10⁻⁶", "SO₂", "m³", "㎡", "℃", "≥", "①②③④", "缷"):
        assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x0bc", "ab c"),
        ("一\n二\t三", "一 二 三"),
        ("\u202e反", "反"),
        ("\ud800x", "x"),
        ("\ue000", ""),
        ("\u200b字", "字"),
    ],
)
def test_control_characters_go(text, expected):
    assert plain(text) == expected
