"""Ruled lines into tables of cells: edges are merged, tables left open are closed, missing walls merge cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.page import Rule

SNAP = 2.0
"""Points: parallel edges closer than this are one edge."""
JOIN = 3.0
"""Points: collinear edges with a smaller gap are one edge."""
TOUCH = 4.0
"""Points: how far an edge may stop short of the one it is meant to meet."""
SHORTEST = 4.0
BESIDE = 3.0
"""Points: a glyph whose middle is this far left or right of a table still belongs to it."""
OPEN_ENDS = 3
"""So many vertical edges ending together close a table that has no horizontal edge there."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Edges:
    """Merged edges of one direction: position across → spans along, all sorted."""

    spans: dict[float, list[Span]]

    def covers(self, position: float, middle: float) -> bool:
        """Whether an edge at `position` runs past the point `middle`."""
        return any(low - 1 <= middle <= high + 1 for low, high in self.spans.get(position, ()))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the page's top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """The smallest rectangle around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


class Grid:
    """One ruled table: grid lines, and for each elementary square the cell it is part of."""

    def __init__(self, xs: list[float], ys: list[float], owner: list[int], opened: frozenset[str]) -> None:
        self.xs, self.ys, self._owner, self.opened = xs, ys, owner, opened

    @property
    def columns(self) -> int:
        """How many elementary columns the grid has."""
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        """How many elementary rows the grid has."""
        return len(self.ys) - 1

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell(self, row: int, column: int) -> int:
        """The number of the cell that covers this elementary square."""
        return self._owner[row * self.columns + column]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside the table; just beside it counts as in it."""
        if not (self.xs[0] - BESIDE <= x < self.xs[-1] + BESIDE and self.ys[0] <= y < self.ys[-1]):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)
        return self._owner[(bisect_right(self.ys, y) - 1) * self.columns + column]

    def outlines(self) -> dict[int, Box]:
        """The rectangle around each cell, by its number."""
        found: dict[int, Box] = {}
        for square, cell in enumerate(self._owner):
            row, column = divmod(square, self.columns)
            box = Box(self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1])
            found[cell] = found[cell].union(box) if cell in found else box
        return found


def _merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[list[float]] = []
    for low, high in sorted(spans):
        if merged and low - merged[-1][1] <= JOIN:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    return [(low, high) for low, high in merged if high - low >= SHORTEST]


def _clusters(values: Iterable[float]) -> dict[float, float]:
    """Each value to the middle of the run of values within SNAP of one another that it is in."""
    runs: list[list[float]] = []
    for value in sorted(set(values)):
        if runs and value - runs[-1][0] <= SNAP:
            runs[-1].append(value)
        else:
            runs.append([value])
    return {value: sum(run) / len(run) for run in runs for value in run}


def _edges(items: Sequence[tuple[float, float, float]]) -> Edges:
    """Edges from (position, low, high) triples."""
    place = _clusters(position for position, _, _ in items)
    spans: dict[float, list[Span]] = defaultdict(list)
    for position, low, high in items:
        spans[place[position]].append((low, high))
    merged = {position: _merge(found) for position, found in sorted(spans.items())}
    return Edges({position: found for position, found in merged.items() if found})


def _meet(across: Span, position: float, along: Span, other: float) -> bool:
    """Whether a horizontal edge (x span, y) and a vertical edge (y span, x) touch."""
    return across[0] - TOUCH <= other <= across[1] + TOUCH and along[0] - TOUCH <= position <= along[1] + TOUCH


Piece = tuple[float, Span]


def _components(horizontal: Edges, vertical: Edges) -> list[tuple[list[Piece], list[Piece]]]:
    """Groups of horizontal and vertical pieces that hang together."""
    flat = [(y, span) for y, spans in horizontal.spans.items() for span in spans]
    tall = [(x, span) for x, spans in vertical.spans.items() for span in spans]
    parent = list(range(len(flat) + len(tall)))
    for i, (y, across) in enumerate(flat):
        for j, (x, along) in enumerate(tall):
            if _meet(across, y, along, x):
                _unite(parent, i, len(flat) + j)
    groups: dict[int, tuple[list[Piece], list[Piece]]] = defaultdict(lambda: ([], []))
    for index, piece in enumerate(flat):
        groups[_root(parent, index)][0].append(piece)
    for index, piece in enumerate(tall):
        groups[_root(parent, len(flat) + index)][1].append(piece)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _root(parent: list[int], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _unite(parent: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first


def _close(lines: list[float], crossing: list[Piece]) -> tuple[list[float], list[float]]:
    """The grid lines of one direction, with those added where enough crossing edges end together in the open."""
    added = []
    for end in (min, max):
        limits = sorted(end(span) for _, span in crossing)
        outer = end(limits)
        together = sum(abs(limit - outer) <= TOUCH for limit in limits)
        if together >= OPEN_ENDS and min(abs(outer - line) for line in lines) > TOUCH:
            added.append(outer)
    return sorted([*lines, *added]), added


def _grid(flat: list[Piece], tall: list[Piece]) -> Grid | None:
    ys, open_y = _close(sorted({y for y, _ in flat}), tall)
    xs, open_x = _close(sorted({x for x, _ in tall}), flat)
    if len(xs) < 3 or len(ys) < 2:
        return None
    horizontal, vertical = _by_position(flat), _by_position(tall)
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(columns * rows))
    for row in range(rows):
        for column in range(columns):
            square = row * columns + column
            if column and not vertical.covers(xs[column], (ys[row] + ys[row + 1]) / 2):
                _unite(parent, square, square - 1)
            if row and not horizontal.covers(ys[row], (xs[column] + xs[column + 1]) / 2):
                _unite(parent, square, square - columns)
    owner = [_root(parent, square) for square in range(columns * rows)]
    sides = {"top": ys[0] in open_y, "bottom": ys[-1] in open_y, "left": xs[0] in open_x, "right": xs[-1] in open_x}
    return Grid(xs, ys, owner, frozenset(side for side, is_open in sides.items() if is_open))


def _by_position(pieces: list[Piece]) -> Edges:
    spans: dict[float, list[Span]] = defaultdict(list)
    for position, span in pieces:
        spans[position].append(span)
    return Edges(spans)


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page from top to bottom."""
    flat = [(r.y0, r.x0, r.x1) for r in rules if r.y0 == r.y1]
    tall = [(r.x0, r.y0, r.y1) for r in rules if r.x0 == r.x1]
    grids = (_grid(*group) for group in _components(_edges(flat), _edges(tall)))
    return sorted((g for g in grids if g is not None), key=lambda g: (g.ys[0], g.xs[0]))
