"""Rows without a rule between them: told apart only where several columns start anew at the same height."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.cells import Box
from ingest.lines import Line
from ingest.rawtable import RawCell, RawRow

WIDE_GAP = 1.25
"""A gap of more than this many line pitches may part two rows."""
OTHER_COLUMNS = 2
"""So many columns besides the hazard must part at the same height."""
SPANNING = ("row_no", "location", "legal_basis")
"""Columns whose cells may span several rows."""
FLAG = "row_split_guess"

_NUMBER = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]")
_SENTENCE_ENDS = ("。", "；", ".", ";")
Gap = tuple[float, float]


def _pitch(row: RawRow) -> float:
    """The smallest distance of baselines in the row, in points; 0 when no cell has two lines."""
    steps = [
        after.baseline - before.baseline
        for cell in row.cells.values()
        for before, after in zip(cell.lines, cell.lines[1:], strict=False)
    ]
    return min(steps, default=0.0)


def _gaps(lines: Sequence[Line], pitch: float) -> list[Gap]:
    pairs = itertools.pairwise(lines)
    return [
        (before.baseline, after.baseline - after.size)
        for before, after in pairs
        if after.baseline - before.baseline > WIDE_GAP * pitch
    ]


def _overlap(one: Gap, other: Gap) -> Gap | None:
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low < high else None


def _starts_anew(lines: Sequence[Line], height: float) -> bool:
    """Whether the text below `height` opens a cell of its own: numbered (1), or after a finished sentence."""
    above = [line for line in lines if line.baseline <= height]
    below = [line for line in lines if line.baseline > height]
    if not above or not below:
        return False
    number = _NUMBER.match(below[0].text)
    if number:
        return number[1] == "1"
    return not any(_NUMBER.match(line.text) for line in above) and above[-1].text.endswith(_SENTENCE_ENDS)


def _cuts(row: RawRow) -> Iterator[float]:
    pitch = _pitch(row)
    measures, hazard = row.cells["control_measures"].lines, row.cells["hazard"].lines
    others = [_gaps(cell.lines, pitch) for name, cell in row.cells.items() if name != "hazard"]
    for gap in _gaps(hazard, pitch) if pitch else ():
        common: Gap | None = gap
        agreeing = 0
        for gaps in others:
            shared = next((s for g in gaps if common and (s := _overlap(common, g))), None)
            if shared:
                common, agreeing = shared, agreeing + 1
        if common and agreeing >= OTHER_COLUMNS and _starts_anew(measures, sum(common) / 2):
            yield sum(common) / 2


def split_unruled(row: RawRow) -> list[RawRow]:
    """The row itself, or the rows it holds without rules between them, each marked as a guess."""
    cuts = list(_cuts(row))
    if not cuts:
        return [row]
    pitch = _pitch(row)
    whole = {name for name in SPANNING if not _parts_at(row.cells[name].lines, cuts, pitch)}
    edges = [row.box.y0, *cuts, row.box.y1]
    return [_part(row, low, high, whole) for low, high in itertools.pairwise(edges)]


def _parts_at(lines: Sequence[Line], cuts: Sequence[float], pitch: float) -> bool:
    """Whether a cell's text leaves a gap at every cut; one that does not spans the rows, as merged cells do."""
    gaps = _gaps(lines, pitch)
    return all(any(low <= cut <= high for low, high in gaps) for cut in cuts)


def _part(row: RawRow, low: float, high: float, whole: set[str]) -> RawRow:
    cells = {}
    for name, cell in row.cells.items():
        lines = [line for line in cell.lines if low < line.baseline <= high]
        box = Box(cell.box.x0, max(cell.box.y0, low), cell.box.x1, min(cell.box.y1, high))
        cells[name] = cell if name in whole else RawCell(_key(cell, low), box, lines)
    return RawRow(row.page, Box(row.box.x0, low, row.box.x1, high), cells, [FLAG])


def _key(cell: RawCell, low: float) -> int:
    """A number no other cell of the page has, the same for each cut."""
    return -2 - int(low * 100) - cell.key * 1_000_000
