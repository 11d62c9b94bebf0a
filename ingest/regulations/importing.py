"""A user's file of a law, rule or standard: read, recognised in the catalogue, cut into clauses, its faults told."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ingest.errors import IngestError
from ingest.regulations.clauses import clauses
from ingest.regulations.header import Header, read_header
from ingest.regulations.parse import parse
from ingest.regulations.read import read_document
from kb.model.base import Record
from kb.model.clause import Clause, NumberingFlag, ParsedText
from kb.services.resolve import Catalogue

LARGEST = 20_000
"""Clauses of the largest document taken; the longest code has 1,260."""
_FILE_MARKS = re.compile(r"[_]")
_DAY_IN_NAME = re.compile(r"[(（]((?:19|20)\d{2})-?(\d{2})?-?(\d{2})?[)）]")
_STANDARD_YEAR = re.compile(r"\d\s*[-—–]\s*((?:19|20)\d{2})(?!\d)")


WORD_SUFFIXES = frozenset({".docx", ".docm", ".doc"})
UNDATED = "undated"
"""The edition of a text that says nowhere when it was made."""


class NoClausesError(IngestError):
    """The text has no articles and no numbered clauses."""

    code = "no_clauses"
    template = "“{name}”里没有找到条款（第…条或 4.1 这样的编号），请确认文件是法规或标准的正文。"


class NeitherError(NoClausesError):
    """A PDF or Word file with neither the manual's table nor clauses."""

    code = "neither"
    template = (
        "“{name}”里既没有带“较大危险因素”等表头的表格，也没有条款（第…条或 4.1 这样的编号），"
        "请确认文件是手册、法规或标准。"
    )


class TooManyClausesError(IngestError):
    """More clauses than any document has."""

    code = "too_many_clauses"
    template = "“{name}”里的条款超过 {limit} 条，不像一份法规或标准，请拆开后再试。"


class ImportedRegulation(Record, frozen=True, kw_only=True):
    """A file understood: `document` is the catalogue id or '' when none or several fit; `digest` is of the bytes.

    `known_edition` says whether the catalogue has this edition; a new one is kept under its own date or year.
    `left_out` and `lost` tell of what stands in a PDF and not in the clauses.
    """

    name: str
    digest: str
    document: str
    edition: str
    known_edition: bool
    header: Header
    clauses: tuple[Clause, ...]
    flags: tuple[NumberingFlag, ...]
    left_out: str = ""
    lost: tuple[str, ...] = ()


def import_regulation(path: Path, catalogue: Catalogue) -> ImportedRegulation:
    """Return what the file at `path` holds; raises the IngestError that says why it cannot be taken."""
    read = read_document(path)
    parsed = parse(read.text)
    header = read_header(parsed)
    document = recognise(header, path.stem, catalogue)
    edition = _catalogued(document, path.name, catalogue) or _edition(header, path.stem, parsed) or UNDATED
    found = clauses(parsed, document or f"doc-{_digest(path)[:8]}", edition)
    if not found:
        tables = read.pdf or path.suffix.lower() in WORD_SUFFIXES
        raise NeitherError(path.name) if tables else NoClausesError(path.name)
    if len(found) > LARGEST:
        raise TooManyClausesError(path.name, limit=LARGEST)
    return ImportedRegulation(
        name=path.name,
        digest=_digest(path),
        document=document,
        edition=edition,
        known_edition=bool(document) and catalogue.index.has_edition(document, edition),
        header=header,
        clauses=found,
        flags=parsed.flags,
        left_out=read.left_out,
        lost=read.lost,
    )


def recognise(header: Header, file_name: str, catalogue: Catalogue) -> str:
    """Return the catalogue document the title, or else the file's name, names; '' unless exactly one fits."""
    for words in (header.title, _FILE_MARKS.sub("/", file_name)):
        bare_title = _DAY_IN_NAME.sub("", words).strip()
        named = {r.document for r in catalogue.cite(words) if r.document} if words else set()
        titled = catalogue.index.titled(bare_title)
        fitting = (named & titled) or titled or named
        if len(fitting) == 1:
            return fitting.pop()
    return ""


def _catalogued(document: str, file_name: str, catalogue: Catalogue) -> str:
    """Return the edition whose text the catalogue knows by this very file name: some heads are older than the text."""
    editions = catalogue.documents[document].editions if document else ()
    return next((edition.id for edition in editions if edition.text == file_name), "")


def _edition(header: Header, file_name: str, parsed: ParsedText) -> str:
    """Return the edition's id: a standard's year, else the day of the last making, else what the file's name says."""
    if parsed.style == "standard":
        year = _STANDARD_YEAR.search(header.title) or _STANDARD_YEAR.search(file_name)
        if year:
            return year[1]
    in_name = _DAY_IN_NAME.search(file_name)
    named = "-".join(part for part in in_name.groups() if part) if in_name else ""
    return max(header.edition, named)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
