"""What `hazardkb ingest` does: files to their readers by content, into the library, and what came of it in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ingest.errors import IngestError
from ingest.ingesting import FileProgress, find_record, ingest_paths
from ingest.office.columns import parse_columns
from ingest.office.errors import NoSuchSheetError, NotABookError, UnclearColumnsError, WhichSheetError
from ingest.office.extract import OfficeFile, preview_book
from ingest.office.ingesting import ingest_office_file, ingest_office_files, open_office, preview_lines
from ingest.regulations.ingesting import ingest_texts, text_lines
from ingest.regulations.pdf import part_pdfs
from ingest.report import FileReport, IngestReport, file_lines, total_line
from ingest.routing import route
from kb.edition import EditionInputs
from kb.model.register import SheetColumns
from kb.services.resolve import Catalogue
from kb.store.corpus import load_regulations
from kb.store.library import Library

BOOKS = frozenset({"xlsx", "xls"})


class Asked(NamedTuple):
    """What a user asks of one workbook: columns as 场所=B,危险因素=C,措施=E, a worksheet, only to see it."""

    columns: str = ""
    sheet: str = ""
    preview: bool = False


class IngestRun:
    """One `ingest` of files and folders; `complete` says at the end whether everything could be read."""

    def __init__(self, inputs: EditionInputs, progress: FileProgress | None = None) -> None:
        self._inputs, self._progress = inputs, progress
        self.complete = True

    def lines(self, paths: Sequence[Path]) -> Iterator[str]:
        """Reads all there is at `paths`, telling of each file."""
        routed = route(paths)
        library = self._inputs.library
        parted = part_pdfs(routed.pdfs, library)
        reports: list[FileReport] = []
        texts = dict(routed.texts) | dict.fromkeys(parted.laws, True)
        for path, found in zip(routed.office, ingest_office_files(routed.office, library), strict=True):
            if routed.office[path]:
                yield from _shown(path, library)
            if isinstance(found, FileReport):
                reports.append(found)
                yield from file_lines(found)
            else:
                texts[path] = routed.office[path]
        if texts:
            yield from self._texts(texts)
        if parted.manuals or not (texts or reports):
            read = ingest_paths(parted.manuals or paths, library, progress=self._progress)
            reports += read.files
            yield from (line for file in read.files for line in file_lines(file))
        if reports:
            report = IngestReport(tuple(reports))
            yield total_line(report)
            self.complete = self.complete and report.complete

    def _texts(self, files: Mapping[Path, bool]) -> Iterator[str]:
        """Reads laws and standards, telling of each."""
        done = failed = clauses = lost = 0
        catalogue = Catalogue(load_regulations(self._inputs.corpus))
        for report in ingest_texts(files, self._inputs.texts, catalogue):
            failed += report.status == "failed"
            lost += len(report.lost)
            done += not report.message
            clauses += report.clauses
            yield from text_lines(report)
        yield f"法规标准合计：{done} 份，{clauses} 条；失败 {failed} 份"
        self.complete = self.complete and not (failed or lost)

    def register_lines(self, path: Path, asked: Asked) -> Iterator[str]:
        """Shows a workbook with the columns asked for, and takes it unless only the preview is wanted.

        Raises the IngestError that says why not, ValueError for columns that cannot be understood.
        """
        file = open_office(path)
        if file.kind not in BOOKS:
            raise NotABookError(path.name)
        mappings = _by_hand(file, asked)
        yield from preview_lines(preview_book(file, mappings))
        if not asked.preview:
            yield from file_lines(ingest_office_file(path, self._inputs.library, mappings))


def _shown(path: Path, library: Library) -> Iterator[str]:
    """How the columns of a workbook named by itself are taken; nothing of other files, nor of those refused later."""
    with suppress(IngestError):
        file = open_office(path)
        if file.kind in BOOKS:
            earlier = find_record(library, file.sha)
            yield from preview_lines(preview_book(file, earlier.columns if earlier else ()))


def _by_hand(file: OfficeFile, asked: Asked) -> tuple[SheetColumns, ...]:
    """The mapping a user asks for: of the worksheet named or the only one, with its own columns where none are set."""
    if not (asked.columns or asked.sheet):
        return ()
    sheets = {found.sheet: found for found in preview_book(file).sheets}
    name = asked.sheet or (next(iter(sheets)) if len(sheets) == 1 else "")
    if not name:
        raise WhichSheetError(file.path.name, sheets="、".join(sheets))
    if name not in sheets:
        raise NoSuchSheetError(file.path.name, sheet=name)
    if asked.columns:
        return (parse_columns(asked.columns, name),)
    if not (sheets[name].ready or asked.preview):
        raise UnclearColumnsError(file.path.name, why="".join(sheets[name].problems))
    return (sheets[name].mapping,)
