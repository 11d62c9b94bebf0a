"""Text with spans turned into runs to mark or not to mark; templates escape each run, so no HTML is ever built here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.model.search import Highlight

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked or is not."""

    text: str
    marked: bool = False


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Return `spans` in order, cut to the text, overlapping and touching ones joined, empty ones dropped."""
    result: list[Span] = []
    for start, end in sorted((max(0, s), min(length, e)) for s, e in spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def runs(text: str, spans: Iterable[Span] = ()) -> tuple[Run, ...]:
    """Cut `text` at half-open code-point `spans`; joined again the runs give back `text`."""
    pieces: list[Run] = []
    at = 0
    for start, end in merged(spans, len(text)):
        if start > at:
            pieces.append(Run(text[at:start]))
        pieces.append(Run(text[start:end], marked=True))
        at = end
    if at < len(text) or not pieces:
        pieces.append(Run(text[at:]))
    return tuple(pieces)


def spans_in(text: str, highlights: Sequence[Highlight], fields: Sequence[str]) -> tuple[Span, ...]:
    """Return where highlights of `fields` fall in `text`, a whole line of a record.

    A highlight's own text may be the line, a window cut from it, or several lines joined; all are found by place.
    """
    found: list[Span] = []
    for highlight in highlights:
        if highlight.field not in fields or not highlight.spans:
            continue
        outer, inner = highlight.text.find(text), text.find(highlight.text)
        shift = -outer if outer >= 0 else inner
        if outer < 0 and inner < 0:
            continue
        found.extend((start + shift, end + shift) for start, end in highlight.spans)
    return tuple(merged(found, len(text)))
