"""A query's units: the known words in it, longest first, and what is left between them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.tokens import GAP

FUNCTION_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
LONGEST_WORD = 12


@dataclass(frozen=True)
class Unit:
    """A word of the query, as tokens; `known` when the index's vocabulary has it."""

    tokens: tuple[str, ...]
    known: bool

    @cached_property
    def text(self) -> str:
        """The word as one string."""
        return "".join(self.tokens)

    @cached_property
    def empty(self) -> bool:
        """Whether the word says nothing about what is looked for."""
        return self.text in FUNCTION_WORDS


def split_units(tokens: Sequence[str], vocabulary: Container[str]) -> list[Unit]:
    """Return the units of a token sequence: the fewest known words with the fewest characters left over.

    What is left between words is a unit of its own; of equally good ways the one with longer words first is taken.
    """
    lengths = _best_lengths(tokens, vocabulary)
    units: list[Unit] = []
    loose: list[str] = []
    place = 0
    while place < len(tokens):
        length = lengths[place]
        if length == _LOOSE:
            loose.append(tokens[place])
        else:
            units += [*_loose_units(loose), Unit(tuple(tokens[place : place + length]), known=True)]
            loose = []
        place += max(length, 1)
    return units + _loose_units(loose)


_LOOSE = 0
_LOOSE_COST = 1.25
"""A character left over costs more than a word: 清 + 水泥库 is better than 清水 + 泥 + 库."""


def _best_lengths(tokens: Sequence[str], vocabulary: Container[str]) -> list[int]:
    """Return for each place how long the word beginning there is on the cheapest way to the end (0: left over)."""
    size = len(tokens)
    costs = [0.0] * (size + 1)
    lengths = [_LOOSE] * size
    for place in range(size - 1, -1, -1):
        costs[place] = costs[place + 1] + (_LOOSE_COST if tokens[place] != GAP else 0.0)
        for length in range(1, min(LONGEST_WORD, size - place) + 1):
            word = "".join(tokens[place : place + length])
            if costs[place + length] + 1 <= costs[place] and (word in vocabulary or word in FUNCTION_WORDS):
                costs[place], lengths[place] = costs[place + length] + 1, length
    return lengths


def _loose_units(tokens: Sequence[str]) -> list[Unit]:
    """Return what no word covers: runs of single characters as one unit, letters and figures each alone."""
    units: list[Unit] = []
    characters: list[str] = []
    for token in [*tokens, GAP]:
        if len(token) == 1 and not token.isascii():
            characters.append(token)
            continue
        if characters:
            units.append(Unit(tuple(characters), known=False))
            characters = []
        if token != GAP:
            units.append(Unit((token,), known=False))
    return units
