"""Where a query matched, as spans over the raw text: half-open, in code points, never HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from index.fields import FIELDS
from index.folding import Folding
from index.tokens import GAP
from kb.model.search import Highlight

MOST = 8
"""At most so many values of one document are shown; those of the weightiest fields come first."""
_BETWEEN = " *"
_BREAK = r"[^\w]+"


def make_pattern(sequences: Iterable[Sequence[str]]) -> re.Pattern[str] | None:
    """Return a pattern for any of the token sequences in plainly folded text, longest first; None for none.

    A run of letters and figures matches whole: co does not match in co2. Spaces and brackets may stand between.
    """
    ordered = sorted({tuple(s) for s in sequences if s}, key=lambda s: (-len("".join(s)), s))
    return re.compile("|".join(_sequence(tokens) for tokens in ordered)) if ordered else None


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


def highlights(
    values: Mapping[str, Sequence[str]], pattern: re.Pattern[str] | None, folding: Folding
) -> tuple[Highlight, ...]:
    """Return the values in which `pattern` matches, weightiest field first and at most `MOST`, with their spans.

    `folding` is a plain one.
    """
    if pattern is None:
        return ()
    found: list[Highlight] = []
    for field in _BY_WEIGHT:
        for text in values.get(field, ()):
            spans = _merged(match.span() for match in pattern.finditer(folding.fold(text)))
            if spans:
                found.append(Highlight(field=field, text=text, spans=spans))
    return tuple(found[:MOST])


_BY_WEIGHT = tuple(field.name for field in sorted(FIELDS, key=lambda field: -field.weight))


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ascending spans with neighbours that touch made one."""
    result: list[tuple[int, int]] = []
    for start, end in spans:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif end > start:
            result.append((start, end))
    return tuple(result)
