"""Glyphs into lines: by baseline, not by box; small figures attached; nothing lost, nothing twice."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import free_lines, group_lines, join_lines
from tests.ingest.drawing import PITCH, SIZE, glyphs

CHINESE = st.text("炉前出铁场煤气，。；（）《》、１２３ＡＢ", min_size=1, max_size=20)


def _texts(found: list) -> list[str]:  # type: ignore[type-arg]
    return [line.text for line in found]


@given(st.lists(CHINESE, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_every_glyph_is_in_exactly_one_line_whatever_the_order(texts: list[str], rng: random.Random) -> None:
    drawn = [glyph for number, text in enumerate(texts) for glyph in glyphs(text, 20, 100 + number * PITCH)]
    shifted = [g._replace(baseline=g.baseline + rng.uniform(-0.2, 0.2) * SIZE) for g in drawn]
    rng.shuffle(shifted)
    lines = group_lines(shifted)
    assert [line.raw for line in lines] == texts
    assert sum(line.glyphs for line in lines) == len(drawn)


@given(st.text("0123456789", min_size=1, max_size=6))
def test_raised_and_lowered_figures_stay_with_their_line(figures: str) -> None:
    small = 0.58 * SIZE
    above = glyphs("上一行文字很长很长很长很长", 20, 100 - PITCH)
    text = glyphs("面积m", 20, 100)
    raised = glyphs(figures, 45.5, 100 - 0.4 * SIZE, small)
    after = glyphs("，以下", 45.5 + len(figures) * small / 2, 100)
    lines = group_lines([*raised, *after, *above, *text])
    table = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    assert _texts(lines) == ["上一行文字很长很长很长很长", f"面积m{figures.translate(table)}，以下"]


def test_lowered_figures() -> None:
    lines = group_lines([*glyphs("SO", 20, 100), *glyphs("2", 30, 101.8, 5.8), *glyphs("气体浓度", 33, 100)])
    assert _texts(lines) == ["SO₂气体浓度"]


def test_small_type_on_the_baseline_is_neither_raised_nor_lowered() -> None:
    lines = group_lines([*glyphs("甲乙丙丁", 20, 100), *glyphs("注1", 60, 100, 6.0)])
    assert _texts(lines) == ["甲乙丙丁注1"]


def test_punctuation_of_another_size_does_not_tear_a_line() -> None:
    marks = [g._replace(size=8.2, baseline=g.baseline + 1.1) for g in glyphs("，", 50, 100)]
    assert _texts(group_lines([*glyphs("煤气阀", 20, 100), *marks, *glyphs("水封", 60, 100)])) == ["煤气阀，水封"]


def test_fake_bold_counts_once() -> None:
    drawn = glyphs("易燃易爆", 20, 100)
    lines = group_lines([*drawn, *(g._replace(x0=g.x0 + 0.3, x1=g.x1 + 0.3) for g in drawn)])
    assert _texts(lines) == ["易燃易爆"]
    assert (lines[0].duplicates, lines[0].glyphs) == (4, 8)


def test_parts_of_one_ligature_glyph_all_count() -> None:
    dash = glyphs("—", 40, 100)[0]
    assert _texts(group_lines([*glyphs("更换", 20, 100), dash, dash, *glyphs("裂纹", 60, 100)])) == ["更换——裂纹"]


def test_doubled_narrow_letters_are_not_fake_bold() -> None:
    drawn = [g._replace(x1=g.x0 + 2.3) for g in glyphs("ill", 20, 100)]
    drawn = [g._replace(x0=20 + 2.3 * i, x1=22.3 + 2.3 * i) for i, g in enumerate(drawn)]
    assert _texts(group_lines(drawn)) == ["ill"]


def test_gaps_are_spaces_only_between_latin_letters_and_figures() -> None:
    assert _texts(group_lines(glyphs("标准GB 50016第 4 条", 20, 100))) == ["标准GB 50016第4条"]


def test_wrapped_lines_join_without_a_break() -> None:
    assert join_lines(["（AQ", "2002）的", "要求"]) == "（AQ 2002）的要求"
    assert join_lines(["不超过30", "mg/m³"]) == "不超过30mg/m³"
    assert join_lines([]) == ""


def test_free_lines_of_different_sizes_do_not_mix() -> None:
    title = glyphs("一、炼铁", 20, 60, 17.0)
    note = glyphs("续表", 600, 57, 9.0)
    assert _texts(free_lines([*title, *note])) == ["续表", "一、炼铁"]
