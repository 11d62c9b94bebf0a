"""Length-preserving folding: one comparable character for each, so that a span found is a span of the raw text.

Widths, case, sub- and superscripts and traditional forms are folded; a character whose compatibility form is longer
than one (㎡, ℃, ㎪) stays itself here and is spelled out by the tokenizer.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping


def folded_char(char: str) -> str:
    """Return the one character that `char` is compared as, or `char` when its compatibility form is longer."""
    form = unicodedata.normalize("NFKC", char).casefold()
    return form if len(form) == 1 and unicodedata.category(char)[0] != "P" else char


TRANSPARENT = "“”‘’\"'「」『』《》〈〉()（）[]【】<>·\u200b\u200c\u200d\u200e\u200f\ufeff"
"""Quotes, brackets and invisible marks: they may stand inside a phrase."""


class Folding(dict[int, int]):
    """A table for `str.translate`, filled as characters are met; `traditional` maps 繁 to 简 by character.

    With `plain` every space, quote and bracket becomes a space, as highlighting compares.
    """

    def __init__(self, traditional: Mapping[str, str] | None = None, *, plain: bool = False) -> None:
        super().__init__()
        self.traditional = dict(traditional or {})
        self._plain = plain

    def __missing__(self, code: int) -> int:
        """Work out and keep the folded form of a character met for the first time."""
        char = folded_char(chr(code))
        if self._plain and (char in TRANSPARENT or char.isspace()):
            char = " "
        value = ord(self.traditional.get(char, char))
        self[code] = value
        return value

    def fold(self, text: str) -> str:
        """Return `text` folded, of the same length in code points."""
        return text.translate(self)


@functools.cache
def traditional_table() -> dict[str, str]:
    """Return traditional → simplified for single CJK characters, as OpenCC maps them one by one.

    Read once when an index is built and stored with it, so that answering a query needs no dictionary.
    """
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    chars = (chr(code) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(*block))
    pairs = ((char, convert(char)) for char in chars)
    return {char: simple for char, simple in pairs if simple != char and len(simple) == 1}
