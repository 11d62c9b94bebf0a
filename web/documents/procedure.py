"""岗位安全操作规程 insert (procedure): what the post's hazards add to the enterprise's own operating procedure."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.card import ORIGIN_MARKS, Card, CardEntry, CardLine
from kb.model.entry import Phase
from web.documents.flow import Block, Flow, Grid, Heading, Items, Text, flow
from web.documents.post_list import in_order
from web.documents.wording import (
    BLANK,
    accident_text,
    basis_status,
    basis_text,
    joined,
    legend,
    mark_text,
    omitted_text,
    protective_text,
    qualification_text,
)

TITLE = "岗位安全操作规程（较大危险因素部分）"
_PHASES: tuple[tuple[Phase, str], ...] = (
    ("start_stop", "五、作业前和开停机"),
    ("normal", "六、作业中"),
    ("maintenance", "七、作业后、检修和清理"),
)
_NOTHING = "手册未写到，由企业补充：" + BLANK * 3
_BY_ENTERPRISE = "由企业按法规标准确定：" + BLANK * 3
_SIGNATURES = (("编制", "", ""), ("审核", "", ""), ("批准", "", ""))


def procedure_flow(card: Card) -> Flow:
    """Return the insert: scope to revisions, every line with place and origin."""
    entries = in_order(card)
    blocks: list[Block] = [
        *_front(card),
        Heading("三、较大危险因素"),
        Grid(
            ("场所/环节/部位", "较大危险因素", "易发事故类型"),
            (20, 50, 26),
            tuple(dict.fromkeys((e.location, "".join(e.hazards), accident_text(e)) for e in entries)),
        ),
        Heading("四、劳动防护用品（参考配备）"),
        _listed((protective_text(item) for item in card.protective), _BY_ENTERPRISE),
    ]
    for phase, title in _PHASES:
        blocks += [Heading(title), _listed(_lines(entries, phase))]
    blocks += [Heading("八、禁止事项"), _listed(_bans(entries)), *_abnormal(card, entries), *_back(card, entries)]
    return flow(card, TITLE, tuple(blocks))


def _front(card: Card) -> list[Block]:
    places = "、".join(dict.fromkeys(entry.location for entry in in_order(card)))
    return [
        Text(legend(card)),
        Heading("一、适用范围"),
        Text(f"适用于{card.post.name}岗位，涉及：{places}。"),
        Heading("二、职责和上岗资格"),
        Items(card.tasks),
        _listed((qualification_text(item) for item in card.qualifications), _BY_ENTERPRISE),
    ]


def _abnormal(card: Card, entries: Iterable[CardEntry]) -> list[Block]:
    blocks: list[Block] = [
        Heading("九、异常情况和应急处置"),
        _listed(_lines(entries, "fault")),
        Text(f"{card.right_to_leave.text}（{card.right_to_leave.source}）", boxed=True),
    ]
    for scenario in card.scenarios:
        blocks += [Heading(scenario.title, level=3), Text(f"先做：{scenario.first}", bold=True)]
        blocks.append(Items(tuple(_action(line) for line in scenario.steps), numbered=True))
        blocks.append(Items(tuple(f"严禁：{_action(line)}" for line in scenario.never)))
        if scenario.omitted:
            blocks.append(Text(omitted_text(scenario)))
    return blocks


def _back(card: Card, entries: Iterable[CardEntry]) -> list[Block]:
    bases = (basis for entry in entries for basis in entry.basis if basis.document or "《" in basis.as_printed)
    cited = dict.fromkeys((basis_text(basis), basis_status(basis)) for basis in bases)
    return [
        Heading("十、引用文件"),
        Grid(("文件", f"现行状态（截至 {card.options.as_of}）"), (45, 55), tuple(cited)),
        Heading("十一、编制、审核、批准"),
        Grid(("", "签名", "日期"), (20, 50, 30), _SIGNATURES, lines=2),
        Heading("十二、修订记录"),
        Grid(("版本", "修订内容", "修订人", "日期"), (12, 54, 16, 18), (("",) * 4,) * 3, lines=2),
    ]


def _lines(entries: Iterable[CardEntry], phase: Phase) -> list[str]:
    """Return what people on the spot do in `phase`; bans stand in their own part."""
    return [
        _line(entry, line)
        for entry in entries
        for line in entry.worker_lines
        if line.phase == phase and line.strength != "must_not"
    ]


def _bans(entries: Iterable[CardEntry]) -> list[str]:
    return [_line(e, line) for e in entries for line in e.worker_lines if line.strength == "must_not"]


def _line(entry: CardEntry, line: CardLine) -> str:
    who = "" if line.actor in {None, "operator"} else f"（{line.actor_name}）"
    advice = "【建议】" if line.strength == "should" else ""
    permits = f"（须办：{'、'.join(line.permits)}）" if line.permits else ""
    source = f"（{line.source}）" if line.source else ""
    marks = joined(map(mark_text, line.marks))
    return f"〔{entry.location}〕{who}{advice}{line.text}{permits}{ORIGIN_MARKS[line.origin]}{source}{marks}"


def _action(line: CardLine) -> str:
    who = f"{line.actor_name}：" if line.actor_name else ""
    return f"{who}{line.text}{ORIGIN_MARKS[line.origin]}"


def _listed(items: Iterable[str], otherwise: str = _NOTHING) -> Block:
    """Return a list in which nothing is said twice: a crane stands in many chapters, always with the same lines."""
    found = tuple(dict.fromkeys(items))
    return Items(found) if found else Text(otherwise)
