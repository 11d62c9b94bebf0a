"""One page of an open document into a RawPage: by its characters, read twice, or by recognition of its picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.crosscheck import missing_glyphs, standing_free
from ingest.glyphs import is_unknown
from ingest.limits import Limits, allow_cpu
from ingest.manual import find_title, place_headings
from ingest.messages import PageDone, ReadPages, Recognising, Reply
from ingest.ocr import Recogniser, model_path
from ingest.page import Glyph, PageContent
from ingest.pdfium import PageError, PdfiumDocument
from ingest.picture import to_array
from ingest.plumber import NoSecondReading, PlumberDocument
from ingest.rawtable import RawPage, RawRow
from ingest.scanned import SCAN_DPI, TooManyLines, read_scan
from ingest.tables import read_page_tables

UNKNOWN_SHARE = 0.05
"""A page with a larger share of characters without meaning is marked."""
SCAN_GLYPHS, SCAN_SHARE = 20, 0.5
"""A page with fewer glyphs and more picture than this is a scan."""


def page_problems(content: PageContent) -> list[str]:
    """What is wrong with a page as a whole."""
    shown = len(content.glyphs)
    if shown < SCAN_GLYPHS and content.image_share > SCAN_SHARE:
        return ["scanned"]
    if not shown and (content.rules or content.dropped):
        return ["no_text"]
    unknown = sum(is_unknown(glyph.text) for glyph in content.glyphs)
    return ["unknown_glyphs"] if unknown > UNKNOWN_SHARE * max(shown, 1) else []


def mark(page: RawPage, glyphs: list[Glyph], flag: str) -> None:
    """Flags the rows in which these glyphs stand, else the page."""
    rows = [item for table in page.tables for item in table.items if isinstance(item, RawRow)]
    for glyph in glyphs:
        hit = [row for row in rows if row.box.y0 <= glyph.baseline <= row.box.y1 + glyph.size / 2]
        for row in hit:
            row.flags = [*dict.fromkeys([*row.flags, flag])]
        if not hit:
            page.problems = [*dict.fromkeys([*page.problems, flag])]


def _read_page(content: PageContent, reference: PlumberDocument | None) -> RawPage:
    missing = missing_glyphs(content, reference) if reference is not None else []
    recovered = standing_free(missing or [], content)
    content.glyphs.extend(recovered)
    page = _with_title(read_page_tables(content))
    page.problems = [*page_problems(content), *(["unchecked"] if missing is None else [])]
    mark(page, recovered, "characters_recovered")
    mark(page, [glyph for glyph in missing or [] if glyph not in recovered], "characters_missing")
    return place_headings(page)


def _with_title(page: RawPage) -> RawPage:
    title = find_title(page.furniture)
    page.industry = title.code if title else ""
    return page


def _recognise(document: PdfiumDocument, index: int, limits: Limits, recogniser: Recogniser) -> RawPage:
    """A page that is a picture. Each row is flagged as unverified, and where the model was unsure of a character."""
    allow_cpu(limits.scan_cpu_seconds)
    drawn, scale = document.picture(index, SCAN_DPI, limits)
    try:
        scan = read_scan(to_array(drawn), index + 1, scale, recogniser, most=limits.scan_lines)
    except TooManyLines as error:
        raise PageError("scan_too_dense") from error
    page = _with_title(read_page_tables(scan.content))
    page.turn = scan.turn
    for table in page.tables:
        for row in table.items:
            if isinstance(row, RawRow):
                row.turn, row.flags = scan.turn, [*row.flags, "scan_unverified"]
    mark(page, scan.unsure, "scan_unsure")
    page.problems = ["scan_read" if scan.content.glyphs else "no_text"]
    return place_headings(page)


@contextmanager
def second_reading(path: Path, *, wanted: bool) -> Iterator[PlumberDocument | None]:
    """The document for the second reading; None where it is not wanted or pdfplumber cannot open it."""
    document: PlumberDocument | None = None
    if wanted:
        with suppress(NoSecondReading):
            document = PlumberDocument(path)
    try:
        yield document
    finally:
        if document is not None:
            document.close()


class PageReading:
    """Reads the pages of an open document, those that are pictures by recognition where it is installed."""

    def __init__(self, document: PdfiumDocument, request: ReadPages, reference: PlumberDocument | None) -> None:
        self.document, self.request, self.reference = document, request, reference
        self.scans = request.scans
        self._recogniser: Recogniser | None = None

    def read(self, index: int) -> Iterator[Reply]:
        """What there is to say about one page; raises PageError where it cannot be read."""
        content = self.document.read(index, self.request.limits)
        problems = page_problems(content)
        model = model_path() if problems else None
        if model is not None:
            yield Recognising(index + 1)
            yield PageDone(self._recognised(index, model))
            return
        if problems == ["scanned"]:
            raise PageError("scan_needs_ocr")
        page = _read_page(content, self.reference)
        if self.request.check and self.reference is None:
            page.problems.append("unchecked")
        yield PageDone(page)

    def _recognised(self, index: int, model: Path) -> RawPage:
        self.scans += 1
        if self.scans > self.request.limits.scan_pages:
            raise PageError("too_many_scans")
        if self._recogniser is None:
            self._recogniser = Recogniser(model)
        return _recognise(self.document, index, self.request.limits, self._recogniser)
