"""Misspellings: what a query was probably meant to be, from how it sounds, its pinyin or initials, or one slip.

Only stretches that stand in no document are touched, and only a name or word of the index is put in their place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.slips import SlipFinder
from index.tokens import GAP
from index.units import Unit
from index.vocabulary import Term, Vocabulary
from kb.model.numerals import to_chinese

_LETTERS = re.compile(r"[a-zü]{2,40}")
_ARTICLE = re.compile(r"第?([1-9]\d{0,2})条")
_MOST_READINGS = 8
_SHORT = 6
"""In a query of so few characters any word may be misspelt; in a longer one only names are put right."""
_MOST_WINDOWS = 60


@dataclass(frozen=True)
class Correction:
    """What was typed, what is put in its place, and why, as shown to the user (纠错、拼音、首字母)."""

    typed: str
    meant: str
    why: str

    @property
    def reason(self) -> str:
        """The reason as one line."""
        return f"{self.why}：{self.typed} → {self.meant}"


def article_numbers(text: str) -> list[Correction]:
    """Return the articles a folded text gives in figures (28条, 第28条) as the law writes them (第二十八条)."""
    return [
        Correction(match.group(), f"第{to_chinese(int(match.group(1)))}条", "条号") for match in _ARTICLE.finditer(text)
    ]


class Corrector:
    """Corrects queries by one index's vocabulary; `count` tells in how many documents tokens stand."""

    def __init__(
        self, vocabulary: Vocabulary, readings: Mapping[str, str], count: Callable[[Sequence[str]], int]
    ) -> None:
        self._vocabulary = vocabulary
        self._readings = readings
        self._count = count
        self._slips = SlipFinder(vocabulary, count)

    def correct(self, units: Sequence[Unit]) -> list[Correction]:
        """Return the corrections of a query's units (all its pieces in order), at most one for each stretch."""
        return [*self._spelt(units), *self._misspelt(units)]

    def _spelt(self, units: Sequence[Unit]) -> Iterator[Correction]:
        """Yield corrections of letters that are pinyin or initials; neighbours (gao lu) are read together first."""
        for _, group in itertools.groupby(units, key=self._unknown_letters):
            tokens = [unit.text for unit in group if self._unknown_letters(unit)]
            together = self._by_letters("".join(tokens)) if len(tokens) > 1 else None
            if together:
                yield Correction(" ".join(tokens), together[0], together[1])
                continue
            for token in tokens:
                if found := self._by_letters(token):
                    yield Correction(token, *found)

    def _unknown_letters(self, unit: Unit) -> bool:
        return bool(_LETTERS.fullmatch(unit.text)) and not self._count(unit.tokens)

    def _by_letters(self, letters: str) -> tuple[str, str] | None:
        """Return (words, why) for pinyin or initials."""
        if not letters:
            return None
        if words := self._pinyin_words(letters):
            return " ".join(words), "拼音"
        if terms := self._vocabulary.abbreviated(letters):
            return terms[0].text, "首字母"
        return None

    def _pinyin_words(self, letters: str) -> list[str]:
        """Return the fewest words, of two characters or more each, whose pinyin runs together to `letters`."""
        if terms := self._vocabulary.spelt(letters):
            return [terms[0].text]
        for length in range(len(letters) - 3, 3, -1):
            if (terms := self._vocabulary.spelt(letters[:length])) and (rest := self._pinyin_words(letters[length:])):
                return [terms[0].text, *rest]
        return []

    def _misspelt(self, units: Sequence[Unit]) -> Iterator[Correction]:
        """Yield corrections of Chinese stretches, the longest first; corrected stretches are not looked at again."""
        flat = [(token, unit) for unit in units for token in unit.tokens]
        taken: set[int] = set()
        plain = len(flat) <= _SHORT
        for begin, end in _windows(flat):
            if taken.isdisjoint(range(begin, end)) and (found := self._meant(flat[begin:end], plain=plain)):
                taken.update(range(begin, end))
                yield Correction("".join(token for token, _ in flat[begin:end]), found.text, "纠错")

    def _meant(self, window: Sequence[tuple[str, Unit]], *, plain: bool) -> Term | None:
        """Return what a stretch was meant to be, by sound or by slip; plain words count only where `plain`."""
        if not _suspicious(window):
            return None
        text = "".join(token for token, _ in window)
        if term := self._by_sound(text, plain=plain):
            return None if self._count(text) else term
        whole_words = not any(unit.empty for _, unit in window)
        return self._slips.find(text, any_length=plain) if whole_words else None

    def _by_sound(self, text: str, *, plain: bool) -> Term | None:
        """Return the best name or word, other than `text`, that sounds the same."""
        for syllables in self._syllables(text):
            for term in self._vocabulary.sounding(syllables, accented=plain):
                if (plain or term.kind != "词") and (term.count or term.kind == "术语") and len(term.key) == len(text):
                    return term
        return None

    def _syllables(self, text: str) -> Iterator[tuple[str, ...]]:
        """Yield the ways to read `text`, the usual readings first."""
        each = [self._readings.get(char, "").split() for char in text]
        return itertools.islice(itertools.product(*each), _MOST_READINGS)


def _windows(flat: Sequence[tuple[str, Unit]]) -> Iterator[tuple[int, int]]:
    """Yield stretches of two to six Chinese characters, longest first."""
    chinese = [len(token) == 1 and not token.isascii() and token != GAP for token, _ in flat]
    spans = (
        (begin, begin + length)
        for length in range(6, 1, -1)
        for begin in range(len(flat) - length + 1)
        if all(chinese[begin : begin + length])
    )
    return itertools.islice(spans, _MOST_WINDOWS)


def _suspicious(window: Sequence[tuple[str, Unit]]) -> bool:
    """Return whether a stretch may be misspelt: it is whole words, and not just pieces of known ones.

    Two characters must include one that belongs to no known word; longer ones must not begin or end inside a word.
    """
    units = [unit for _, unit in window]
    loose = sum(not unit.known or len(unit.tokens) == 1 for unit in units)
    if any(unit.empty and len(unit.tokens) > 1 for unit in units):
        return False
    if len(window) == 2:
        return loose > 0 and not all(unit.empty for unit in units)
    return loose > 0 or len({id(unit) for unit in units}) > 1
