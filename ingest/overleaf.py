"""Merged basis cells that go on overleaf: whose text they hold, on this page and on the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, join_lines
from ingest.rawtable import RawCell, RawRow

NO_CELL = -1_000_000_000
"""A key that no cell of a page has."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The basis cell of a page's first row as it is with what stands overleaf; `joined` where both hold a part."""

    cell: RawCell
    joined: bool = False


def nothing(cell: RawCell) -> Carried:
    """What no row takes up."""
    return Carried(RawCell(NO_CELL, cell.box))


def carry_basis(there: Sequence[Line], row: RawRow, *, continues: bool) -> Carried:
    """What the basis cells on both sides of a page break make together.

    `there` is the basis of the last row overleaf, `row` the page's first. Where they are one row (`continues`) the cell
    reaches over the rows below as far as its rules do. Otherwise a blank cell of a continued place is taken for the
    rest of the one overleaf (a blank basis of its own is rare; the row is flagged), and a citation cut in the middle
    is joined.
    """
    here = row.cells["legal_basis"]
    whole = RawCell(here.key, here.box, [*there, *here.lines])
    same_place = not (row.text("row_no") or row.text("location"))
    if not there or not same_place:
        return nothing(here)
    if continues or (here.lines and _is_cut(join_lines([line.text for line in there]))):
        return Carried(whole, joined=bool(here.lines))
    return nothing(here) if here.lines else Carried(whole)


def _is_cut(text: str) -> bool:
    """Whether a citation stops before its closing mark."""
    return text.count("《") > text.count("》") or text.count("（") > text.count("）")
