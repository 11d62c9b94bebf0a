"""How alike two texts are, by the pairs of characters they share; pure."""

from __future__ import annotations

from functools import lru_cache

from kb.model.text import bare

SAME = 0.6
"""Share of the shorter text's pairs from which two hazards count as one kind (tried on the manual's crane rows)."""


@lru_cache(maxsize=16384)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of `text` without punctuation; a single character stands alone."""
    letters = bare(text)
    return frozenset(letters[i : i + 2] for i in range(max(len(letters) - 1, 1)))


def likeness(one: str, other: str) -> float:
    """Return the share (0 to 1) of the shorter text's pairs that the longer one has too; 0 for empty texts."""
    first, second = pairs(one), pairs(other)
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0
