"""Pages that viewers turn: the same rows, whichever way the file lies."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from ingest.extract import extract_file
from tests.ingest.conftest import Printed, Read

TURNS = {
    90: ("0 1 -1 0 {h} 0 cm\n", True),
    180: ("-1 0 0 -1 {w} {h} cm\n", False),
    270: ("0 -1 1 0 0 {w} cm\n", True),
}
"""By /Rotate value: the matrix that lays the content the other way, and whether the sides change places."""


def _turn(source: Path, target: Path, angle: int) -> None:
    matrix, swap = TURNS[angle]
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            _, _, width, height = (float(value) for value in page.mediabox)
            page.contents_add(matrix.format(w=width, h=height).encode(), prepend=True)
            page.mediabox = [0, 0, height, width] if swap else [0, 0, width, height]
            page.Rotate = angle
        pdf.save(target)


@pytest.mark.parametrize("angle", TURNS)
def test_a_turned_page_reads_the_same(printed: Printed, read: Read, tmp_path: Path, angle: int) -> None:
    target = tmp_path / "turned.pdf"
    _turn(printed("typst"), target, angle)
    got, wanted = extract_file(target), read("typst")
    assert [(e.id, e.hazard, e.control_measures) for e in got.entries] == [
        (e.id, e.hazard, e.control_measures) for e in wanted.entries
    ]
    assert got.report.glyphs == wanted.report.glyphs
