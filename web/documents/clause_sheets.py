"""Clause packets and checklists of applicable clauses as workbooks: text only, blank cells to fill in."""

from __future__ import annotations

from datetime import date

from kb.services.clauses import ANSWERS, RECORDS
from web.documents.wording import FOOTER
from web.documents.xlsx_file import Column, Frame, Sheet, framed_workbook
from web.views.applying import AppliedView, CheckLine, DocumentChecks
from web.views.clause import ClauseAround, ClauseView, ReferenceView

NOT_IMPORTED = "原文未导入"
OWN_WORDS = "“要求”是本知识库自己的话，不是条文；引用、执法、定责以原文为准。"
NO_VERDICT = "“涉及的场所”按引用和用词找出，供逐项核对，不是判定。"
_PACKET = (Column("项目", 20), Column("内容", 110))
_PLACES = (
    Column("序号", 6), Column("场所/设备", 24), Column("较大危险因素", 60), Column("行业、章", 30),
    Column("为什么列出", 30), Column("检查结果", 10, ANSWERS), Column("备注", 24),
)  # fmt: skip
_CHECKS = (
    Column("序号", 5), Column("文件", 18), Column("条款", 10), Column("类别", 9), Column("要求", 40),
    Column("谁的义务", 14), Column("怎么查", 24), Column("要看的材料", 20), Column("罚则", 30),
    Column("涉及的场所", 20), Column("结果", 8, ANSWERS),
    *(Column(name, 10) for name in RECORDS[1:]),
)  # fmt: skip
_CITED = (
    Column("序号", 6), Column("文件", 60), Column("手册写明的条款", 24), Column("引用条数", 10), Column("效力", 14),
    Column("怎么知道的", 20), Column("说明", 60),
)  # fmt: skip


def packet_xlsx(clause: ClauseView, around: ClauseAround, day: date) -> bytes:
    """Return a clause's packet: what it says and costs, its record to fill in, and the places it bears on."""
    title = f"{clause.document.title} {clause.label}"
    places = [
        (str(n), b.place.location, b.place.hazard, b.place.trail, b.why, "", "")
        for n, b in enumerate(around.bears_on, start=1)
    ]
    sheets = (
        Sheet("条款", "条款检查包", _PACKET, _packet_rows(clause, around), (OWN_WORDS,)),
        Sheet("涉及的场所", "涉及的场所和危险因素", _PLACES, places, (NO_VERDICT,)),
    )
    return framed_workbook(_frame(title, f"{title}　{clause.edition}", clause.validity.text, day), sheets)


def _packet_rows(clause: ClauseView, around: ClauseAround) -> list[tuple[str, ...]]:
    digest = clause.digest
    rows: list[tuple[str, ...]] = [
        ("条款", f"{clause.document.title} {clause.label}（{clause.edition}）"),
        ("效力", f"{clause.validity.name}：{clause.validity.text}"),
        *((("注意", digest.caution),) if digest and digest.caution else ()),
        ("要求（自己的话）", digest.text if digest else ""),
        ("谁的义务", digest.duty if digest else ""),
        ("原文", "".join(clause.lines) or NOT_IMPORTED),
        *(("怎么查", text) for text in (digest.check if digest else ())),
        *(("要看的材料", text) for text in (digest.evidence if digest else ())),
        *(("罚则", _reference(item)) for item in around.penalties),
        *(("与现行规定不一致", _reference(item)) for item in around.conflicts),
        ("检查结果", " ".join(f"□{answer}" for answer in around.answers)),
        *((name, "") for name in around.records),
    ]
    if digest:
        rows.append(
            ("没有核对" if digest.caution else "核对依据", f"{digest.source}（{digest.certainty}）{digest.note}")
        )
    return rows


def _reference(item: ReferenceView) -> str:
    return f"{item.title} {item.label}：{item.text}"


def applicable_xlsx(chosen: str, applied: AppliedView, day: date) -> bytes:
    """Return everything that applies to an industry or a post as a checklist, and the documents the manual cites."""
    lines = [
        (document, kind, line)
        for document in applied.documents
        for kind, found in (("对应场所", document.here), ("通用", document.general))
        for line in found
    ]
    checks = [_check_row(n, *line) for n, line in enumerate(lines, start=1)]
    cited = [
        (str(n), c.title, c.clauses, str(c.entries), c.validity.name, c.validity.certainty, c.validity.text)
        for n, c in enumerate(applied.cited, start=1)
    ]
    out = tuple(f"未列入：{title}，{text}" for title, text in applied.left_out)
    sheets = (
        Sheet("适用条款检查表", "适用条款检查表", _CHECKS, checks, (OWN_WORDS, NO_VERDICT, *out)),
        Sheet("手册引用的文件", "手册引用、条款未摘录的文件", _CITED, cited),
    )
    return framed_workbook(_frame(f"适用条款检查表：{chosen}", f"范围：{chosen}", "", day), sheets)


def _check_row(number: int, document: DocumentChecks, kind: str, line: CheckLine) -> tuple[str, ...]:
    places = "、".join(line.places) + (f" 等 {line.more_places + len(line.places)} 处" if line.more_places else "")
    texts = ("；".join(line.check), "；".join(line.evidence), "；".join(line.penalties))
    blanks = ("",) * len(RECORDS)
    text = f"【{document.caution}】{line.text}" if document.caution else line.text
    return (str(number), document.title, line.label, kind, text, line.duty, *texts, places, *blanks)


def _frame(title: str, head: str, warning: str, day: date) -> Frame:
    foot = (FOOTER, f"效力截至 {day.isoformat()}")
    return Frame(title=title, day=day.isoformat(), head=head, foot=foot, footer=FOOTER, warning=warning)
