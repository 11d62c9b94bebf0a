"""Annotate a text with what its citations resolve to: pieces that, joined, are the text again. Never HTML."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model.base import Record
from kb.model.citations_resolve import Resolution


class Piece(Record, frozen=True, kw_only=True):
    """A stretch of the text and the resolution it carries, None between citations."""

    text: str
    resolution: Resolution | None = None


def annotate(text: str, resolutions: Sequence[Resolution]) -> tuple[Piece, ...]:
    """Return `text` cut at its citations; raises ValueError when spans overlap or do not belong to it."""
    pieces: list[Piece] = []
    at = 0
    for resolution in sorted(resolutions, key=lambda r: r.citation.start):
        citation = resolution.citation
        if citation.start < at or text[citation.start : citation.end] != citation.as_printed:
            raise ValueError(f"引文“{citation.as_printed}”不在给定文本的第 {citation.start} 个字处。")
        if citation.start > at:
            pieces.append(Piece(text=text[at : citation.start]))
        pieces.append(Piece(text=citation.as_printed, resolution=resolution))
        at = citation.end
    if at < len(text):
        pieces.append(Piece(text=text[at:]))
    return tuple(pieces)
