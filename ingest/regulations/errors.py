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


class ScannedError(IngestError):
    """A PDF of pictures without a text layer."""

    code = "scanned"
    template = "“{name}”是扫描图像，没有可读的文字，请换用带文字层的 PDF、DOCX 或文本再试。"
