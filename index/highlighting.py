"""Where a query matched, as spans over the raw text: half-open, in code points, never HTML."""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.fields import FIELDS
from index.folding import Folding
from index.tokens import GAP
from kb.model.search import Highlight

MOST = 8
"""At most so many values of one document are shown; those of the weightiest fields come first."""
_END = "\n"
"""Stands between values; folding leaves none inside one."""
_LAST_LATIN = "\u2fff"
"""Tokens of one character beyond this are written in one way only."""
_SPACE = ord(" ")
_BETWEEN = " *"
_BREAK = r"[^\w]+"


@dataclass(frozen=True)
class Marker:
    """What to mark: stretches of Chinese characters as strings, everything else as patterns over folded text."""

    literals: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


def make_marker(sequences: Iterable[Sequence[str]]) -> Marker:
    """Return a marker for the token sequences.

    A run of letters and figures matches whole: co does not match in co2. Spaces and brackets may stand between.
    """
    wanted = dict.fromkeys(tuple(sequence) for sequence in sequences if sequence)
    chinese = {tokens: all(len(t) == 1 and t > _LAST_LATIN for t in tokens) for tokens in wanted}
    literals = ["".join(tokens) for tokens in wanted if chinese[tokens]]
    return Marker(tuple(literals), tuple(_pattern(tokens) for tokens in wanted if not chinese[tokens]))


@lru_cache(maxsize=2048)  # compiling one costs more than marking a page of hits
def _pattern(tokens: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_sequence(tokens))


def _sequence(tokens: Sequence[str]) -> str:
    parts: list[str] = []
    before = GAP
    for token in tokens:
        if token == GAP:
            parts.append(_BREAK)
        else:
            parts.append(("" if before == GAP else _BETWEEN) + _token(token))
        before = token
    return "".join(parts)


def _token(token: str) -> str:
    """Return the pattern of one token, with the ways a text may write it."""
    written = _WRITTEN.get(token, re.escape(token))
    if not token[0].isascii() or not token[0].isalnum():
        return written
    head = r"(?<![a-z])" if token[0].isalpha() else r"(?<!\d)(?<!\d\.)"
    tail = r"(?![a-z0-9])" if not token[-1].isdigit() else r"(?!\d|\.\d)"
    return head + written + tail


_WRITTEN: Mapping[str, str] = {
    "m2": "(?:m2|㎡)", "m3": "(?:m3|㎥)", "℃": r"(?:℃|°\s?c)", "kpa": "(?:kpa|㎪)", "mpa": "(?:mpa|㎫)",
    "mm": "(?:mm|㎜)", "cm": "(?:cm|㎝)", "km": "(?:km|㎞)", "mg": "(?:mg|㎎)", "kg": "(?:kg|㎏)", "gbt": "(?:gb/?t)",
    "kv": "(?:kv|㎸)", "kw": "(?:kw|㎾)",
}  # fmt: skip


class MarkedText:
    """The values of one document laid out for marking: worked out once, for folding costs more than looking.

    `folding` is a plain one: it keeps places, and makes spaces of whatever may stand inside a phrase.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], folding: Folding) -> None:
        self._values = [(field, text) for field in _BY_WEIGHT for text in values.get(field, ())]
        self._folded = _END.join(folding.fold(text) for _, text in self._values)
        self._tight = self._folded.replace(" ", "")
        self._places = array("I", np.flatnonzero(np.frombuffer(self._folded.encode("utf-32-le"), "<u4") != _SPACE))
        self._starts = [0, *itertools.accumulate(len(text) + len(_END) for _, text in self._values)]

    def highlights(self, marker: Marker) -> tuple[Highlight, ...]:
        """Return the values in which the marker finds something, weightiest field first and at most `MOST`."""
        found: dict[int, list[tuple[int, int]]] = {}
        value = begin = end = -1
        for first, last in sorted(self._spans(marker)):
            if first >= end:
                value = bisect_right(self._starts, first) - 1
                begin, end = self._starts[value : value + 2]
            if last >= end:  # a pattern may run over the end of a value: that is no match
                continue
            if value not in found and len(found) == MOST:
                break
            _join(found.setdefault(value, []), first - begin, last - begin)
        return tuple(
            Highlight(field=self._values[value][0], text=self._values[value][1], spans=tuple(spans))
            for value, spans in found.items()
        )

    def _spans(self, marker: Marker) -> list[tuple[int, int]]:
        """Return where the marker's parts stand in the folded text, spaces inside literals left out of account."""
        spans = []
        tight, places = self._tight, self._places
        for literal in marker.literals:
            length = len(literal)
            at = tight.find(literal)
            while at >= 0:
                spans.append((places[at], places[at + length - 1] + 1))
                at = tight.find(literal, at + length)
        for pattern in marker.patterns:
            spans += [match.span() for match in pattern.finditer(self._folded)]
        return spans


_BY_WEIGHT = tuple(field.name for field in sorted(FIELDS, key=lambda field: -field.weight))


def _join(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span that begins no earlier than those there, made one with the last where they touch."""
    if spans and start <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
    elif end > start:
        spans.append((start, end))
