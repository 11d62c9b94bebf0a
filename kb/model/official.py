"""A row as printed, with where it stands: `OfficialRow`, read from the user's own PDF, Word or Excel file."""

from __future__ import annotations

from typing import Literal

from kb.model.base import Record

SourceKind = Literal["pdf", "word", "excel"]
"""What a row was read from: pages with boxes, tables of a text document, or worksheets."""


class Box(Record, frozen=True, kw_only=True):
    """A rectangle on a page: page number from 1; x0, y0, x1, y1 in points from the page's top left corner.

    It fits the page turned counter-clockwise around its middle by `turn` degrees: scans lie askew, all else is 0.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    turn: float = 0.0


class TablePlace(Record, frozen=True, kw_only=True):
    """Where a row stands in a Word or Excel file: rows `first_row` to `last_row`, both counted from 1.

    Word: rows of the table with number `table`, counted from 1 through the document. Excel: the rows as Excel numbers
    them, in the worksheet named `sheet`, the workbook's sheet number `table`.
    """

    table: int
    first_row: int
    last_row: int
    sheet: str = ""

    @property
    def text(self) -> str:
        """The place in Chinese: 第2个表第15行, 工作表“一车间”第8～9行."""
        rows = f"{self.first_row}" if self.first_row == self.last_row else f"{self.first_row}～{self.last_row}"
        return f"工作表“{self.sheet}”第{rows}行" if self.sheet else f"第{self.table}个表第{rows}行"


class RowCheck(Record, frozen=True, kw_only=True):
    """That a person looked at a row beside its picture: found it right (accept) or put it right (correct)."""

    kind: Literal["accept", "correct"]
    who: str
    when: str


class OfficialRow(Record, frozen=True, kw_only=True):
    """One row of an ingested document: the printed text, normalised, with where it stands, flags and its digest.

    `kind` says what it was read from: a PDF's row has `pages` and `boxes`, a Word or Excel file's row `places`.
    `source` is the sha256 of the file it was read from; `digest` is kb.model.digest.official_digest of the row as read.
    `checked` is never in the library: an edition's rows have it where a claim was applied (kb.services.corrections).
    """

    id: str
    industry: str
    chapter: str
    section: tuple[str, ...] = ()
    row_no: str = ""
    location: str
    hazard: str
    accident_types: tuple[str, ...] = ()
    control_measures: tuple[str, ...] = ()
    legal_basis: str = ""
    pages: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()
    flags: tuple[str, ...] = ()
    digest: str = ""
    source: str = ""
    kind: SourceKind = "pdf"
    places: tuple[TablePlace, ...] = ()
    checked: RowCheck | None = None


FLAG_TEXTS = {
    "accident_types_missing": "事故类型为空",
    "after_lost_page": "前面有页未能读入，章节和编号可能不准",
    "basis_carried": "依据由上页的合并单元格带入",
    "characters_missing": "两种方法读出的文字不一致",
    "characters_recovered": "有字符由第二种方法补上",
    "control_measures_missing": "防范措施为空",
    "hazard_missing": "较大危险因素为空",
    "legal_basis_missing": "依据为空",
    "location_missing": "场所为空",
    "formula_without_value": "有公式没有算出的值，按公式原文读入",
    "measures_unterminated": "防范措施末尾没有标点",
    "nested_table": "单元格里套有表格，套的表格未读入",
    "numbering_jump": "措施编号跳号",
    "numbering_late_start": "措施编号不从1开始",
    "numbering_lead_in": "编号前有引语",
    "numbering_restart": "措施编号重复或重新开始",
    "only_hazard": "只有危险因素，没有事故类型和措施",
    "page_join_doubtful": "跨页处是否为同一行存疑",
    "page_lost": "其后一页未能读入，可能不完整",
    "place_joined": "场所文字由前后两页拼成",
    "place_missing": "场所和序号均空，归入上一场所",
    "row_no_missing": "序号为空",
    "row_split_guess": "行间无线，按内容拆分",
    "scan_unsure": "扫描识别，其中有把握不大的字",
    "scan_unverified": "扫描识别，未经核对",
}
"""What the flags of extracted rows say; a flagged row stays in, marked."""


def picture_name(entry_id: str, page: int) -> str:
    """The file name of the picture of an entry's row on a page, in the `pictures` folder of its document."""
    return f"{entry_id}-{page}.png"
