"""Completions while typing: by characters, pinyin or initials; and the names nearest to what was not found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from index.folding import Folding
from index.vocabulary import Term, Vocabulary
from kb.model.search import Suggestion

_SPELT = re.compile(r"([^a-z]*)([a-zü' ]+)")
_NEAR_ENOUGH = 40


class Suggester:
    """Completes what is typed from one vocabulary; plain words of the texts are not offered."""

    def __init__(self, vocabulary: Vocabulary, folding: Folding) -> None:
        self._folding = folding
        self._terms = [term for term in vocabulary.terms if term.kind != "词" and term.count]
        self._keys = [term.key for term in self._terms]
        self._spellings = [term.pinyin.replace(" ", "") for term in self._terms]

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most `limit` completions, best first; nothing for nothing typed."""
        text = self._folding.fold(typed[:40]).strip()
        if not text:
            return ()
        grades: tuple[list[Term], ...] = ([], [], [], [], [])
        for grade, term in self._candidates(text):
            grades[grade].append(term)
        seen: dict[str, Term] = {}
        for term in itertools.chain(*grades):
            if len(seen) >= limit:
                break
            seen.setdefault(term.key, term)
        return tuple(Suggestion(text=t.text, kind=t.kind, count=t.count) for t in seen.values())

    def _candidates(self, text: str) -> Iterator[tuple[int, Term]]:
        """Yield (how well, term): 0 is it, 1 begins with it, 2 is spelt so, 3 has these initials, 4 holds it inside."""
        for n in [n for n, key in enumerate(self._keys) if text in key]:
            key = self._keys[n]
            yield (0 if key == text else 1 if key.startswith(text) else 4), self._terms[n]
        if spelt := _SPELT.fullmatch(text):
            head, letters = spelt.group(1), re.sub("[' ]", "", spelt.group(2)).replace("ü", "v")
            yield from self._going_on(head, letters) if head else self._spelt(letters)

    def _spelt(self, letters: str) -> Iterator[tuple[int, Term]]:
        """Yield terms that `letters` spell or abbreviate from their beginning."""
        for n in [n for n, spelling in enumerate(self._spellings) if spelling.startswith(letters)]:
            yield (0 if self._spellings[n] == letters else 2), self._terms[n]
        for n in [n for n, term in enumerate(self._terms) if term.initials.startswith(letters)]:
            if not self._spellings[n].startswith(letters):
                yield (0 if self._terms[n].initials == letters else 3), self._terms[n]

    def _going_on(self, head: str, letters: str) -> Iterator[tuple[int, Term]]:
        """Yield terms that begin with the characters `head` and go on as `letters` spell or abbreviate."""
        for term in [term for term, key in zip(self._terms, self._keys, strict=True) if key.startswith(head)]:
            rest = "".join(term.pinyin.split(" ")[len(head) :])
            if rest.startswith(letters):
                yield (0 if rest == letters else 2), term
            elif term.initials.startswith(letters, len(head)):
                yield (0 if term.initials[len(head) :] == letters else 3), term

    def near(self, typed: str, limit: int = 6) -> tuple[str, ...]:
        """Return the names most like what was typed, for when nothing was found."""
        text = self._folding.fold(typed).strip()
        names = [term.text for term in self._terms if term.name]
        found = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=limit)
        return tuple(dict.fromkeys(name for name, _, _ in found))
