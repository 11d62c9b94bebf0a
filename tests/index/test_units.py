"""Taking a query apart: the fewest words, the fewest characters left over."""

from __future__ import annotations

import pytest

from index.tokens import GAP, runs
from index.units import split_units

WORDS = frozenset({"清水", "水泥", "水泥库", "除尘", "滤袋", "除尘滤袋", "煤气", "煤气柜", "高炉"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清水泥库", "清? 水泥库"),
        ("换除尘滤袋前先关什么", "换? 除尘滤袋 前- 先- 关? 什么-"),
        ("煤气柜", "煤气柜"),
        ("煤气拒", "煤气 拒?"),
        ("高炉co2", "高炉 co2?"),
        ("怎么办", "怎么办-"),
        ("区块链", "区块链?"),
    ],
)
def test_units(text: str, expected: str) -> None:
    marked = (u.text + ("-" if u.empty else "" if u.known else "?") for u in split_units(runs(text), WORDS))
    assert " ".join(marked) == expected


def test_no_word_runs_over_a_gap_and_nothing_is_lost() -> None:
    tokens = ["煤", "气", GAP, "柜", "高", "炉"]
    units = split_units(tokens, WORDS)
    assert [unit.text for unit in units] == ["煤气", "柜", "高炉"]
    assert split_units([], WORDS) == []
