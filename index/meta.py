"""The small tables of an index that are read whole at open: token codes, vocabulary, synonyms, readings."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from index.folding import Folding
from index.vocabulary import Vocabulary
from kb.model.search import Lexicon


class IndexMeta(msgspec.Struct, frozen=True):
    """See the module. `traditional` is two strings of one length, 繁 and 简; `readings` gives characters their pinyin.

    `synonyms` maps a folded word to the other words of its groups; `words` are those a query is taken apart by.
    """

    codes: list[str]
    words: frozenset[str]
    traditional: tuple[str, str]
    vocabulary: Vocabulary
    synonyms: dict[str, list[str]]
    readings: dict[str, str]


def synonym_table(lexicon: Lexicon, folding: Folding) -> dict[str, list[str]]:
    """Return for each word of a synonym group, folded, the other words of its groups in their order."""
    table: dict[str, list[str]] = {}
    for group in lexicon.synonyms:
        keys = [folding.fold(word) for word in group]
        for key in keys:
            others = table.setdefault(key, [])
            others += [other for other in keys if other != key and other not in others]
    return table


def query_words(vocabulary: Vocabulary, words: Iterable[str], lexicon: Lexicon, folding: Folding) -> frozenset[str]:
    """Return every word that is kept whole when a query is taken apart."""
    own = (folding.fold(word) for group in (lexicon.words, *lexicon.synonyms) for word in group)
    return frozenset([*words, *own, *(term.key for term in vocabulary.terms if term.name)])
