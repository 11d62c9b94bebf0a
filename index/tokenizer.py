"""Words by jieba's dictionary: through rjieba (same words, quicker), or jieba itself where rjieba is missing.

New-word guessing (HMM) is off: what is not in the dictionary falls into single characters, which the character
field finds anyway. The dictionary is loaded at the first cut, never at import and never for a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from index.tokens import Token, tokenize

Engine = Literal["rjieba", "jieba"]
_FREQUENCY = 2_000_000
"""Weight of a domain word: heavier than any path through the general dictionary (the, 的, has 318,825)."""


class Segmenter:
    """Cuts folded text into words; `words` are added to the dictionary first."""

    def __init__(self, words: Sequence[str] = (), engine: Engine | None = None) -> None:
        self._words = tuple(words)
        self._engine = engine
        self._cut: Callable[[str], list[tuple[str, int, int]]] | None = None

    def words(self, folded: str) -> Iterator[Token]:
        """Yield the words of `folded` and the words inside them, each at the ordinal position of its first token.

        A word is a run of Chinese characters that the dictionary knows; letters and figures come as `tokenize`
        gives them. Words of a single character are left to the character field.
        """
        tokens = list(tokenize(folded))
        positions = {token.start: token.position for token in tokens}
        for word, start, end in self._pieces(folded):
            if end - start > 1 and start in positions and not word.isascii():
                yield Token(word, positions[start], start, end)

    def unloaded(self) -> Segmenter:
        """Return a segmenter of the same words that has not loaded its dictionary (to be pickled)."""
        return Segmenter(self._words, self._engine)

    def _pieces(self, folded: str) -> list[tuple[str, int, int]]:
        if self._cut is None:
            self._cut = _load(self._words, self._engine)
        return self._cut(folded)


def _load(words: Sequence[str], engine: Engine | None) -> Callable[[str], list[tuple[str, int, int]]]:
    """Return a function cutting text in search mode, with the domain words known."""
    if engine != "jieba":
        try:
            return _load_rjieba(words)
        except ImportError:
            if engine == "rjieba":
                raise
    return _load_jieba(words)


def _load_rjieba(words: Sequence[str]) -> Callable[[str], list[tuple[str, int, int]]]:
    import rjieba

    cutter = rjieba.Jieba()
    for word in words:
        cutter.add_word(word, _FREQUENCY, None)
    return lambda text: list(cutter.tokenize(text, "search", False))


def _load_jieba(words: Sequence[str]) -> Callable[[str], list[tuple[str, int, int]]]:
    import jieba

    jieba.setLogLevel(60)
    cutter = jieba.Tokenizer()
    for word in words:
        cutter.add_word(word, _FREQUENCY)
    return lambda text: list(cutter.tokenize(text, mode="search", HMM=False))
