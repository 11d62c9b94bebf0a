"""What a user typed, taken apart: words, quoted phrases, words to leave out, and wildcards. Never fails."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.folding import Folding
from index.tokens import runs
from kb.model.search import MAX_QUERY

_QUOTED = re.compile(r"[“\"”「『＂]([^“”\"「」『』＂]+)[”\"“」』＂]")
_EXCLUDED = re.compile(r"(?:^|\s)[-－]([^\s-]\S*)|\bNOT\s+(\S+)")
_CONNECTIVE = re.compile(r"(?<=\s)(?:AND|OR)(?=\s)")
_SEPARATOR = re.compile(r"[\s,，、;；。？?！!|｜]+")


@dataclass(frozen=True)
class Piece:
    """One stretch the user typed between spaces: the words, and the tokens they are compared as.

    `quoted` must stand in a hit as it is. `prefix` is a piece that ended in * or ?: its last token may go on.
    """

    text: str
    tokens: tuple[str, ...]
    quoted: bool = False
    prefix: bool = False


@dataclass(frozen=True)
class ParsedQuery:
    """A query in parts. `text` is what was kept of it, without control characters and at most MAX_QUERY long."""

    text: str
    cut: bool
    pieces: tuple[Piece, ...]
    excluded: tuple[Piece, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens in order, pieces running on (高炉 煤气 is also looked for as 高炉煤气)."""
        return tuple(token for piece in self.pieces for token in piece.tokens)


def clean(text: str) -> tuple[str, bool]:
    """Return `text` without control and unassigned characters, cut to MAX_QUERY, and whether it was cut."""
    head = text[: 8 * MAX_QUERY]
    kept = "".join(
        " " if c in "\t\r\n\v\f" else c for c in head if c in "\t\r\n\v\f" or unicodedata.category(c)[0] != "C"
    )
    kept = kept.strip()
    return kept[:MAX_QUERY].strip(), len(kept) > MAX_QUERY or len(text) > len(head)


def parse(text: str, folding: Folding) -> ParsedQuery:
    """Return the parts of what was typed; an unpaired quote or a lone operator counts as a space."""
    kept, cut = clean(text)
    pieces = [_piece(match.group(1), folding, quoted=True) for match in _QUOTED.finditer(kept)]
    rest = _QUOTED.sub(" ", kept)
    excluded = [_piece(a or b, folding) for a, b in _EXCLUDED.findall(rest)]
    rest = _CONNECTIVE.sub(" ", _EXCLUDED.sub(" ", rest))
    pieces += [_piece(part, folding) for part in _SEPARATOR.split(rest)]
    return ParsedQuery(
        kept, cut, tuple(p for p in pieces if p.tokens), tuple(p for p in excluded if p.tokens)
    )  # fmt: skip


def _piece(text: str, folding: Folding, *, quoted: bool = False) -> Piece:
    prefix = text.endswith(("*", "＊"))
    return Piece(text.strip("*＊?？ "), tuple(runs(folding.fold(text))), quoted, prefix)
