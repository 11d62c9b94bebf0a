"""Glyphs and grids into hazard tables: every glyph of a page goes to its cell, and is booked once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.cells import Grid, find_grids
from ingest.gridtable import GridTable
from ingest.lines import common_size, free_lines, group_lines
from ingest.page import Glyph, PageContent
from ingest.rawtable import RawPage

OVERSIZE = 2.5
"""Glyphs so many times larger than the table's text are a watermark across it."""


def _assign(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Each glyph to the cell it stands in, the rest to the list of free glyphs."""
    cells: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in grids]
    free: list[Glyph] = []
    most = OVERSIZE * common_size(glyphs) if glyphs else 0.0
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.35 * glyph.size
        for grid, inside in zip(grids, cells, strict=True):
            cell = grid.cell_at(x, y)
            if cell is not None and glyph.size <= most:
                inside[cell].append(glyph)
                break
        else:
            free.append(glyph)
    return cells, free


def read_page_tables(page: PageContent) -> RawPage:
    """The hazard tables and the free lines of one page; each glyph is booked once."""
    grids = find_grids(page.rules)
    cells, free = _assign(page.glyphs, grids)
    result = RawPage(page.number, page.width, page.height)
    account: Counter[str] = Counter({reason: len(found) for reason, found in page.dropped.items()})
    for grid, inside in zip(grids, cells, strict=True):
        table = GridTable(page.number, grid, {key: group_lines(found) for key, found in inside.items()})
        if table.columns:
            result.items.append(table.read())
            account.update(table.account)
        else:
            account["frame"] += sum(len(found) for found in inside.values())
            result.frames += ["".join(glyph.text for glyph in found) for found in inside.values()]
    result.furniture = free_lines(free)
    result.account = dict(account)
    return result
