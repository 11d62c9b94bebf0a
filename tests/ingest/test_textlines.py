"""Ink drawn in memory: which of it is rules, which lines of text, and how what is read is spelt."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.page import Rule
from ingest.ruling import Ink, find_rules
from ingest.scanned import as_printed
from ingest.textlines import Region, bands, columns_of, lines_of

SCALE = 200 / 72
PAGE = Region(0, 0, 600, 300)


def _ink(*boxes: tuple[int, int, int, int]) -> Ink:
    """A page of 600 by 300 pixels with these rectangles (x0, y0, x1, y1) black."""
    ink = np.zeros((300, 600), dtype=np.bool_)
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = True
    return ink


def _lines(*boxes: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    ink = _ink(*boxes)
    return [(line.y0, line.y1) for line in lines_of(ink, bands(ink, PAGE), 24.0)]


@pytest.mark.parametrize(
    ("boxes", "lines"),
    [
        ([(10, 10, 200, 34), (10, 46, 200, 70)], [(10, 34), (46, 70)]),
        ([(10, 10, 34, 14), (10, 30, 34, 34)], [(10, 34)]),  # the two strokes of 二
        ([(10, 10, 200, 34), (10, 34, 20, 36), (10, 36, 200, 60)], [(10, 34), (36, 60)]),  # lines that touch
        ([(10, 10, 14, 14)], []),  # a speck
        ([(10, 10, 20, 34)], [(10, 34)]),  # a lone 1
    ],
)
def test_bands_of_ink_become_lines(boxes: list[tuple[int, int, int, int]], lines: list[tuple[int, int]]) -> None:
    found = _lines(*boxes)
    assert len(found) == len(lines)
    assert all(
        abs(a - b) <= 3 for one, other in zip(found, lines, strict=True) for a, b in zip(one, other, strict=True)
    )


def test_free_text_is_parted_at_wide_gaps() -> None:
    ink = _ink((10, 10, 100, 34), (110, 10, 200, 34), (400, 10, 420, 34))
    parts = columns_of(ink, Region(10, 10, 420, 34))
    assert [(part.x0, part.x1) for part in parts] == [(10, 200), (400, 420)]


def test_a_broken_rule_is_one_and_strokes_in_a_row_are_none() -> None:
    rule = [(10, 20, 300, 22), (312, 20, 590, 22)]
    strokes = [(x, y, x + 26, y + 3) for x in range(10, 300, 28) for y in (100, 110, 121)]
    rules = find_rules(_ink(*rule, *strokes), SCALE)
    assert [(round(r.x0 * SCALE), round(r.x1 * SCALE)) for r in rules] == [(10, 590)]
    assert isinstance(rules[0], Rule)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("《某规程》(gB/T 12)", "《某规程》（GB/T 12）"),
        ("TSg 21", "TSG 21"),
        ("I", "1"),
        ("1l", "11"),
        ("II", "II"),
        ("kg 5,g 3", "kg 5，g 3"),
    ],
)
def test_what_is_read_is_spelt_as_printed(read: str, printed: str) -> None:
    assert "".join(as_printed(list(read))) == printed
