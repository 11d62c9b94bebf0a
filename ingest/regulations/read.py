"""A file of any taken format to its text: recognised by its bytes, bounded in size, refused in one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ingest.errors import EmptyFileError, MissingFileError, UnreadableFileError
from ingest.office.convert import old_word_to_docx
from ingest.office.errors import OversizeError
from ingest.regulations.docx import docx_text
from ingest.regulations.errors import NotATextError, UnknownFormatError
from ingest.regulations.html import html_text
from ingest.regulations.pdf import read_pdf

MEGABYTE = 1024 * 1024
LARGEST_FILE = 64 * MEGABYTE
"""Bytes of the largest file read; the longest laws are under one."""
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)


class ReadText(NamedTuple):
    """A file as text; `left_out` says in words what of it is not text (a PDF's page numbers and running heads), `lost`
    what could not be read.
    """

    text: str
    pdf: bool = False
    left_out: str = ""
    lost: tuple[str, ...] = ()


def read_document(path: Path) -> ReadText:
    """Return the text of the file at `path`, paragraphs on lines of their own.

    Takes Markdown, plain text (UTF-8 with or without mark, UTF-16 with mark, GB18030), HTML, PDF, DOCX, and DOC where
    LibreOffice is installed. Raises the IngestError that says why it cannot.
    """
    data = _bytes(path)
    if data.startswith(_PDF):
        pdf = read_pdf(path)
        return ReadText(pdf.text, True, "、".join(f"{name} {n} 处" for name, n in pdf.furniture.items()), pdf.losses)
    return ReadText(_text(path, data))


def _text(path: Path, data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return docx_text(data, path.name)
    if data.startswith(_OLD_WORD):
        return docx_text(old_word_to_docx(path), path.name)
    if data.startswith(_BINARY):
        raise UnknownFormatError(path.name)
    text = decode(data, path.name)
    return html_text(text) if _HTML.search(data[:4096]) else text


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise MissingFileError(path.name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise OversizeError(path.name, limit=LARGEST_FILE // MEGABYTE)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path.name) from error
    if not data.strip():
        raise EmptyFileError(path.name)
    return data


def decode(data: bytes, name: str) -> str:
    """Return `data` as text: by its mark, else strict UTF-8, else GB18030; raises NotATextError for what is neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotATextError(name)
