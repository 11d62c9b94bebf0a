"""A query's units: the known words in it, longest first, and what is left between them."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
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

    @property
    def text(self) -> str:
        """The word as one string."""
        return "".join(self.tokens)

    @property
    def empty(self) -> bool:
        """Whether the word says nothing about what is looked for."""
        return self.text in FUNCTION_WORDS


def split_units(tokens: Sequence[str], vocabulary: Container[str]) -> list[Unit]:
    """Return the units of a token sequence: at each place the longest word known, else what stands before the next."""
    units: list[Unit] = []
    loose: list[str] = []
    place = 0
    known = _Lookup(tokens, vocabulary)
    while place < len(tokens):
        length = known.longest(place)
        if not length and tokens[place] != GAP:
            loose.append(tokens[place])
            place += 1
            continue
        units += _loose_units(loose)
        loose = []
        if length:
            units.append(Unit(tuple(tokens[place : place + length]), known=True))
        place += length or 1
    return units + _loose_units(loose)


class _Lookup:
    def __init__(self, tokens: Sequence[str], vocabulary: Container[str]) -> None:
        self._tokens = tokens
        self._known: Callable[[str], bool] = lambda text: text in vocabulary or text in FUNCTION_WORDS

    def longest(self, place: int) -> int:
        """Return how many tokens the longest known word at `place` has; 0 if none begins here."""
        for length in range(min(LONGEST_WORD, len(self._tokens) - place), 0, -1):
            if self._known("".join(self._tokens[place : place + length])):
                return length
        return 0


def _loose_units(tokens: Sequence[str]) -> list[Unit]:
    """Return what no word covers: runs of single characters as one unit, letters and figures each alone."""
    units: list[Unit] = []
    characters: list[str] = []
    for token in [*tokens, ""]:
        if len(token) == 1 and not token.isascii():
            characters.append(token)
            continue
        if characters:
            units.append(Unit(tuple(characters), known=False))
            characters = []
        if token:
            units.append(Unit((token,), known=False))
    return units
