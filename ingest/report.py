"""What came of reading documents: counts that add up, doubts with their reasons, and the same in Chinese lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from ingest.errors import INSTALL_OCR
from kb.model.official import FLAG_TEXTS, SourceKind, TablePlace

PAGE_REASONS = {
    "crashed": "解析程序异常退出",
    "timeout": "解析超时",
    "over_limit": "超出时间或内存上限",
    "unreadable": "页面损坏",
    "too_many_objects": "图形对象过多",
    "too_many_glyphs": "字符过多",
    "too_many_rules": "线条过多",
    "scanned": "是扫描图像，没有可读文字",
    "scan_needs_ocr": f"是扫描图像，请安装文字识别组件（{INSTALL_OCR}）后重新导入",
    "scan_read": "由扫描图像识别，请逐条核对",
    "scan_too_dense": "扫描图像中的文字行过多",
    "too_many_scans": "扫描页过多，请拆成较小的文件再试",
    "too_many_pixels": "图像过大",
    "no_text": "有内容但读不出文字",
    "unknown_glyphs": "含无法识别的字形",
    "characters_missing": "两种方法读出的文字不一致",
    "characters_recovered": "有字符由第二种方法补上",
    "unchecked": "没有第二种方法可核对",
    "frame": "有表头不符的表格，未读入",
}
"""Why a page was lost, or what is to be known about it."""


TABLE_REASONS = {
    "no_header": "没有认得的表头，未读入",
    "nested": "单元格里套的表格，未读入",
    "columns_joined": "几列同属一项，已合并",
    "hidden_sheet": "是隐藏的工作表，未读入；需要时请取消隐藏再导入",
    "hidden_rows": "有隐藏的行或列，也已读入",
    "converted": "旧版 Word 文件经 LibreOffice 转换，编号和表格可能有出入，请对照原件核对，最好用 Word 另存为 .docx",
    "macros": "文件带有宏，没有运行，只读文字",
    "unclear_columns": "列对不上，未读入",
}
"""What is to be known about a table or worksheet, or why it was left out."""


class Reject(msgspec.Struct, frozen=True):
    """A row that is no entry: where it stands, why, and the beginning of its text."""

    pages: tuple[int, ...]
    reason: str
    text: str
    places: tuple[TablePlace, ...] = ()


class TableNote(msgspec.Struct, frozen=True):
    """A table or worksheet, or the file where `where` is empty; `code` in TABLE_REASONS, `text` says which or why."""

    where: str
    code: str
    text: str = ""


class PageNote(msgspec.Struct, frozen=True):
    """A page that could not be read (`lost`), or about which something must be known; `code` in PAGE_REASONS."""

    page: int
    code: str
    lost: bool = False


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """One document: `rows` read are `entries` plus `rejects`. `status`: added, unchanged or failed (then `message`).

    `flagged` gives the flags of each flagged entry by its id; `glyphs` where every character went.
    """

    name: str
    status: str = "added"
    message: str = ""
    sha256: str = ""
    industry: str = ""
    pages: int = 0
    chapters: int = 0
    rows: int = 0
    entries: int = 0
    rejects: tuple[Reject, ...] = ()
    flagged: dict[str, tuple[str, ...]] = {}
    notes: tuple[PageNote, ...] = ()
    kind: SourceKind = "pdf"
    tables: int = 0
    table_notes: tuple[TableNote, ...] = ()
    glyphs: dict[str, int] = {}
    pictures: int = 0


class IngestReport(msgspec.Struct, frozen=True):
    """All documents of one `ingest`."""

    files: tuple[FileReport, ...]

    @property
    def complete(self) -> bool:
        """Whether every document and every page was read: else the command exits with 1."""
        return all(file.status != "failed" and not any(n.lost for n in file.notes) for file in self.files)


def file_lines(file: FileReport) -> Iterator[str]:
    """The report of one document in Chinese, a summary line and then its doubts."""
    if file.status == "failed":
        yield f"✗ {file.message}"
        return
    state = {"added": "已读入", "unchanged": "无变化"}.get(file.status, file.status)
    yield (
        f"✓ {file.name}（{file.industry or '其他文件'}）{state}：{_size(file)}，{file.rows} 行，"
        f"{file.entries} 条，剔除 {len(file.rejects)} 行，存疑 {len(file.flagged)} 条"
    )
    yield from (f"  剔除：{_where(r)}，{FLAG_TEXTS.get(r.reason, r.reason)}：{r.text}" for r in file.rejects)
    yield from (f"  注意：{_said(note)}" for note in file.table_notes)
    for note in file.notes:
        kind = "未读入" if note.lost else "注意"
        yield f"  {kind}：第 {note.page} 页，{PAGE_REASONS.get(note.code, note.code)}"
    counts = Counter(flag for flags in file.flagged.values() for flag in flags)
    yield from (f"  存疑：{FLAG_TEXTS.get(flag, flag)} {count} 条" for flag, count in counts.most_common())


def report_lines(report: IngestReport) -> Iterator[str]:
    """The whole report in Chinese, totals last."""
    for file in report.files:
        yield from file_lines(file)
    yield total_line(report)


def total_line(report: IngestReport) -> str:
    """The totals of all documents in Chinese; pages are those of PDFs, tables those of Word and Excel files."""
    done = [file for file in report.files if file.status != "failed"]
    rejects, tables = sum(len(file.rejects) for file in done), sum(file.tables for file in done)
    pages = sum(file.pages for file in done)
    size = "、".join(
        part for part in (f"{pages} 页" * bool(pages or not tables), f"{tables} 个表" * bool(tables)) if part
    )
    return (
        f"合计：{len(done)} 份文件，{size}，{sum(f.rows for f in done)} 行 = "
        f"{sum(f.entries for f in done)} 条 + 剔除 {rejects} 行；存疑 {sum(len(f.flagged) for f in done)} 条；"
        f"失败 {len(report.files) - len(done)} 份"
    )


def _size(file: FileReport) -> str:
    if file.kind == "pdf":
        return f"{file.pages} 页"
    return f"{file.tables} 个{'表格' if file.kind == 'word' else '工作表'}"


def _where(reject: Reject) -> str:
    return "、".join(place.text for place in reject.places) or f"第 {_pages(reject.pages)} 页"


def _said(note: TableNote) -> str:
    reason = TABLE_REASONS.get(note.code, note.code)
    return "，".join(part for part in (note.where, reason) if part) + (f"：{note.text}" if note.text else "")


def page_list(pages: Sequence[int]) -> str:
    """Page numbers in Chinese, runs shortened: 1～3、5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs)


def _pages(pages: tuple[int, ...]) -> str:
    return "、".join(str(page) for page in pages)
