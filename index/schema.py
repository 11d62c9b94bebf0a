"""The Whoosh schema: a character field for each searchable field, one of words, keywords to filter by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.analysis import Token as WhooshToken
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from index.fields import FIELDS, FILTERS
from index.folding import Folding
from index.tokenizer import Segmenter
from index.tokens import tokenize

BREAK = "。"
"""Joins the values of a field: punctuation, so no phrase runs from one value into the next."""


def join_values(values: Sequence[str]) -> str:
    """Return the values of one field as the text that is tokenized."""
    return BREAK.join(values)


class CharacterAnalyzer:
    """Whoosh's view of `tokenize`: one term per character or run, with ordinal positions."""

    def __init__(self, folding: Folding) -> None:
        self._folding = folding

    def __call__(self, value: str, positions: bool = False, mode: str = "", **_: Any) -> Iterator[WhooshToken]:
        """Yield Whoosh tokens; the same object each time, as Whoosh expects."""
        token = WhooshToken(positions, mode=mode)
        for term, position, _start, _end in tokenize(self._folding.fold(value)):
            token.text, token.pos, token.boost = term, position, 1.0
            yield token

    def __getstate__(self) -> dict[str, Any]:
        """Leave the filled table out of the pickled schema; the edition stores the traditional forms beside it."""
        return {"_folding": Folding(self._folding.traditional)}


class WordAnalyzer:
    """Whoosh's view of `Segmenter.words`: dictionary words of two characters and more."""

    def __init__(self, folding: Folding, segmenter: Segmenter) -> None:
        self._folding = folding
        self._segmenter = segmenter

    def __call__(self, value: str, positions: bool = False, mode: str = "", **_: Any) -> Iterator[WhooshToken]:
        """Yield Whoosh tokens; the same object each time, as Whoosh expects."""
        token = WhooshToken(positions, mode=mode)
        for term, position, _start, _end in self._segmenter.words(self._folding.fold(value)):
            token.text, token.pos, token.boost = term, position, 1.0
            yield token

    def __getstate__(self) -> dict[str, Any]:
        """Pickle without dictionary: it is loaded again at the first cut."""
        return {"_folding": Folding(self._folding.traditional), "_segmenter": self._segmenter.unloaded()}


def make_schema(folding: Folding, segmenter: Segmenter) -> Schema:
    """Return the Whoosh schema: a character field per `FIELDS`, one field of words, keywords to filter by."""
    characters = CharacterAnalyzer(folding)
    schema = Schema(id=ID(stored=True, unique=True), data=STORED())
    for field in FIELDS:
        schema.add(field.name, TEXT(analyzer=characters, phrase=True, field_boost=field.weight))
    schema.add("words", TEXT(analyzer=WordAnalyzer(folding, segmenter), phrase=True))
    for name in FILTERS:
        schema.add(keyword_field(name), KEYWORD(commas=True))
    return schema


def keyword_field(name: str) -> str:
    """Return the Whoosh field of a filter's codes (`chapter` is also the name of a searchable text)."""
    return f"{name}_code"
