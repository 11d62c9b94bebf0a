"""岗位安全试卷 (quiz): two papers of the same post, and a key that says which entry and clause each answer is from."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model.card import BasisLine, Card
from kb.model.question import LETTERS, Question
from web.documents.flow import Block, Flow, Grid, Heading, PageBreak, Text, flow
from web.documents.wording import BLANK, NO_BASIS, basis_text

TITLE = "岗位安全试卷"
QUESTIONS = 20
"""Questions on each paper; fewer where the post's entries do not give as many."""
_NAMES = "AB"
_RULE = "答案依据手册条目；自学和答题只形成学习记录，不是合格证，也不代替特种作业操作证。"


def quiz_flow(card: Card) -> Flow:
    """Return both papers, then both keys on pages of their own. The card must have been made with `questions`."""
    blocks: list[Block] = []
    for name, paper in zip(_NAMES, card.papers, strict=False):
        blocks += [*_paper(name, paper), PageBreak()]
    for name, paper in zip(_NAMES, card.papers, strict=False):
        blocks += _key(name, paper, card)
    return flow(card, TITLE, (*blocks, Text(_RULE)))


def _paper(name: str, paper: Sequence[Question]) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{name}卷（共 {len(paper)} 题，每题选一个）"),
        Text(f"姓名：{BLANK}　工号：{BLANK}　日期：{BLANK}　得分：{BLANK}"),
    ]
    if not paper:
        blocks.append(Text("本岗位的条目不足以出题。", bold=True))
    for number, question in enumerate(paper, start=1):
        blocks.append(Text(f"{number}. {question.text}（　　）", bold=True, keep=True))
        last = len(question.options) - 1
        blocks += [
            Text(f"{letter}. {option}", keep=index < last)
            for index, (letter, option) in enumerate(zip(LETTERS, question.options, strict=False))
        ]
    return blocks


def _key(name: str, paper: Sequence[Question], card: Card) -> list[Block]:
    bases = {entry.id: "；".join(map(_basis, entry.basis)) or NO_BASIS for entry in card.entries}
    rows = tuple(
        (str(number), LETTERS[question.answer], question.right, question.entry, bases[question.entry])
        for number, question in enumerate(paper, start=1)
    )
    return [
        Heading(f"{name}卷答案（监考人留存）"),
        Grid(("题号", "答案", "内容", "条目", "依据及现行状态"), (5, 5, 33, 27, 30), rows),
    ]


def _basis(basis: BasisLine) -> str:
    return f"{basis_text(basis)}：{basis.status_name or '未核实'}"
