"""Ruled lines into cells: merged cells, gaps, open tables; and the same cells as pdfplumber's geometry."""

from __future__ import annotations

import pytest

from ingest.cells import Grid, find_grids
from ingest.limits import DEFAULT
from ingest.page import Rule
from ingest.pdfium import PdfiumDocument
from ingest.plumber import PlumberDocument
from tests.ingest.conftest import Printed


def _box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    return [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]


def _cells(grid: Grid) -> set[tuple[float, float, float, float]]:
    return {(b.x0, b.y0, b.x1, b.y1) for b in grid.outlines().values()}


def test_a_two_by_two_table() -> None:
    [grid] = find_grids([*_box(0, 0, 100, 60), Rule(0, 30, 100, 30), Rule(50, 0, 50, 60)])
    assert _cells(grid) == {(0, 0, 50, 30), (50, 0, 100, 30), (0, 30, 50, 60), (50, 30, 100, 60)}


def test_a_missing_wall_merges_two_cells() -> None:
    [grid] = find_grids([*_box(0, 0, 100, 60), Rule(50, 30, 100, 30), Rule(50, 0, 50, 60)])
    assert (0, 0, 50, 60) in _cells(grid)
    assert grid.cell_at(10, 5) == grid.cell_at(10, 55)
    assert grid.cell_at(60, 5) != grid.cell_at(60, 55)


def test_broken_and_unsteady_rules_are_one_edge() -> None:
    pieces = [Rule(0, 30.6, 40, 30.6), Rule(42, 29.8, 100, 29.8)]
    [grid] = find_grids([*_box(0, 0, 100, 60), *pieces, Rule(50, 2, 50, 58)])
    assert len(_cells(grid)) == 4


def test_a_table_left_open_below_is_closed_where_its_edges_end() -> None:
    sides = [Rule(x, 0, x, 90) for x in (0, 50, 100)]
    [grid] = find_grids([Rule(0, 0, 100, 0), Rule(0, 40, 100, 40), *sides])
    assert grid.ys == [0, 40, 90]
    assert "bottom" in grid.opened
    assert "top" not in grid.opened


def test_two_tables_of_a_page_stay_apart() -> None:
    def table(y: float) -> list[Rule]:
        return [*_box(0, y, 100, y + 50), Rule(50, y, 50, y + 50)]

    assert [grid.ys[0] for grid in find_grids([*table(200), *table(10)])] == [10, 200]


def test_a_lone_frame_or_line_is_no_table() -> None:
    assert find_grids(_box(0, 0, 100, 60)) == []
    assert find_grids([Rule(0, 0, 100, 0)]) == []
    assert find_grids([]) == []


def test_points_outside_have_no_cell() -> None:
    [grid] = find_grids([*_box(0, 0, 100, 60), Rule(50, 0, 50, 60)])
    assert grid.cell_at(10, -1) is None
    assert grid.cell_at(110, 10) is None
    assert grid.cell_at(101, 10) == grid.cell_at(90, 10)


@pytest.mark.parametrize("name", ["typst", "reportlab"])
def test_closed_tables_have_the_cells_pdfplumber_finds(printed: Printed, name: str) -> None:
    path = printed(name)
    reference = PlumberDocument(path)
    compared = 0
    with PdfiumDocument(path) as document:
        for index in range(len(document)):
            grids = find_grids(document.read(index, DEFAULT).rules)
            if any(grid.opened for grid in grids):
                continue
            ours = sorted({tuple(round(v) for v in cell) for grid in grids for cell in _cells(grid)})
            theirs = sorted({tuple(round(v) for v in cell) for table in reference.cells(index) for cell in table})
            assert ours == theirs
            compared += len(ours)
    reference.close()
    assert compared > 50
