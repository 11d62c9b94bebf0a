"""Text with spans turned into runs to mark or not to mark; templates escape each run, so no HTML is ever built here."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from kb.model.search import Highlight

Span = tuple[int, int]


class Run(msgspec.Struct, frozen=True):
    """A stretch of text that is marked or is not; a page of results makes hundreds of them."""

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
    return cut(text, merged(spans, len(text)))


def cut(text: str, spans: Collection[Span] = ()) -> tuple[Run, ...]:
    """Cut `text` at spans that are in order, inside it and do not touch, as `merged` gives them."""
    if not spans:
        return (Run(text),)
    pieces: list[Run] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append(Run(text[at:start]))
        pieces.append(Run(text[start:end], marked=True))
        at = end
    if at < len(text) or not pieces:
        pieces.append(Run(text[at:]))
    return tuple(pieces)


class Marks:
    """Where a hit matched, field by field: cuts the lines of its record into runs."""

    def __init__(self, highlights: Iterable[Highlight]) -> None:
        self._by_field: dict[str, list[Highlight]] = {}
        for highlight in highlights:
            self._by_field.setdefault(highlight.field, []).append(highlight)

    def spans(self, text: str, *fields: str) -> tuple[Span, ...]:
        """Return where highlights of `fields` fall in `text`, a whole line of a record.

        A highlight's own text may be the line, a window cut from it, or several lines joined; all are found by place.
        """
        found: list[Span] = []
        for field in fields:
            for highlight in self._by_field.get(field, ()):
                found += highlight.spans if highlight.text == text else _shifted(highlight, text)
        return tuple(merged(found, len(text))) if found else ()

    def runs(self, text: str, *fields: str) -> tuple[Run, ...]:
        """Return `text` cut where highlights of `fields` fall in it."""
        return cut(text, self.spans(text, *fields))


def _shifted(highlight: Highlight, text: str) -> Iterable[Span]:
    """Return the spans of a highlight as they fall in `text`, which they may overhang."""
    outer, inner = highlight.text.find(text), text.find(highlight.text)
    shift = -outer if outer >= 0 else inner
    if outer < 0 and inner < 0:
        return ()
    return [(start + shift, end + shift) for start, end in highlight.spans]
