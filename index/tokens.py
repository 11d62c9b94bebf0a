"""The unit of the index: one token per Chinese character, one per run of letters and digits, with ordinal positions.

Spaces, quotes and brackets stand in no one's way; any other punctuation leaves a gap of one position, so that a
phrase never runs over the end of a sentence. Nothing is dropped: 第3条, A区, H₂S and 0.1 MPa are all found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from index.folding import TRANSPARENT

GAP = "\n"
"""Stands between tokens that are not neighbours in `runs` and in the token stream of the arrays."""

_CJK = r"[㐀-䶿一-鿿豈-﫿〇\U00020000-\U0003FFFF]"
_PIECE = re.compile(
    rf"(?P<cjk>{_CJK})"
    r"|(?P<code>(?:gb|aq|yb|yj|jb|jgj|tsg|qb|fz|xf|ga|hg|sy|dl|jt|ys|wb|sh|cj|db|gbz)/[tz])(?![a-z])"
    r"|(?P<degree>°\s?c\b)"
    r"|(?P<run>[0-9a-zα-ωµ]+(?:\.[0-9]+)*)"
    rf"|(?P<open>[\s{re.escape(TRANSPARENT)}]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_STANDARD = re.compile(r"([a-z]{1,5})(\d{3,}(?:\.\d+)*)")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)*)([a-zα-ωµ]+\d?)")


class Token(NamedTuple):
    """A term, its ordinal position, and where it stands in the text (half-open, code points)."""

    term: str
    position: int
    start: int
    end: int


def tokenize(folded: str) -> Iterator[Token]:
    """Yield the tokens of a folded text (`Folding.fold`)."""
    position, gap = 0, False
    for match in _PIECE.finditer(folded):
        kind, text = match.lastgroup, match.group()
        if kind == "open":
            continue
        parts = _parts(kind, text)
        if not parts:
            gap = True
            continue
        position += gap
        gap = False
        start = match.start()
        for part, length in parts:
            yield Token(part, position, start, start + length)
            position += 1
            start += length


def _parts(kind: str | None, text: str) -> tuple[tuple[str, int], ...]:
    """Return the tokens of one match with the length each takes in the text; none for punctuation."""
    if kind == "cjk":
        return ((text, 1),)
    if kind == "run":
        return _split_run(text)
    if kind == "code":
        return ((text.replace("/", ""), len(text)),)
    if kind == "degree":
        return (("℃", len(text)),)
    return _symbol(text)


def _split_run(text: str) -> tuple[tuple[str, int], ...]:
    """Split gb50348 and 30m3 where letters meet figures; leave h2s, co2 and pm2.5 whole."""
    for rule in (_STANDARD, _QUANTITY):
        if match := rule.fullmatch(text):
            return tuple((part, len(part)) for part in match.groups())
    return ((text, len(text)),)


def _symbol(text: str) -> tuple[tuple[str, int], ...]:
    """Spell out ㎡ and ㎪, keep ℃ and %, take every other sign as punctuation."""
    if text in "%‰℃":
        return ((text, 1),)
    form = unicodedata.normalize("NFKC", text).casefold()
    if len(form) > 1 and form.isalnum():
        return ((form, 1),)
    return ((text, 1),) if unicodedata.category(text) == "Lo" else ()


def runs(folded: str) -> list[str]:
    """Return the terms in order, with `GAP` wherever two are not neighbours: what a phrase is compared as."""
    result: list[str] = []
    last = -1
    for token in tokenize(folded):
        if token.position > last + 1 and result:
            result.append(GAP)
        result.append(token.term)
        last = token.position
    return result
