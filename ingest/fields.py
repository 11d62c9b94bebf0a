"""Stitched rows into the manual's fields: measures split by their numbers, citations and accident types by lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, join_lines
from ingest.stitch import StitchedRow
from kb.model.digest import official_digest
from kb.model.official import Box, OfficialRow

_NUMBERED = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]\s*")
_LONG_DASH = re.compile("—{3,}")
_CITATION = re.compile(r"^《")


def _blocks(lines: Sequence[Line], opens: re.Pattern[str]) -> list[str]:
    blocks: list[list[str]] = []
    for line in lines:
        if not blocks or opens.match(line.text):
            blocks.append([])
        blocks[-1].append(line.text)
    return [join_lines(block) for block in blocks]


def _set_alike(text: str) -> str:
    """The text with a leading number written （n）, and a dash two long, however the printer set them.

    The booklets draw some dashes with three strokes over each other (建材 p. 34): on paper they are two long.
    """
    return _LONG_DASH.sub("——", _NUMBERED.sub(lambda found: f"（{found[1]}）", text))


def split_measures(lines: Sequence[Line]) -> list[str]:
    """One text for each measure; a line that opens with （n） starts one, a cell without numbers is one."""
    return [_set_alike(block) for block in _blocks(lines, _NUMBERED)]


def split_citations(lines: Sequence[Line]) -> str:
    """The legal basis with each document printed on a new line kept on its own line; repeats vanish."""
    return "\n".join(dict.fromkeys(_blocks(lines, _CITATION)))


def split_accidents(lines: Sequence[Line]) -> list[str]:
    """The accident types, one a line as printed; repeats (a row continued on a page) vanish."""
    return list(dict.fromkeys(line.text for line in lines))


def row_id(row: StitchedRow, industry: str, fallback: str) -> str:
    """The identity of DESIGN.md for a row of a booklet (`industry` is its code); `fallback` for other documents."""
    if not industry:
        return fallback
    return f"{industry}-{row.chapter_ordinal:02}-{row.group.ordinal:03}-{row.hazard_ordinal}"


def to_official(row: StitchedRow, industry: tuple[str, str], fallback: str, source: str) -> OfficialRow:
    """The row's fields as printed, normalised. `industry` is (code, name), both empty for other documents.

    `source` is the file's sha256. Flags are the diagnostics' business.
    """
    code, name = industry
    hazard = _set_alike(row.text("hazard"))
    measures = tuple(split_measures(row.lines("control_measures")))
    boxes = [Box(page=p.page, x0=p.box.x0, y0=p.box.y0, x1=p.box.x1, y1=p.box.y1, turn=p.turn) for p in row.parts]
    return OfficialRow(
        id=row_id(row, code, fallback),
        industry=name,
        chapter=row.chapter,
        section=row.section,
        row_no=row.group.row_no,
        location=row.group.location,
        hazard=hazard,
        accident_types=tuple(split_accidents(row.lines("accident_types"))),
        control_measures=measures,
        legal_basis=split_citations(row.lines("legal_basis")),
        pages=tuple(dict.fromkeys(part.page for part in row.parts)),
        boxes=tuple(boxes),
        digest=official_digest(hazard, measures),
        source=source,
    )
