"""Questions from entries: the right answer is the entry's own line, the wrong ones are lines of other entries; pure.

Wrong options are never made by turning a number or a direction round: a worker would learn the wrong line. They come
from entries of other chapters that share no accident type with the question's, and are left out when they resemble
anything the question's own chapter says, so that none is right by accident. Lines that carry a warning (erratum,
stricter rule, specialists only, not printable) are never asked about and never offered.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kb.model.entry import HazardEntry, Measure
from kb.model.question import Question, QuestionKind
from kb.services.likeness import likeness

OPTIONS = 4
TOO_ALIKE = 0.34
"""Likeness from which a wrong option might be right: looked at over the corpus, see tests/kb/services/test_quiz.py."""
_SHORTEST = 8  # characters; shorter lines say too little to be asked about
_TRIES = 400  # candidates looked at before a question is given up
_CATCH_ALL = "其他伤害"

_TEXTS: dict[QuestionKind, str] = {
    "measure": "{location}：{hazard}　下面哪一条是手册对它的要求？",
    "hazard": "下面哪一项是手册列出的“{location}”的较大危险因素？",
    "accident": "按手册，{location}“{hazard}”容易发生下面哪一类事故？",
}

_Candidate = tuple[str, HazardEntry]
"""Text and the entry it is from."""


class QuestionBank:
    """Deals questions about entries with wrong options from all entries; the same seed deals the same options."""

    def __init__(self, everything: Iterable[HazardEntry]) -> None:
        self._pools: dict[QuestionKind, list[_Candidate]] = {"measure": [], "hazard": [], "accident": []}
        self._said: dict[tuple[QuestionKind, str], list[str]] = defaultdict(list)
        for entry in everything:
            self._add(entry)

    def questions(self, entries: Iterable[HazardEntry], seed: str) -> Iterator[Question]:
        """Yield every question that can be asked about `entries`, in their order."""
        for entry in entries:
            for kind, key, right in _asked(entry):
                question = self._deal(entry, (kind, key, right), seed)
                if question is not None:
                    yield question

    def paper(self, entries: Sequence[HazardEntry], seed: str, count: int) -> tuple[Question, ...]:
        """Return up to `count` questions, no entry asked twice before every entry was asked once."""
        dice = random.Random(seed)  # noqa: S311 - a paper must be dealt again from its seed
        rounds: list[tuple[float, HazardEntry, tuple[QuestionKind, str, str]]] = []
        for entry in entries:
            asked = list(_asked(entry))
            dice.shuffle(asked)
            rounds += [(turn + dice.random(), entry, item) for turn, item in enumerate(asked)]
        dealt: dict[tuple[str, str], Question] = {}  # rows with the same text ask the same thing once
        for _, entry, item in sorted(rounds, key=lambda found: found[0]):
            question = self._deal(entry, item, seed)
            if question is not None:
                dealt.setdefault((question.text, question.right), question)
            if len(dealt) == count:
                break
        return tuple(dealt.values())

    def _add(self, entry: HazardEntry) -> None:
        chapter = _chapter(entry)
        for kind, _, text in _asked(entry):
            self._pools[kind].append((text, entry))
        self._said["measure", chapter] += [measure.text for measure in entry.measures]
        self._said["hazard", chapter] += entry.hazards
        self._said["accident", entry.id] = [accident.name for accident in entry.accident_types]

    def _deal(self, entry: HazardEntry, asked: tuple[QuestionKind, str, str], seed: str) -> Question | None:
        """Return the question with its options shuffled, or None when too few wrong ones are certain to be wrong."""
        kind, key, right = asked
        dice = random.Random(f"{seed}:{key}")  # noqa: S311
        wrong = self._wrong(entry, kind, right, dice)
        if len(wrong) < OPTIONS - 1:
            return None
        options = [(right, entry.id), *wrong]
        dice.shuffle(options)
        return Question(
            key=key,
            kind=kind,
            text=_TEXTS[kind].format(location=entry.location, hazard="".join(entry.hazards).rstrip("。")),
            options=tuple(text for text, _ in options),
            answer=[text for text, _ in options].index(right),
            entry=entry.id,
            sources=tuple(source for _, source in options),
        )

    def _wrong(self, entry: HazardEntry, kind: QuestionKind, right: str, dice: random.Random) -> list[tuple[str, str]]:
        own = self._own(entry, kind)
        found: list[tuple[str, str]] = []
        pool = self._pools[kind]
        for _ in range(min(_TRIES, len(pool) * 4)):
            text, other = dice.choice(pool)
            taken = [right, *(option for option, _ in found)]
            if (kind == "accident" or _apart(entry, other)) and _differs(kind, text, (*own, *taken)):
                found.append((text, other.id))
            if len(found) == OPTIONS - 1:
                break
        return found

    def _own(self, entry: HazardEntry, kind: QuestionKind) -> list[str]:
        return self._said[kind, entry.id if kind == "accident" else _chapter(entry)]


def _apart(entry: HazardEntry, other: HazardEntry) -> bool:
    """Whether two entries share neither chapter nor accident type, so that one's lines hardly suit the other."""
    types = {accident.code for accident in entry.accident_types}
    return _chapter(entry) != _chapter(other) and not types & {accident.code for accident in other.accident_types}


def _differs(kind: QuestionKind, text: str, others: Iterable[str]) -> bool:
    if kind == "accident":
        return text not in others
    return all(likeness(text, other) < TOO_ALIKE for other in others)


def _asked(entry: HazardEntry) -> Iterator[tuple[QuestionKind, str, str]]:
    """Yield kind, key and right answer of what can be asked about an entry."""
    if not entry.hazards or any(e.field in {"hazard", "location"} for e in entry.errata):
        return
    for number, measure in enumerate(entry.measures, start=1):
        if _fit(entry, measure):
            yield "measure", f"measure:{entry.id}#{number}", measure.text
    if len(entry.hazards[0]) >= _SHORTEST:
        yield "hazard", f"hazard:{entry.id}", entry.hazards[0]
    if not any(e.field == "accident_types" for e in entry.errata):
        for accident in entry.accident_types:
            if accident.name != _CATCH_ALL:
                yield "accident", f"accident:{entry.id}:{accident.code}", accident.name


def _fit(entry: HazardEntry, measure: Measure) -> bool:
    """Whether a line may be asked about: printable, the manual's own, for everyone, and carrying no warning."""
    marks = [(e.measures, e.field == "measures") for e in entry.errata] + [
        (r.measures, True) for r in entry.stricter_now
    ]
    warned = {number for numbers, _ in marks for number in numbers}
    whole = any(about_measures and not numbers for numbers, about_measures in marks)
    plain = measure.printable and not measure.specialist_only and measure.supplement is None
    return plain and not whole and not warned & set(measure.renders) and len(measure.text) >= _SHORTEST


def _chapter(entry: HazardEntry) -> str:
    return f"{entry.industry.code}-{entry.chapter.number:02}"
