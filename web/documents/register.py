"""较大危险因素登记台账 (register), with the enterprise's list of graded risk control as second sheet."""

from __future__ import annotations

from kb.model.card import CONTROL_NAMES, RISK_NAMES, Card, CardEntry, CardLine
from web.documents.flow import Block, Flow, Grid, Heading, Text, flow
from web.documents.post_list import basis_lines, hints, in_order
from web.documents.wording import accident_text, entry_signs, joined, mark_text, marked_text
from web.documents.xlsx_file import Column, Sheet, workbook

TITLE = "较大危险因素登记台账"
GRADED = "安全风险分级管控清单"
_LEVELS = ("未评估", "重大（红）", "较大（橙）", "一般（黄）", "低（蓝）")
_NOTES = (
    "风险等级由企业评估后填写，属于风险点（设备、作业活动）；列入手册不等于某一等级。较大危险因素不等于较大风险。",
)
_REGISTER = (
    Column("序号", 6),
    Column("编号", 22),
    Column("行业", 8),
    Column("车间", 12),
    Column("场所/环节/部位", 16),
    Column("岗位", 14),
    Column("较大危险因素", 34),
    Column("易发事故类型（GB/T 6441-1986，括号内为 2025 版）", 24),
    Column("风险等级", 11, _LEVELS),
    Column("防范措施", 60),
    Column("措施情况", 10, ("有", "无", "整改中")),
    Column("应急处置", 18),
    Column("警示标志", 18),
    Column("已纳入操作规程", 10, ("是", "否")),
    Column("规程文件号", 12),
    Column("排查周期", 10, ("作业前", "每班", "每日", "每周", "每月", "每季", "每年")),
    Column("责任人", 10),
    Column("依据及现行状态", 44),
    Column("辨识人", 10),
    Column("辨识日期", 11),
    Column("审核", 10),
    Column("更新记录", 16),
    Column("提示", 28),
)
_GRADED = (
    Column("序号", 6),
    Column("风险点（设备或作业活动）", 20),
    Column("岗位", 14),
    Column("较大危险因素", 34),
    Column("易发事故类型", 22),
    Column("评价方法", 12),
    Column("评价值", 12),
    Column("风险等级", 11, _LEVELS),
    Column("评估人", 10),
    Column("评估日期", 11),
    Column("管控层级", 10, ("公司", "车间", "班组", "岗位")),
    *(Column(f"{name}措施", 34) for name in CONTROL_NAMES.values()),
    Column("责任人", 10),
    Column("条目编号", 22),
)


def register_xlsx(card: Card) -> bytes:
    """Return register and graded list as one workbook."""
    return workbook(card, _sheets(card))


def register_flow(card: Card) -> Flow:
    """Return register and graded list as a flow, to be read as a page."""
    blocks: list[Block] = []
    for sheet in _sheets(card):
        widths = tuple(column.width for column in sheet.columns)
        titles = tuple(column.title for column in sheet.columns)
        blocks += [Heading(sheet.title), *map(Text, sheet.notes), Grid(titles, widths, tuple(sheet.rows))]
    return flow(card, TITLE, tuple(blocks), landscape=True)


def _sheets(card: Card) -> list[Sheet]:
    entries = in_order(card)
    register = [_register_row(number, entry, card) for number, entry in enumerate(entries, start=1)]
    graded = [_graded_row(number, entry, card) for number, entry in enumerate(entries, start=1)]
    notes = (*_assessed(card), *_NOTES)
    return [
        Sheet("登记台账", TITLE, _REGISTER, register, notes),
        Sheet("分级管控清单", GRADED, _GRADED, graded, notes),
    ]


def _assessed(card: Card) -> tuple[str, ...]:
    """Return the enterprise's assessment of the post as a whole (not of each hazard), nothing without one."""
    risk = card.options.risk
    if not risk.level:
        return ()
    facts = {
        "方法": risk.method,
        "评价值": risk.values,
        "评估人": risk.assessor,
        "日期": risk.assessed_on,
        "管控层级": risk.control_level,
    }
    told = "；".join(f"{name} {value}" for name, value in facts.items() if value)
    return (f"本岗位整体评估为{RISK_NAMES[risk.level]}：{told}。各行的等级按各风险点另行评估。",)


def _register_row(number: int, entry: CardEntry, card: Card) -> tuple[str, ...]:
    titles = {scenario.id: scenario.title for scenario in card.scenarios}
    measures = " ".join(f"（{n}）{marked_text(line)}" for n, line in enumerate(entry.lines, start=1))
    return (
        str(number),
        entry.id,
        entry.industry.name,
        card.options.workshop,
        entry.location,
        card.post.name,
        "".join(entry.hazards),
        accident_text(entry),
        RISK_NAMES[""],
        measures,
        "",
        "、".join(titles[key] for key in entry.playbooks if key in titles),
        "、".join(sign.name for sign in entry_signs(entry, card)),
        *("",) * 4,
        basis_lines(entry),
        *("",) * 4,
        joined((hints(entry, None), *_line_hints(entry))),
    )


def _line_hints(entry: CardEntry) -> list[str]:
    """Return the warnings of single lines, each with the number the line has in the register."""
    return [f"措施（{number}）{mark_text(mark)}" for number, line in enumerate(entry.lines, 1) for mark in line.marks]


def _graded_text(line: CardLine) -> str:
    """Return a line for the column of its kind of control; another document names none, so its lines say so."""
    return marked_text(line) if line.control or line.origin != "document" else f"【类别未分】{marked_text(line)}"


def _graded_row(number: int, entry: CardEntry, card: Card) -> tuple[str, ...]:
    by_control = (
        " ".join(_graded_text(line) for line in entry.lines if (line.control or "management") == control)
        for control in CONTROL_NAMES
    )
    return (
        str(number),
        entry.location,
        card.post.name,
        "".join(entry.hazards),
        accident_text(entry),
        "",
        "",
        RISK_NAMES[""],
        "",
        "",
        "",
        *by_control,
        "",
        entry.id,
    )
