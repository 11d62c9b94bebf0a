"""What a citation is made of: the title and number as read, the clauses named, and the span they stand in."""

from __future__ import annotations

import unicodedata
from typing import Literal

from kb.model.base import Record

CitationKind = Literal["document", "self", "back", "clause", "none"]
"""document: names one; self: 本法; back: 该法, 前款, 同条; clause: 第三条 alone; none: a non-citation (事故多发)."""


class Number(Record, frozen=True, kw_only=True):
    """A document's number in one writing: `series` GB/T, 国务院令, 安监总管四; `serial` 17780.1, 591; `year` or ''."""

    series: str
    serial: str
    year: str = ""

    @property
    def key(self) -> str:
        """The number without its year, for look-up: 'GB/T 17780.1'."""
        return f"{self.series} {self.serial}"


class Citation(Record, frozen=True, kw_only=True):
    """One mention: `start`, `end` are half-open code points of the original text, which `as_printed` repeats.

    `clauses` are canonical (38.2.1 for 第三十八条第二款第一项, 6.1.7, B.2, ranges as 5.1.2~5.1.6); `qualifier` is
    what follows a title in brackets or as a part (轧钢; 第6部分织造机械); `back` says how far a relative one points.
    """

    kind: CitationKind
    start: int
    end: int
    as_printed: str
    title: str = ""
    qualifier: str = ""
    number: Number | None = None
    clauses: tuple[str, ...] = ()
    back: str = ""


_ODD = {"〔": "[", "〕": "]", "【": "[", "】": "]", "—": "-", "–": "-", "－": "-", "−": "-", "‐": "-", "―": "-",
        "\U001001b0": ".", "〈": "<", "〉": ">", "～": "~", "〜": "~", "\u3000": " "}  # fmt: skip


def level(text: str) -> str:
    """Return `text` with widths, brackets, dashes and radicals made alike, character for character.

    The result has the same length, so spans found in it hold for the original.
    """
    return "".join(_level_char(c) for c in text) if not text.isascii() else text


def _level_char(char: str) -> str:
    if char in _ODD:
        return _ODD[char]
    if "\u4e00" <= char <= "\u9fff":
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char
