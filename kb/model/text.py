"""Small text rules shared by digests, look-ups and search: folding, and what counts as a word character."""

from __future__ import annotations

import unicodedata

_SPACE_OR_PUNCTUATION = ("P", "Z", "C")


def fold(text: str) -> str:
    """Return `text` in compatibility form and lower case, for comparing what people type (never for display)."""
    return unicodedata.normalize("NFKC", text).casefold()


def bare(text: str) -> str:
    """Return folded `text` without spaces, punctuation and control characters; symbols such as ≥ stay."""
    return "".join(c for c in fold(text) if unicodedata.category(c)[0] not in _SPACE_OR_PUNCTUATION)
