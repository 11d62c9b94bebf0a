"""Makes a post's course from its card: five screens an entry, its questions, then emergency steps to order; pure.

What a card leaves out, a course leaves out: lines that may not be printed, and the steps of a scenario while one of
them is general practice nobody has confirmed. What a card marks, a course shows with its mark.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from kb.model.card import Card, CardEntry, CardScenario
from kb.model.course import UNANSWERED, Course, Ordering, Screen
from kb.model.entry import HazardEntry
from kb.services.quiz import QuestionBank

_ASKED = 6
"""Questions a course has at least, where the entries give as many: a post of one entry asks more about it."""
_MOST = 3  # questions about one entry


def build_course(card: Card, records: Sequence[HazardEntry], bank: QuestionBank, seed: str) -> Course:
    """Return the course over the entries of `records` (the post's own, in the manual's order) that `card` shows."""
    shown = {entry.id: entry for entry in card.entries}
    entries = tuple(shown[record.id] for record in records if record.id in shown)
    named = {key for entry in entries for key in entry.playbooks}
    scenarios = [scenario for scenario in card.scenarios if scenario.id in named] or list(card.scenarios)
    count = max(1, min(_MOST, -(-_ASKED // max(len(records), 1))))
    screens: list[Screen] = []
    asked: set[tuple[str, str]] = set()  # rows with the same text ask the same thing once
    for entry, record in zip(entries, (r for r in records if r.id in shown), strict=True):
        screens += _about(entry, card)
        for question in bank.paper((record,), f"{seed}:{entry.id}", count):
            if (question.text, question.right) not in asked:
                asked.add((question.text, question.right))
                screens.append(Screen(kind="question", entry=entry, question=question))
    orderings = [_ordering(scenario, seed) for scenario in scenarios if len(scenario.steps) > 1]
    screens += [Screen(kind="order", ordering=ordering) for ordering in orderings]
    return Course(seed=seed, entries=entries, screens=tuple(screens), left_out=len(scenarios) - len(orderings))


def _about(entry: CardEntry, card: Card) -> Iterator[Screen]:
    """Yield the screens of one entry; one that would have nothing to say is left out."""
    lines = entry.worker_lines or entry.other_lines
    yield Screen(kind="recognise", entry=entry)
    if entry.accidents:
        yield Screen(kind="happen", entry=entry)
    if does := tuple(line for line in lines if line.strength != "must_not"):
        yield Screen(kind="do", entry=entry, lines=does)
    if never := tuple(line for line in lines if line.strength == "must_not"):
        yield Screen(kind="never", entry=entry, lines=never)
    if wrong := tuple(scenario for scenario in card.scenarios if scenario.id in entry.playbooks):
        yield Screen(kind="wrong", entry=entry, scenarios=wrong)


def _ordering(scenario: CardScenario, seed: str) -> Ordering:
    """Return the scenario's steps dealt in an order that is not the right one."""
    dice = random.Random(f"{seed}:{scenario.id}")  # noqa: S311 - dealt again from its seed
    right = list(range(len(scenario.steps)))
    shown = right[:]
    while shown == right:
        dice.shuffle(shown)
    return Ordering(
        scenario=scenario.id, title=scenario.title, first=scenario.first, steps=scenario.steps, shown=tuple(shown)
    )


def read_answers(text: str, course: Course) -> tuple[str, ...]:
    """Return one answer for every asking screen from an address; what could not be an answer counts as none."""
    given = text.split(".")
    return tuple(
        given[number] if number < len(given) and screen.accepts(given[number]) else UNANSWERED
        for number, screen in enumerate(course.asking)
    )


def write_answers(answers: Sequence[str]) -> str:
    """Return answers as an address carries them."""
    return ".".join(answers)
