"""Why a law or standard cannot be read: one Chinese sentence each that names the file and the remedy."""

from __future__ import annotations

from ingest.errors import IngestError


class NotATextError(IngestError):
    """The bytes are neither UTF-8 nor GB18030 text."""

    code = "not_text"
    template = "“{name}”不是能识别的文字文件，请另存为 UTF-8 文本、DOCX 或 HTML 再试。"


class UnknownFormatError(IngestError):
    """The format is not one of those taken."""

    code = "unknown_format"
    template = "“{name}”的格式不支持，请转成 DOCX、HTML、Markdown 或纯文本再试。"


class OldWordError(IngestError):
    """A DOC file and no LibreOffice to convert it."""

    code = "old_word"
    template = "“{name}”是旧版 Word（.doc），本机没有装 LibreOffice，请用 Word 另存为 .docx 再试。"


class ConversionError(IngestError):
    """LibreOffice did not convert the file."""

    code = "conversion"
    template = "“{name}”转换失败，请用 Word 另存为 .docx 再试。"


class DamagedDocxError(IngestError):
    """The ZIP or its XML is broken."""

    code = "damaged_docx"
    template = "“{name}”已损坏，读不出正文，请用 Word 打开后另存一份再试。"


class ProtectedDocxError(IngestError):
    """The package is encrypted."""

    code = "protected_docx"
    template = "“{name}”设有密码，请去除密码另存一份再试。"


class HostileDocxError(IngestError):
    """XML with a document type or entities: never expanded, never skipped in silence."""

    code = "hostile_docx"
    template = "“{name}”含有外部实体或文档类型声明，为安全起见不读，请用 Word 另存一份再试。"


class OversizeError(IngestError):
    """Larger, when unpacked, than we are willing to read."""

    code = "oversize"
    template = "“{name}”展开后超过 {limit} MB，请拆分后再试。"


class ScannedError(IngestError):
    """A PDF of pictures without a text layer."""

    code = "scanned"
    template = "“{name}”是扫描图像，没有可读的文字，请换用带文字层的 PDF、DOCX 或文本再试。"
