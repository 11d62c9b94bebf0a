"""Word and Excel files into the user's library: each whole or not at all, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from ingest.errors import IngestError, MissingFileError
from ingest.ingesting import find_record, reader_version, write_record
from ingest.office.errors import NoHazardTableError, OtherOfficeError
from ingest.office.extract import OfficeFile, extract_office, look_at
from ingest.report import FileReport
from kb.model.register import FIELD_TITLES, RegisterPreview, SheetColumns, SheetPreview
from kb.store.library import Library


def open_office(path: Path) -> OfficeFile:
    """The Word or Excel file at `path`; raises the IngestError that says why it is none or is refused."""
    file = look_at(path)
    if file is None:
        raise OtherOfficeError(path.name)
    return file


def ingest_office_files(paths: Iterable[Path], library: Library) -> Iterator[FileReport | Path]:
    """Reads every file into the library and tells of each: a report, or the path of a Word file without hazard tables.

    One that cannot be read costs only itself.
    """
    for path in paths:
        try:
            yield ingest_office_file(path, library)
        except NoHazardTableError:
            yield path
        except IngestError as error:
            yield FileReport(name=path.name, status="failed", message=str(error))


def ingest_office_file(path: Path, library: Library, mappings: Sequence[SheetColumns] = ()) -> FileReport:
    """Reads one Word or Excel file into the library; raises the IngestError that says why not.

    `mappings` are a workbook's columns set by hand; without them those of an earlier time are used again.
    """
    file = open_office(path)
    earlier = find_record(library, file.sha)
    columns = tuple(mappings) or (earlier.columns if earlier else ())
    if earlier and earlier.reader == reader_version() and earlier.columns == columns:
        return msgspec.structs.replace(earlier.report, name=path.name, status="unchanged")
    extraction = extract_office(file, columns)
    if open_office(path).sha != file.sha:
        raise MissingFileError(path.name)
    write_record(library.put(file.sha, extraction.entries), extraction.report, columns)
    return extraction.report


def preview_lines(preview: RegisterPreview) -> Iterator[str]:
    """A workbook before it is taken, in Chinese: each worksheet's columns, its first rows, and what is unclear."""
    yield f"{preview.name}："
    for sheet in preview.sheets:
        yield from _sheet_lines(sheet)
    yield from (f"  {reason}" for reason in preview.left_out)


def _sheet_lines(sheet: SheetPreview) -> Iterator[str]:
    header = f"第 {sheet.mapping.header_row} 行为表头" if sheet.mapping.header_row else "没有表头"
    yield f"  工作表“{sheet.sheet}”：{header}，{sheet.rows} 行"
    for column in sheet.columns:
        use = FIELD_TITLES[column.field] if column.field else "不用"
        example = f"，如“{column.example}”" if column.example else ""
        yield f"    {column.letter} 列“{column.title}”→ {use}{example}"
    for sample in sheet.samples:
        texts = (f"{FIELD_TITLES[name]}：{text}" for name, text in sample.items() if name in FIELD_TITLES and text)
        yield f"    第 {sample['row']} 行　{'；'.join(texts)}"
    yield from (f"    注意：{note}" for note in sheet.notes)
    yield from (f"    不能导入：{problem}" for problem in sheet.problems)
