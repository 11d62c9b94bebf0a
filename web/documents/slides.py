"""培训课件 (slides): a slide per hazard, the drills, three questions; sources in the notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.model.card import ORIGIN_MARKS, STRENGTH_NAMES, Card, CardEntry, CardLine, CardScenario
from kb.model.question import LETTERS, Question
from kb.model.sign import SafetySign
from web.documents.flow import Block, Flow, Heading, Text, flow
from web.documents.notice import sign_svg
from web.documents.post_list import basis_lines, hints
from web.documents.wording import (
    SIGN_UNKNOWN,
    accident_text,
    confirmed_text,
    draft_text,
    entry_signs,
    footer_lines,
    full_text,
    in_sign_order,
    legend,
    omitted_text,
    protective_text,
)

TITLE = "岗位安全培训课件"
CHARACTERS, LINES = 40, 13
SIGN_LINES, _SIGNS = 3, 8  # lines a row of signs takes the place of, and most signs in it
"""What a slide holds at 20 points: Chinese characters a line, lines a slide (looked at through LibreOffice)."""
_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: title, lines (a leading ● marks what is printed bold), what the speaker reads in the notes, and signs
    below the lines as name and drawing (SVG)."""

    title: str
    lines: tuple[str, ...]
    notes: str = ""
    signs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides of a post, and what stands at the foot of each."""

    title: str
    footer: str
    as_of: str
    slides: tuple[Slide, ...]


def deck(card: Card) -> Deck:
    """Return the slides; what is too long for one slide continues on the next."""
    slides = [_title(card)]
    for number, entry in enumerate(card.chosen, start=1):
        slides += split(_hazard(number, entry, card))
    slides += split(_equipment(card))
    for scenario in card.scenarios:
        slides += split(_drill(scenario, card))
    for paper in card.papers[:1]:
        for number, question in enumerate(paper[:_QUESTIONS], start=1):
            slides += split(_question(number, question))
    right = f"{card.right_to_leave.text}（{card.right_to_leave.source}）"
    slides.append(Slide("记住", (f"●{right}", f"报告：{_phones(card)}")))
    return Deck(f"{TITLE}：{card.post.name}", _footer(card), card.options.as_of, tuple(slides))


def slides_flow(card: Card) -> Flow:
    """Return the slides with their notes as a flow, to be read as a page."""
    blocks: list[Block] = []
    for slide in deck(card).slides:
        blocks += [
            Heading(slide.title),
            *(Text(line.removeprefix("●"), bold=line.startswith("●")) for line in slide.lines),
        ]
        blocks.append(Text(f"讲解：{slide.notes}" if slide.notes else ""))
    return flow(card, TITLE, tuple(blocks))


def split(slide: Slide) -> Iterator[Slide]:
    """Yield `slide` in as many parts as its lines need, signs on the first; a line longer than a slide is cut."""
    part: list[str] = []
    signs = slide.signs
    room = LINES - SIGN_LINES * bool(signs)
    title = slide.title
    for line in _cut(slide.lines):
        needed = height(line)
        if part and needed > room:
            yield Slide(title, tuple(part), slide.notes, signs)
            part, room, signs, title = [], LINES, (), f"{slide.title}（续）"
        part.append(line)
        room -= needed
    yield Slide(title, tuple(part), slide.notes, signs)


def height(line: str) -> int:
    """Return how many lines of a slide a text takes."""
    return max(1, math.ceil(len(line) / CHARACTERS))


def _cut(lines: Iterable[str]) -> Iterator[str]:
    most = CHARACTERS * LINES
    for line in lines:
        for start in range(0, max(len(line), 1), most):
            yield line[start : start + most]


def _title(card: Card) -> Slide:
    lines = (
        f"共 {len(card.entries)} 项较大危险因素，本课讲 {len(card.chosen)} 项",
        f"风险等级：{card.risk_name}",
        legend(card),
    )
    draft = draft_text(card)
    return Slide(f"{card.post.name}：{TITLE}", (*lines, f"●{draft}") if draft else lines, "；".join(card.tasks))


def _hazard(number: int, entry: CardEntry, card: Card) -> Slide:
    shown = entry.worker_lines or entry.other_lines
    warning = hints(entry, None)
    lines = (
        f"●较大危险因素：{''.join(entry.hazards)}",
        f"易发事故：{accident_text(entry)}",
        *(_measure(line) for line in shown),
        *((f"●{warning}",) if warning else ()),
    )
    return Slide(
        f"{number}　{entry.location}",
        lines,
        f"条目 {entry.id}。依据：{basis_lines(entry)}",
        _drawn(entry_signs(entry, card)),
    )


def _drawn(signs: Iterable[SafetySign]) -> tuple[tuple[str, str], ...]:
    return tuple((sign.name, sign_svg(sign.drawing)) for sign in in_sign_order(signs) if sign.drawing)[:_SIGNS]


def _measure(line: CardLine) -> str:
    strength = f"【{STRENGTH_NAMES[line.strength]}】" if line.strength else ""
    who = f"{line.actor_name}：" if line.actor_name else ""
    return f"{strength}{who}{full_text(line)}{ORIGIN_MARKS[line.origin]}"


def _equipment(card: Card) -> Slide:
    signs = "、".join(sign.name for sign in card.signs) or SIGN_UNKNOWN
    items = tuple(protective_text(item) for item in card.protective) or ("由企业按标准确定",)
    return Slide("防护用品（参考配备）和安全标志", (*items, f"安全标志：{signs}"), "", _drawn(card.signs))


def _drill(scenario: CardScenario, card: Card) -> Slide:
    shown = (*scenario.signs, *scenario.steps, *scenario.never)
    sources = "；".join(dict.fromkeys(line.source for line in shown if line.source))
    lines = (
        f"●第一步想到：{scenario.first}",
        *(f"征兆：{_action(line)}" for line in scenario.signs),
        *(f"{number}. {_action(line)}" for number, line in enumerate(scenario.steps, start=1)),
        *(f"●严禁：{_action(line)}" for line in scenario.never),
        *filter(None, (omitted_text(scenario), confirmed_text(card))),
    )
    return Slide(f"演练：{scenario.title}", lines, f"来源：{sources}" if sources else "", _drawn(scenario.safety_signs))


def _action(line: CardLine) -> str:
    who = f"{line.actor_name}：" if line.actor_name else ""
    return f"{who}{line.text}{ORIGIN_MARKS[line.origin]}"


def _question(number: int, question: Question) -> Slide:
    options = (f"{letter}. {option}" for letter, option in zip(LETTERS, question.options, strict=False))
    answer = f"答案：{LETTERS[question.answer]}。出处：条目 {question.entry}"
    return Slide(f"想一想（{number}）", (f"●{question.text}", *options), answer)


def _phones(card: Card) -> str:
    return "、".join(" ".join(filter(None, (c.role, c.name, c.phone))) for c in card.phones)


def _footer(card: Card) -> str:
    draft = ("样稿，不得张贴",) if card.draft else ()
    return "；".join((*draft, *footer_lines(card), f"编号 {card.document_number}", f"截至 {card.options.as_of}"))
