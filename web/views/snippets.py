"""Which measures a search result shows: never a line without its prohibition or its condition.

A measure's condition stands in its own text (CONTENT.md, rule 2), so a line is always shown whole. What it forbids may
stand in other lines: one official measure is often said by several. So whatever line matched, every line that says
the same official measure comes with it, and every prohibition of the row comes always.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.entry import HazardEntry, Measure

MAX_GROUPS = 2
"""Official measures shown in one result for having matched; a group is shown whole or not at all."""


def shown_measures(entry: HazardEntry, matched: Iterable[int]) -> tuple[int, ...]:
    """Return the positions of the measures to show, in the manual's order.

    `matched` are positions of measures the query hit, best first; with none and no prohibition in the row, its
    first measure stands for it.
    """
    seeds = list(matched)
    chosen = {i for i, measure in enumerate(entry.measures) if measure.strength == "must_not"}
    if not seeds and not chosen:
        seeds = [0]
    covered: set[int] = set()
    groups = 0
    for seed in seeds:
        if seed in covered:
            continue
        if groups == MAX_GROUPS:
            break
        covered |= _group(entry.measures, seed)
        groups += 1
    return tuple(sorted(chosen | covered))


def _group(measures: tuple[Measure, ...], seed: int) -> set[int]:
    """Return all lines tied to `seed` by the official measures they say, through lines that say several."""
    group, numbers = {seed}, set(measures[seed].renders)
    while True:
        wider = {i for i, measure in enumerate(measures) if numbers & set(measure.renders)} | group
        if wider == group:
            return group
        group = wider
        numbers = {number for i in group for number in measures[i].renders}
