"""The text of a law or standard in a PDF: pages read in the child process, furniture off, lines joined."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from ingest.child import TextReader
from ingest.errors import IngestError
from ingest.extract import check_file
from ingest.limits import DEFAULT, Limits
from ingest.messages import PageLost
from ingest.regulations.errors import ScannedError
from ingest.regulations.furniture import strip_furniture
from ingest.regulations.paragraphs import paragraphs
from ingest.report import PAGE_REASONS
from ingest.running_text import TextPage
from kb.store.library import Library

_TOLD = frozenset({"scanned", "no_text", "unknown_glyphs"})


class PdfText(msgspec.Struct, frozen=True):
    """A PDF as text, a paragraph a line. `furniture` counts what was taken off by name; `losses` says in words which
    pages are not in the text.
    """

    text: str
    furniture: dict[str, int]
    losses: tuple[str, ...] = ()


class PartedPdfs(NamedTuple):
    """PDF files by what they hold."""

    manuals: list[Path]
    laws: list[Path]


def part_pdfs(paths: Iterable[Path], library: Library) -> PartedPdfs:
    """Tell the manual from laws and standards by what stands in the files, whatever their names.

    A file that cannot be read counts as a manual, whose reading says why; so does one the library already has.
    """
    known = {folder.name.split("-")[0] for folder in library.documents()}
    parted = PartedPdfs([], [])
    for path in paths:
        try:
            manual = check_file(path) in known or may_hold_hazards(path)
        except IngestError:
            manual = True
        (parted.manuals if manual else parted.laws).append(path)
    return parted


def may_hold_hazards(path: Path, limits: Limits = DEFAULT) -> bool:
    """Whether a page of the PDF bears a table with the manual's column titles (stops at the first such page), or
    all that is on its pages are pictures: what they show, recognition must tell.

    Raises the IngestError that says why the file cannot be read.
    """
    readable = pictures = False
    for reply in TextReader(path, limits):
        if isinstance(reply, PageLost):
            continue
        if reply.page.hazard_table:
            return True
        told = _TOLD.intersection(reply.page.problems)
        pictures = pictures or bool(told)
        readable = readable or bool(reply.page.lines and not told)
    return pictures and not readable


def read_pdf(path: Path, limits: Limits = DEFAULT) -> PdfText:
    """Return the text of the PDF at `path`; raises the IngestError that says why it has none."""
    check_file(path, limits)
    pages: list[TextPage] = []
    losses: list[str] = []
    for number, reply in enumerate(TextReader(path, limits), start=1):
        page = TextPage(number, [], problems=[reply.code]) if isinstance(reply, PageLost) else reply.page
        pages.append(page)
        losses += [
            f"第 {number} 页{PAGE_REASONS[code]}"
            for code in page.problems
            if isinstance(reply, PageLost) or code in _TOLD
        ]
    if losses and not any(page.lines for page in pages):
        raise ScannedError(path.name)
    stripped = strip_furniture(pages)
    return PdfText(paragraphs(stripped.pages), stripped.furniture, tuple(losses))
