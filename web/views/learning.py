"""What the self-study pages show: screens, questions with what was answered, and the addresses that carry it along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from kb.model.course import UNANSWERED, Course, Ordering, Screen, ScreenKind
from kb.model.document_entry import of_document
from kb.model.question import LETTERS
from kb.services.learning import read_answers, write_answers
from web.documents.notice import elsewhere
from web.documents.wording import accident_text, line_data, lines_data, mark_text, omitted_text, signed_name
from web.views.entry import entry_url

SCREEN_TITLES: dict[ScreenKind, str] = {
    "recognise": "认危险", "happen": "会出什么事", "do": "要这样做", "never": "绝对不能做", "wrong": "出事了怎么办",
    "question": "答一题", "order": "排顺序",
}  # fmt: skip
_SEED = 24  # characters of a seed that are kept
_ANSWERS = 2000  # characters of answers in an address; the longest course of 240 posts needs 300


@dataclass(frozen=True, slots=True)
class LearnAddress:
    """Where someone is in a course: everything a page needs, for the server keeps nothing. `step` 0 is the start."""

    post: str
    step: int = 0
    seed: str = ""
    whole: bool = False
    confirmed_by: str = ""
    answers: str = ""

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters as name and value, those that say nothing left out."""
        said = (
            ("step", str(self.step) if self.step else ""),
            ("seed", self.seed),
            ("scope", "all" if self.whole else ""),
            ("confirmed_by", self.confirmed_by),
            ("answers", self.answers),
        )
        return tuple((name, value) for name, value in said if value)

    @property
    def path(self) -> str:
        """Return the address of the course."""
        return f"/learn/{quote(self.post, safe='')}"

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return f"{self.path}?{urlencode(self.fields, quote_via=quote)}" if self.fields else self.path

    def at(self, step: int, answers: Sequence[str] | None = None) -> LearnAddress:
        """Return the address of another screen, with other answers where given."""
        return replace(self, step=step, answers=self.answers if answers is None else write_answers(answers))


def read_address(post: str, parameters: Mapping[str, str], day: str) -> LearnAddress:
    """Return where an address leads; without a seed the day deals the questions. Nonsense counts as not said."""
    step, seed = parameters.get("step", ""), parameters.get("seed", "")[:_SEED]
    return LearnAddress(
        post=post,
        step=int(step) if step.isascii() and step.isdigit() and len(step) <= 4 else 0,
        seed=seed if seed.isascii() and seed.replace("-", "").isalnum() else day,
        whole=parameters.get("scope") == "all",
        confirmed_by=signed_name(parameters.get("confirmed_by", "")),
        answers=parameters.get("answers", "")[:_ANSWERS],
    )


def next_seed(seed: str) -> str:
    """Return the seed of another set of questions: 2026-11-24 → 2026-11-24-n2 → 2026-11-24-n3."""
    day, _, number = seed.rpartition("-n")
    return f"{day}-n{int(number) + 1}" if day and number.isdigit() else f"{seed}-n2"


def picked(parameters: Mapping[str, str], places: Sequence[str], screen: Screen) -> str:
    """Return the answer a form sends for `screen` (option's letter, or every step's place), or UNANSWERED."""
    if screen.ordering is None:
        answer = parameters.get("pick", "")
        return answer if screen.accepts(answer) else UNANSWERED
    if sorted(places) != [str(number) for number in range(1, len(screen.ordering.steps) + 1)]:
        return UNANSWERED
    dealt = dict(zip(places, screen.ordering.shown, strict=True))
    return "".join(str(dealt[place]) for place in sorted(places))


