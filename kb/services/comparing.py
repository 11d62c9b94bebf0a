"""Two editions of a document side by side: which article answers to which, and what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal

from kb.model.base import Record
from kb.model.clause import Clause
from kb.model.renumbering import Renumbering

ALIKE = 0.45
"""From this share of common pairs of characters two articles are taken for the same one; below, one was dropped."""
_SHORTEST_SAME = 2
"""Shorter common runs between two changes are noise and belong to the change."""

Span = tuple[int, int]
Paired = Literal["map", "likeness", "alone"]


class ClausePair(Record, frozen=True, kw_only=True):
    """An article in two editions: `how` they were paired, and the half-open spans of each text the other has not."""

    old: Clause | None = None
    new: Clause | None = None
    how: Paired
    gone: tuple[Span, ...] = ()
    come: tuple[Span, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both stand and say the same."""
        return self.old is not None and self.new is not None and not self.gone and not self.come


def compare(old: Sequence[Clause], new: Sequence[Clause], renumbering: Renumbering | None) -> tuple[ClausePair, ...]:
    """Return the articles of two editions paired, in the new one's order, dropped ones where they stood.

    A map of article numbers decides; where there is none, the likeness of the texts does, in order of likeness.
    """
    pairs = _mapped(old, new, renumbering) if renumbering else _likened(old, new)
    olds = {pair.old.number for pair in pairs if pair.old}
    news = {pair.new.number for pair in pairs if pair.new}
    pairs += [ClausePair(old=clause, how="alone") for clause in old if clause.number not in olds]
    pairs += [ClausePair(new=clause, how="alone") for clause in new if clause.number not in news]
    return _ordered(pairs, old, new)


def _ordered(pairs: Iterable[ClausePair], old: Sequence[Clause], new: Sequence[Clause]) -> tuple[ClausePair, ...]:
    in_old = {clause.number: position for position, clause in enumerate(old)}
    in_new = {clause.number: position for position, clause in enumerate(new)}
    answers = {in_old[p.old.number]: in_new[p.new.number] for p in pairs if p.old and p.new}

    def place(pair: ClausePair) -> tuple[float, int]:
        if pair.new:
            return float(in_new[pair.new.number]), 0
        at = in_old[pair.old.number] if pair.old else 0
        before = max((o for o in answers if o < at), default=-1)
        return answers.get(before, -1) + 0.5, at

    return tuple(sorted(pairs, key=place))


def changes(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of `old` that are gone and those of `new` that have come."""
    gone: list[Span] = []
    come: list[Span] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(steps):
        between = 0 < at < len(steps) - 1
        if tag == "equal" and (b - a >= _SHORTEST_SAME or not between):
            continue
        _add(gone, (a, b))
        _add(come, (c, d))
    return tuple(s for s in gone if s[0] < s[1]), tuple(s for s in come if s[0] < s[1])


def _add(spans: list[Span], span: Span) -> None:
    if spans and spans[-1][1] == span[0]:
        spans[-1] = (spans[-1][0], span[1])
    else:
        spans.append(span)


def _pair(old: Clause, new: Clause, how: Paired) -> ClausePair:
    gone, come = changes(old.text, new.text)
    return ClausePair(old=old, new=new, how=how, gone=gone, come=come)


def _mapped(old: Sequence[Clause], new: Sequence[Clause], renumbering: Renumbering) -> list[ClausePair]:
    by_number = {clause.number: clause for clause in new}
    pairs = []
    for clause in old:
        moved = renumbering.successor(clause.number)
        pairs += [_pair(clause, by_number[n], "map") for n in (moved.new if moved else ()) if n in by_number]
    return pairs


def _likened(old: Sequence[Clause], new: Sequence[Clause]) -> list[ClausePair]:
    left, right = [_grams(c.text) for c in old], [_grams(c.text) for c in new]
    scored = [(2 * len(a & b) / (len(a) + len(b) or 1), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    pairs, olds, news = [], set(), set()
    for score, i, j in sorted(scored, key=lambda s: (-s[0], abs(s[1] - s[2]))):
        if score < ALIKE:
            break
        if i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            pairs.append(_pair(old[i], new[j], "likeness"))
    return pairs


def _grams(text: str) -> frozenset[str]:
    kept = "".join(text.split())
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1))
