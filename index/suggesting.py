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
        self._initials = [term.initials for term in self._terms]

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
            yield from self._spelt(spelt.group(1), re.sub("[' ]", "", spelt.group(2)).replace("ü", "v"))

    def _spelt(self, head: str, letters: str) -> Iterator[tuple[int, Term]]:
        """Yield terms that begin with the characters `head` and go on as `letters` spell or abbreviate."""
        skipped = len(head)
        for n in self._going_on(head, letters):
            term = self._terms[n]
            rest = "".join(term.pinyin.split(" ")[skipped:]) if head else self._spellings[n]
            if rest.startswith(letters):
                yield (0 if rest == letters else 2), term
            elif term.initials.startswith(letters, skipped):
                yield (0 if term.initials[skipped:] == letters else 3), term

    def _going_on(self, head: str, letters: str) -> list[int]:
        """Return the numbers of the terms that may be meant: those that begin with `head`, or without one so."""
        if head:
            return [n for n, key in enumerate(self._keys) if key.startswith(head)]
        pairs = enumerate(zip(self._spellings, self._initials, strict=True))
        return [n for n, (spelling, short) in pairs if spelling.startswith(letters) or short.startswith(letters)]

    def near(self, typed: str, limit: int = 6) -> tuple[str, ...]:
        """Return the names most like what was typed, for when nothing was found."""
        text = self._folding.fold(typed).strip()
        names = [term.text for term in self._terms if term.name]
        found = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=limit)
        return tuple(dict.fromkeys(name for name, _, _ in found))