@dataclass(frozen=True, slots=True)
class AskedView:
    """A question or ordering as shown: `given` is the answer, empty before; `options` are letter, text, right, chosen.

    For an ordering `options` are what was dealt, `right` the steps as they belong, `wanted` the places sent so far.
    """

    text: str
    options: tuple[tuple[str, str, bool, bool], ...]
    given: str
    correct: bool
    right: tuple[dict[str, Any], ...]
    first: str
    wanted: tuple[str, ...]
    more_url: str


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A screen as shown; lines and scenarios in the words of the card."""

    kind: ScreenKind
    title: str
    trail: str
    location: str
    url: str
    hazards: tuple[str, ...]
    accidents: str
    lines: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    scenarios: tuple[dict[str, Any], ...]
    asked: AskedView | None


def screen_view(screen: Screen, given: str, wanted: Sequence[str] = ()) -> ScreenView:
    """Return `screen` with the answer given so far; `wanted` are the places an unfinished ordering was sent with."""
    entry = screen.entry
    return ScreenView(
        kind=screen.kind,
        title=SCREEN_TITLES[screen.kind],
        trail=f"{entry.industry.name} · {entry.chapter}" if entry else "",
        location=entry.location if entry else "",
        url=entry_url(entry.id) if entry and not of_document(entry.id) else "",
        hazards=entry.hazards if entry else (),
        accidents=accident_text(entry) if entry else "",
        lines=tuple(lines_data(screen.lines)),
        notes=tuple(_notes(screen)),
        scenarios=tuple(_scenario(screen)),
        asked=_asked(screen, "" if given == UNANSWERED else given, tuple(wanted)),
    )


def _notes(screen: Screen) -> list[str]:
    """Return what must be said with a screen: warnings about the entry, what stands elsewhere, that bans follow."""
    entry = screen.entry
    if entry is None or screen.kind not in {"recognise", "happen", "do", "never"}:
        return []
    notes = [mark_text(mark) for mark in entry.marks]
    if screen.kind == "do":
        bans = sum(line.strength == "must_not" for line in entry.worker_lines or entry.other_lines)
        notes += [f"这一条还有 {bans} 句禁止，在下一屏，要一起记。"] if bans else []
    return notes + (elsewhere(entry) if screen.kind in {"do", "never"} else [])


def _scenario(screen: Screen) -> list[dict[str, Any]]:
    return [
        {
            "title": scenario.title,
            "url": f"/playbooks/{quote(scenario.id, safe='')}",
            "first": scenario.first,
            "signs": [line_data(line) for line in scenario.signs],
            "never": [line_data(line) for line in scenario.never],
            "steps": [line_data(line) for line in scenario.steps],
            "omitted": omitted_text(scenario),
        }
        for scenario in screen.scenarios
    ]


def _asked(screen: Screen, given: str, wanted: tuple[str, ...]) -> AskedView | None:
    if screen.ordering:
        return _order_view(screen.ordering, given, wanted)
    if screen.question is None:
        return None
    question = screen.question
    options = tuple(
        (letter, text, number == question.answer, letter == given)
        for number, (letter, text) in enumerate(zip(LETTERS, question.options, strict=True))
    )
    return AskedView(
        question.text, options, given, given == screen.right, (), "", (), more_url=entry_url(question.entry)
    )


def _order_view(ordering: Ordering, given: str, wanted: tuple[str, ...]) -> AskedView:
    dealt = [int(position) for position in given] or ordering.shown
    steps = [line_data(line) for line in ordering.steps]
    options = tuple(
        (str(number), _step_text(steps[position]), position == number - 1, False)
        for number, position in enumerate(dealt, start=1)
    )
    return AskedView(
        text=f"{ordering.title}：把下面 {len(steps)} 步按应急处置写的先后排好。",
        options=options,
        given=given,
        correct=given == ordering.right,
        right=tuple(steps),
        first=ordering.first,
        wanted=wanted if len(wanted) == len(steps) else ("",) * len(steps),
        more_url=f"/playbooks/{quote(ordering.scenario, safe='')}",
    )


def _step_text(step: Mapping[str, Any]) -> str:
    return f"{step['who']}：{step['text']}" if step["who"] else str(step["text"])


@dataclass(frozen=True, slots=True)
class ResultView:
    """What a course ended with: how many were asked, answered and right, and those to look at again."""

    asked: int
    answered: int
    right: int
    again: tuple[tuple[str, str, str], ...]
    """Question, right answer, address of where it is said."""


def result_view(course: Course, answers: Sequence[str]) -> ResultView:
    """Return the result of `answers`, one for every screen that asks."""
    pairs = list(zip(course.asking, answers, strict=True))
    wrong = [screen for screen, given in pairs if given not in {UNANSWERED, screen.right}]
    return ResultView(
        asked=len(pairs),
        answered=sum(given != UNANSWERED for _, given in pairs),
        right=sum(given == screen.right for screen, given in pairs),
        again=tuple(_again(screen) for screen in wrong),
    )


def _again(screen: Screen) -> tuple[str, str, str]:
    if screen.question:
        return screen.question.text, screen.question.right, entry_url(screen.question.entry)
    assert screen.ordering is not None  # noqa: S101 - only asking screens are marked
    steps = " → ".join(_step_text(line_data(line)) for line in screen.ordering.steps)
    return f"{screen.ordering.title}：先后顺序", steps, f"/playbooks/{quote(screen.ordering.scenario, safe='')}"


def answers_so_far(address: LearnAddress, course: Course, answer: str) -> tuple[str, ...]:
    """Return the answers of an address, `answer` taken for its screen unless it has one: the first counts."""
    answers = list(read_answers(address.answers, course))
    screens = course.screens
    if 1 <= address.step <= len(screens) and screens[address.step - 1].right:
        number = sum(bool(screen.right) for screen in screens[: address.step - 1])
        answers[number] = answer if answers[number] == UNANSWERED else answers[number]
    return tuple(answers)


def studied_entries(course: Course) -> tuple[tuple[str, str, str], ...]:
    """Return what a course goes through, as place, hazards and address."""
    return tuple((entry.location, "".join(entry.hazards), entry_url(entry.id)) for entry in course.entries)
