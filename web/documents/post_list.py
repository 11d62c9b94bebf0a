"""岗位安全清单 (一岗一清单): all of a post's hazards and measures, those of the enterprise too."""

from __future__ import annotations

from kb.model.card import (
    CONTROL_NAMES,
    ORIGIN_MARKS,
    PHASE_NAMES,
    STATE_NAMES,
    STRENGTH_NAMES,
    Card,
    CardEntry,
    CardLine,
)
from kb.model.document_entry import of_document
from kb.model.industry import INDUSTRIES
from web.documents.flow import Block, Flow, Grid, Heading, Text, flow
from web.documents.wording import (
    NO_BASIS,
    accident_text,
    basis_status,
    basis_text,
    joined,
    legend,
    mark_text,
)
from web.documents.xlsx_file import Column, Sheet, workbook

TITLE = "岗位安全清单（一岗一清单）"
STATES = ("已落实", "未落实", "不涉及")
_COLUMNS = (
    Column("序号", 5),
    Column("场所/环节/部位", 14),
    Column("较大危险因素", 24),
    Column("易发事故类型", 14),
    Column("要求", 5),
    Column("防范措施", 40),
    Column("谁来做", 10),
    Column("时机", 8),
    Column("类别", 8),
    Column("须办的票证", 8),
    Column("来源", 5),
    Column("提示", 20),
    Column("落实情况", 8, STATES),
    Column("依据及现行状态", 28),
    Column("应急处置", 12),
    Column("条目编号", 14),
)
_PDF_COLUMNS = ("要求", "防范措施", "谁来做", "时机", "类别", "票证", "来源", "落实情况")
_PDF_WIDTHS = (6, 58, 12, 9, 9, 10, 6, 10)


def list_xlsx(card: Card) -> bytes:
    """Return the list as a workbook: one row per measure, everything repeated so that it can be filtered."""
    titles = {scenario.id: scenario.title for scenario in card.scenarios}
    rows = [
        _row(number, entry, line, titles)
        for number, entry in enumerate(in_order(card), start=1)
        for line in entry.lines or (None,)
    ]
    return workbook(card, [Sheet("岗位安全清单", TITLE, _COLUMNS, rows, (legend(card),))])


def list_flow(card: Card) -> Flow:
    """Return the list as a flow of blocks."""
    blocks: list[Block] = [Text(legend(card))]
    for number, entry in enumerate(in_order(card), start=1):
        blocks += _entry_blocks(number, entry)
    return flow(card, TITLE, tuple(blocks), landscape=True)


def in_order(card: Card) -> tuple[CardEntry, ...]:
    """Return all entries of the post in the manual's order."""
    return tuple(sorted(card.entries, key=lambda entry: entry_key(entry.id)))


def entry_key(entry_id: str) -> tuple[str | int, ...]:
    """Return a sort key of an entry id: industries as the manual orders them, numbers as numbers, documents last."""
    if of_document(entry_id):
        document, _, number = entry_id.rpartition("-")
        return (len(INDUSTRIES), document, int(number))
    industry, *numbers = entry_id.split("-")
    order = [known.code for known in INDUSTRIES]
    place = order.index(industry) if industry in order else len(order)
    return (place, *(int(part) if part.isdigit() else part for part in numbers))


def basis_lines(entry: CardEntry) -> str:
    """Return an entry's bases with their status, or 无法定依据."""
    return joined(f"{basis_text(b)}：{basis_status(b)}" for b in entry.basis) or NO_BASIS


def phase_text(line: CardLine) -> str:
    """Return when a line applies; another document does not say."""
    return "" if line.origin == "document" else PHASE_NAMES[line.phase]


def hints(entry: CardEntry, line: CardLine | None) -> str:
    """Return the warnings of a line and its entry, and the line's source where it is not the manual."""
    marks = (*(line.marks if line else ()), *entry.marks)
    source = f"出处：{line.source}" if line and line.source else ""
    left_out = f"另有 {entry.unprinted} 条缺关键信息，不印发" if entry.unprinted else ""
    return joined((*map(mark_text, marks), source, left_out))


def _row(number: int, entry: CardEntry, line: CardLine | None, titles: dict[str, str]) -> tuple[str, ...]:
    return (
        str(number),
        entry.location,
        "".join(entry.hazards),
        accident_text(entry),
        STRENGTH_NAMES[line.strength] if line and line.strength else "",
        line.text if line else "",
        line.actor_name if line else "",
        phase_text(line) if line else "",
        CONTROL_NAMES[line.control] if line and line.control else "",
        "、".join(line.permits) if line else "",
        ORIGIN_MARKS[line.origin] if line else "",
        hints(entry, line),
        STATE_NAMES[line.state] if line else "",
        basis_lines(entry),
        "、".join(titles[key] for key in entry.playbooks if key in titles),
        entry.id,
    )


def _entry_blocks(number: int, entry: CardEntry) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{number}　{entry.location}（{entry.id}）"),
        Text(f"较大危险因素：{''.join(entry.hazards)}", bold=True, keep=True),
        Text(f"易发事故类型：{accident_text(entry)}", keep=True),
        Grid(_PDF_COLUMNS, _PDF_WIDTHS, tuple(_pdf_row(line) for line in entry.lines)),
        Text(f"依据：{basis_lines(entry)}"),
    ]
    warning = hints(entry, None)
    return [*blocks, Text(warning, bold=True)] if warning else blocks


def _pdf_row(line: CardLine) -> tuple[str, ...]:
    extra = "".join((f"（{line.source}）" if line.source else "", *map(mark_text, line.marks)))
    return (
        STRENGTH_NAMES[line.strength] if line.strength else "",
        line.text + extra,
        line.actor_name,
        phase_text(line),
        CONTROL_NAMES[line.control] if line.control else "",
        "、".join(line.permits),
        ORIGIN_MARKS[line.origin],
        STATE_NAMES[line.state],
    )
