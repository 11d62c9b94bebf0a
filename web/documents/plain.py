"""Makes text safe to print: no control characters, and 〓 for what the documents' font cannot draw."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

MISSING = "〓"
_LOG = logging.getLogger(__name__)
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format (bidi too), surrogates, private use, unassigned
_COVERAGE = Path(__file__).resolve().parent / "fonts" / "coverage.txt"


@cache
def covered() -> frozenset[int]:
    """Return the code points the documents' font draws."""
    points: set[int] = set()
    for line in _COVERAGE.read_text(encoding="ascii").splitlines():
        first, last = line.split("-")
        points.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(points)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return `text` on one line without control characters, for files whose font the reader's program chooses."""
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _DROPPED)
    return "".join(kept)


@lru_cache(maxsize=65536)
def printable(text: str) -> str:
    """Return `text` as our font can draw it: like `plain`, and 〓 with a log line for every missing character."""
    composed = unicodedata.normalize("NFC", plain(text))
    missing = {c for c in composed if ord(c) not in covered()}
    if not missing:
        return composed
    _LOG.warning("字体缺字，已印作〓：%s", " ".join(f"U+{ord(c):04X}" for c in sorted(missing)))
    return "".join(MISSING if c in missing else c for c in composed)


def printable_data(value: Any, clean: Callable[[str], str] = printable) -> Any:
    """Return JSON-like `value` with every string made clean; dictionary keys are the program's own and stay."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: printable_data(item, clean) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_data(item, clean) for item in value]
    return value
