"""What can be wrong with a document: one Chinese sentence each that names the file and the remedy."""

from __future__ import annotations

from typing import Self

from kb.errors import HazardKbError

INSTALL_OCR = "pip install 'hazardkb[ocr]'"


class IngestError(HazardKbError):
    """A document cannot be read; `name` is the file's name. `code` travels between the child process and us."""

    code = "damaged"
    template = "“{name}”读不出来：文件已损坏，请重新取得完整的 PDF 再试。"

    def __init__(self, name: str, **details: object) -> None:
        super().__init__(self.template.format(name=name, **details))
        self.name = name

    @classmethod
    def saying(cls, message: str, name: str) -> Self:
        """The error with a sentence that is already written, by the child process."""
        error = cls.__new__(cls)
        HazardKbError.__init__(error, message)
        error.name = name
        return error


class MissingFileError(IngestError):
    """There is no such file."""

    code = "missing"
    template = "找不到文件“{name}”，请检查路径。"


class UnreadableFileError(IngestError):
    """The file exists but the system does not let us read it."""

    code = "unreadable"
    template = "没有权限读取“{name}”，请检查文件权限后再试。"


class EmptyFileError(IngestError):
    """The file has no bytes, or the document no pages."""

    code = "empty"
    template = "“{name}”是空文件，请重新下载或复制一次。"


class NotPdfError(IngestError):
    """The file is something else."""

    code = "not_pdf"
    template = "“{name}”不是 PDF 文件，请提供手册的 PDF 原件。"


class TruncatedError(IngestError):
    """The end of the file is missing."""

    code = "truncated"
    template = "“{name}”不完整：缺少文件结尾，请重新下载或复制一次。"


class EncryptedError(IngestError):
    """The document needs a password."""

    code = "encrypted"
    template = "“{name}”设有打开密码，请先用阅读器去除密码另存一份再试。"


class TooManyPagesError(IngestError):
    """More pages than the limit allows."""

    code = "too_many_pages"
    template = "“{name}”页数过多（上限 {limit} 页），请拆成较小的文件再试。"


class TooLargeError(IngestError):
    """More bytes than the limit allows."""

    code = "too_large"
    template = "“{name}”过大（上限 {limit} MB），请拆成较小的文件再试。"


class OverLimitError(IngestError):
    """Reading took more time or memory than the limits allow."""

    code = "over_limit"
    template = "“{name}”解析时超出时间或内存上限，已停止；文件可能有问题，请换一份 PDF 再试。"


class NoTableError(IngestError):
    """No page holds a hazard table."""

    code = "no_table"
    template = "“{name}”里没有找到带“较大危险因素”等表头的表格，请确认是否为辨识与防范指导手册。"


class LostPagesError(IngestError):
    """Pages could not be read, and the others hold no hazard table; `pages` names them, `reason` says why."""

    code = "lost_pages"
    template = "“{name}”第 {pages} 页读不出来（{reason}），其余页里没有可读的表格，请换一份完整的 PDF 再试。"


class ScanError(IngestError):
    """The pages are pictures, and text recognition is not installed; `pages` names them."""

    code = "scanned"
    template = f"“{{name}}”第 {{pages}} 页是扫描图像，请先安装文字识别组件（{INSTALL_OCR}）再导入。"


class NoScannedTableError(IngestError):
    """The pages are pictures, and recognition found no hazard table on them."""

    code = "no_scanned_table"
    template = (
        "“{name}”是扫描图像，识别后没有找到带“较大危险因素”等表头的表格；"
        "请换清楚些的扫描件，法规标准请换用带文字层的 PDF、DOCX 或文本。"
    )


ERRORS: dict[str, type[IngestError]] = {
    error.code: error
    for error in (
        IngestError, MissingFileError, UnreadableFileError, EmptyFileError, NotPdfError, TruncatedError,
        EncryptedError, TooManyPagesError, TooLargeError, OverLimitError, NoTableError,
        NoScannedTableError, LostPagesError, ScanError,
    )
}  # fmt: skip
