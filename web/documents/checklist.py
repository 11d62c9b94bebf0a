"""隐患排查清单 (checklist): every measure as an item to check, with what it rests on and room for what was found."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.card import Card, CardEntry, CardLine, StandardLine
from web.documents.flow import Block, Flow, Grid, Heading, Text, flow
from web.documents.post_list import basis_lines, hints, in_order
from web.documents.wording import NO_BASIS, joined, marked_text
from web.documents.xlsx_file import Column, Sheet, workbook

TITLE = "隐患排查清单"
NOT_INGESTED = "原文未导入"
_SAME = "同上"
_METHODS = ("现场查看", "查记录", "询问", "测量、试验")
_CYCLES = ("作业前", "每班", "每日", "每周", "每月", "每季", "每年")
_LEVELS = ("公司", "车间", "班组", "岗位")
_RESULTS = ("符合", "不符合", "不涉及")
_GRADES = ("一般", "重大")
NOTES = (
    "方法、周期、层级由企业选填。级别由企业按判定标准确定；“重大隐患提示”只是提示，不是判定。",
    "标准一栏是依据写明的条款的原文，照录已导入的文本；没有导入、没有写明条款的，照实写明。",
    "排查事项是本知识库的表述；手册原文一栏导入手册后才有。以原文和现行规定为准。",
)
_COLUMNS = (
    Column("序号", 5),
    Column("场所/设备", 12),
    Column("排查事项", 30),
    Column("标准（条款原文）", 40),
    Column("手册原文", 28),
    Column("方法", 8, _METHODS),
    Column("依据及现行状态", 24),
    Column("周期", 6, _CYCLES),
    Column("责任岗位", 9),
    Column("层级", 6, _LEVELS),
    Column("结果", 7, _RESULTS),
    Column("隐患描述", 12),
    Column("级别", 6, _GRADES),
    Column("重大隐患提示", 12),
    Column("整改措施", 12),
    Column("整改责任人", 7),
    Column("期限", 8),
    Column("复查人", 7),
    Column("复查日期", 8),
    Column("签名", 7),
    Column("提示", 14),
    Column("条目编号", 12),
)


def checklist_xlsx(card: Card) -> bytes:
    """Return the checklist as a workbook with drop-downs, frozen head and print titles."""
    lines = [(entry, line) for entry in in_order(card) for line in entry.lines]
    rows = [_row(number, *pair, card) for number, pair in enumerate(lines, start=1)]
    return workbook(card, [Sheet("隐患排查清单", TITLE, _COLUMNS, rows, NOTES)])


def checklist_flow(card: Card) -> Flow:
    """Return the checklist as a flow of blocks: a table per entry."""
    blocks: list[Block] = [Text(note) for note in NOTES]
    number = 0
    for entry in in_order(card):
        rows, before = [], ""
        for line in entry.lines:
            number += 1
            words = official_text(entry, line)
            told = (_SAME if words == before else words, standard_note(entry, line), _responsible(line, card))
            rows.append((str(number), marked_text(line), *told))
            before = words
        blocks += _entry_blocks(entry, tuple((*row, _boxes(_RESULTS), _boxes(_GRADES)) for row in rows))
    blocks.append(
        Text("检查人（签名）：＿＿＿＿＿＿　日期：＿＿＿＿＿＿　复查人（签名）：＿＿＿＿＿＿　日期：＿＿＿＿＿＿")
    )
    return flow(card, TITLE, tuple(blocks), landscape=True)


def official_text(entry: CardEntry, line: CardLine) -> str:
    """Return the manual's own words that `line` renders, where the user has ingested the manual."""
    if line.origin == "document":
        return "见排查事项（其他文件原文）"
    found = [entry.official[n - 1] for n in line.renders if n <= len(entry.official)]
    return "".join(found) or (NOT_INGESTED if line.renders else f"手册没有此条（{line.source or '企业补充'}）")


def standards_of(entry: CardEntry, line: CardLine) -> tuple[StandardLine, ...]:
    """Return the standards a line is checked against: those named for it, and those of the entry's own lines."""
    whole = line.origin in {"manual", "document"}
    return tuple(s for s in entry.standards if line.key in s.lines or (whole and not s.lines))


def standard_text(entry: CardEntry, line: CardLine) -> str:
    """Return the official words of every clause a line is checked against, or why they are not there."""
    found = standards_of(entry, line)
    return " ".join(f"{s.where}：{s.text or s.missing}" for s in found) or _without_standard(line)


def standard_note(entry: CardEntry, line: CardLine) -> str:
    """Return which of the entry's standards, numbered as they stand below the table, a line is checked against."""
    quoted = [s for s in entry.standards if s.text]
    numbers = [str(quoted.index(s) + 1) for s in standards_of(entry, line) if s.text]
    missing = dict.fromkeys(s.missing for s in standards_of(entry, line) if s.missing)
    seen = f"见表下标准 {'、'.join(numbers)}" if numbers else ""
    return joined((seen, *missing)) or _without_standard(line)


def _without_standard(line: CardLine) -> str:
    return "企业补充" if line.origin == "enterprise" else NO_BASIS


def _entry_blocks(entry: CardEntry, rows: tuple[tuple[str, ...], ...]) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{entry.location}（{entry.id}）"),
        Grid(
            ("序号", "排查事项", "手册原文", "标准", "责任岗位", "结果", "隐患描述、级别、整改措施、责任人、期限"),
            (5, 31, 25, 12, 9, 22, 19),
            rows,
        ),
        *(
            Text(f"标准 {n}　{s.where}：{s.text}")
            for n, s in enumerate((s for s in entry.standards if s.text), start=1)
        ),
        Text(f"方法：{_boxes(_METHODS)}　周期：{_boxes(_CYCLES)}　层级：{_boxes(_LEVELS)}"),
        Text(f"依据：{basis_lines(entry)}"),
    ]
    extra = joined((_prompt(entry), hints(entry, None)))
    return [*blocks, Text(extra, bold=True)] if extra else blocks


def _row(number: int, entry: CardEntry, line: CardLine, card: Card) -> tuple[str, ...]:
    return (
        str(number),
        entry.location,
        marked_text(line),
        standard_text(entry, line),
        official_text(entry, line),
        "",
        basis_lines(entry),
        "",
        _responsible(line, card),
        *("",) * 4,
        _prompt(entry),
        *("",) * 6,
        hints(entry, line),
        entry.id,
    )


def _boxes(choices: Iterable[str]) -> str:
    return " ".join(f"□{choice}" for choice in choices)


def _responsible(line: CardLine, card: Card) -> str:
    return card.post.name if line.actor in {None, "operator"} else line.actor_name


def _prompt(entry: CardEntry) -> str:
    return f"可能涉及重大隐患判定（提示，不是判定）：{entry.danger_prompt}" if entry.danger_prompt else ""
