"""Why a Word or Excel file cannot be read: one Chinese sentence each that names the file and the remedy."""

from __future__ import annotations

from ingest.errors import EmptyFileError, IngestError, MissingFileError, UnreadableFileError


class OldWordError(IngestError):
    """A DOC file and no LibreOffice to convert it."""

    code = "old_word"
    template = "“{name}”是旧版 Word（.doc），本机没有装 LibreOffice，请用 Word 另存为 .docx 再试。"


class ConversionError(IngestError):
    """LibreOffice did not convert the file."""

    code = "conversion"
    template = "“{name}”转换失败，请用 Word 另存为 .docx 再试。"


class DamagedOfficeError(IngestError):
    """The ZIP, its XML or the old binary file is broken."""

    code = "damaged_office"
    template = "“{name}”已损坏，读不出正文，请用 Word 或 Excel 打开后另存一份再试。"


class ProtectedOfficeError(IngestError):
    """The file is encrypted."""

    code = "protected_office"
    template = "“{name}”设有密码，请去除密码另存一份再试。"


class HostileOfficeError(IngestError):
    """XML with a document type or entities: never expanded, never skipped in silence."""

    code = "hostile_office"
    template = "“{name}”含有外部实体或文档类型声明，为安全起见不读，请用 Word 或 Excel 另存一份再试。"


class OversizeError(IngestError):
    """Larger, packed or unpacked, than we are willing to read."""

    code = "oversize"
    template = "“{name}”展开后超过 {limit} MB，请拆分后再试。"


class BombError(IngestError):
    """Packed so tightly, or into so many parts, as no Word or Excel does."""

    code = "bomb"
    template = "“{name}”压缩得不合常理，可能是恶意文件，已拒绝；请向来源核实，或用 Word、Excel 打开后另存一份再试。"


class TooManyCellsError(IngestError):
    """A table larger than we are willing to lay out."""

    code = "too_many_cells"
    template = "“{name}”的表格过大（上限 {limit} 万格），请删去空行空列或拆成几个文件再试。"


class TooLongCellError(IngestError):
    """A cell longer than Excel itself allows."""

    code = "too_long_cell"
    template = "“{name}”里有单元格超过 {limit} 个字，不是正常的表格，请检查后另存一份再试。"


class OtherOfficeError(IngestError):
    """A format of an office program that we do not read."""

    code = "other_office"
    template = "“{name}”的格式不支持，请用 Word 另存为 .docx，或用 Excel 另存为 .xlsx 再试。"


class NoHazardTableError(IngestError):
    """A Word file without a hazard table."""

    code = "no_hazard_table"
    template = "“{name}”里没有找到带“场所、较大危险因素、主要防范措施”等表头的表格，请检查表头文字后再试。"


class StoppedError(IngestError):
    """The child process took more time or memory than allowed, or died."""

    code = "over_limit"
    template = "“{name}”解析时超出时间或内存上限，已停止；文件可能有问题，请用 Word 或 Excel 另存一份再试。"


class UnclearColumnsError(IngestError):
    """No worksheet's columns are clear enough to take its rows."""

    code = "unclear_columns"
    template = "“{name}”的列对不上：{why}请用 --preview 查看，再用 --columns 场所=B,危险因素=C,措施=E 指明各列。"


class NoSuchSheetError(IngestError):
    """A worksheet asked for that the workbook does not have."""

    code = "no_such_sheet"
    template = "“{name}”里没有工作表“{sheet}”，请用 --preview 查看有哪些工作表。"


class WhichSheetError(IngestError):
    """Columns set by hand without saying of which of several worksheets."""

    code = "which_sheet"
    template = "“{name}”有几个工作表（{sheets}），请用 --sheet 指明 --columns 说的是哪一个。"


class NotABookError(IngestError):
    """A register is asked for and the file is no workbook."""

    code = "not_a_book"
    template = "“{name}”不是 Excel 文件，--preview、--columns、--sheet 只用于 Excel，请去掉这些选项再试。"


OFFICE_ERRORS: dict[str, type[IngestError]] = {
    error.code: error
    for error in (
        OldWordError, ConversionError, DamagedOfficeError, ProtectedOfficeError, HostileOfficeError, OversizeError,
        BombError, TooManyCellsError, TooLongCellError, OtherOfficeError, NoHazardTableError, StoppedError,
        UnclearColumnsError, NoSuchSheetError, EmptyFileError, MissingFileError, UnreadableFileError,
    )
}  # fmt: skip
"""What the child may report, by code."""
