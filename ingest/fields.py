"""Stitched rows into the manual's fields: measures split by their numbers, citations and accident types by lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, join_lines
from ingest.stitch import StitchedRow

_NUMBERED = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]\s*")
_CITATION = re.compile(r"^《")


@dataclass(frozen=True, slots=True)
class ManualRow:
    """One row of the manual in its own words, normalised; the fields of `hazardkb extract`."""

    id: str
    industry: str
    chapter: str
    section: tuple[str, ...]
    row_no: str
    location: str
    hazard: str
    accident_types: tuple[str, ...]
    control_measures: tuple[str, ...]
    legal_basis: str
    pages: tuple[int, ...]
    flags: tuple[str, ...]


def _blocks(lines: Sequence[Line], opens: re.Pattern[str]) -> list[str]:
    blocks: list[list[str]] = []
    for line in lines:
        if not blocks or opens.match(line.text):
            blocks.append([])
        blocks[-1].append(line.text)
    return [join_lines(block) for block in blocks]


def split_measures(lines: Sequence[Line]) -> list[str]:
    """One text for each measure; a line that opens with （n） starts one, a cell without numbers is one."""
    return [_NUMBERED.sub(lambda m: f"（{m[1]}）", block) for block in _blocks(lines, _NUMBERED)]


def split_citations(lines: Sequence[Line]) -> str:
    """The legal basis with each document printed on a new line kept on its own line; repeats vanish."""
    return "\n".join(dict.fromkeys(_blocks(lines, _CITATION)))


def split_accidents(lines: Sequence[Line]) -> list[str]:
    """The accident types, one a line as printed; repeats (a row continued on a page) vanish."""
    return list(dict.fromkeys(line.text for line in lines))


def to_manual_row(row: StitchedRow, industry: tuple[str, str], flags: Sequence[str]) -> ManualRow:
    """The row's fields; `industry` is (code, name)."""
    code, name = industry
    return ManualRow(
        id=f"{code}-{row.chapter_ordinal:02}-{row.group.ordinal:03}-{row.hazard_ordinal}",
        industry=name,
        chapter=row.chapter,
        section=row.section,
        row_no=row.group.row_no,
        location=row.group.location,
        hazard=_NUMBERED.sub(lambda m: f"（{m[1]}）", row.text("hazard")),
        accident_types=tuple(split_accidents(row.lines("accident_types"))),
        control_measures=tuple(split_measures(row.lines("control_measures"))),
        legal_basis=split_citations(row.lines("legal_basis")),
        pages=tuple(dict.fromkeys(part.page for part in row.parts)),
        flags=tuple(flags),
    )
