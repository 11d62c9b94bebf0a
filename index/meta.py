"""The small tables of an index that are read whole at open: token codes, words, vocabulary, traditional forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from kb.model.search import Lexicon, SearchDocument


class IndexMeta(msgspec.Struct, frozen=True):
    """See the module. `traditional` is two strings of the same length: 繁 and 简."""

    codes: list[str]
    words: list[str]
    traditional: tuple[str, str]

    @classmethod
    def of(
        cls,
        documents: Sequence[SearchDocument],
        lexicon: Lexicon,
        codes: Sequence[str],
        words: Sequence[str],
        traditional: Mapping[str, str],
    ) -> IndexMeta:
        """Return the tables of an index just written."""
        return cls(list(codes), list(words), ("".join(traditional), "".join(traditional.values())))
