"""Files handed in as pages show them: how far each is, what came of it, and a workbook's columns to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kb.model.register import FIELD_TITLES, RegisterPreview, SheetColumns, SheetPreview
from kb.store.uploads import STATE_NAMES, UploadFolder
from web.errors import BadRequestError
from web.state import SHANGHAI


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload: its name, state in words, progress in pages, lines of its report, and where to go on."""

    id: str
    url: str
    name: str
    who: str
    when: str
    state: str
    state_name: str
    ended: bool
    done: int
    total: int
    lines: tuple[str, ...]
    review_url: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a worksheet in the form: letter, title, first text below it, and the field it is taken for."""

    name: str
    letter: str
    title: str
    example: str
    field: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A worksheet in the form, with its first rows as they would be taken and what is unclear."""

    name: str
    title: str
    rows: int
    ready: bool
    columns: tuple[ColumnView, ...]
    samples: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def upload_view(found: UploadFolder) -> UploadView:
    """Return an upload for showing."""
    progress = found.progress()
    when = datetime.fromisoformat(found.upload.created).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return UploadView(
        id=found.id,
        url=f"/upload/{found.id}",
        name=found.upload.name,
        who=found.upload.who,
        when=when,
        state=progress.state,
        state_name=STATE_NAMES[progress.state],
        ended=progress.state in {"done", "failed", "asking"},
        done=progress.done,
        total=progress.total,
        lines=tuple(line.removeprefix("✗ ").removeprefix("✓ ") for line in progress.lines),
        review_url=f"/review/{progress.document}" if progress.document else "",
    )


def sheet_views(preview: RegisterPreview) -> list[SheetView]:
    """Return a workbook's worksheets for the form."""
    return [_sheet(number, sheet) for number, sheet in enumerate(preview.sheets)]


def _sheet(number: int, sheet: SheetPreview) -> SheetView:
    return SheetView(
        name=f"sheet-{number}",
        title=sheet.sheet,
        rows=sheet.rows,
        ready=sheet.ready,
        columns=tuple(
            ColumnView(f"sheet-{number}-{c.letter}", c.letter, c.title, c.example, c.field) for c in sheet.columns
        ),
        samples=tuple((f"第{row.get('row', '')}行", _sample(row)) for row in sheet.samples),
        problems=sheet.problems,
        notes=sheet.notes,
    )


def _sample(row: Mapping[str, str]) -> str:
    return "；".join(f"{title}：{row[name]}" for name, title in FIELD_TITLES.items() if row.get(name))


def chosen_mappings(preview: RegisterPreview, form: Mapping[str, str]) -> tuple[SheetColumns, ...]:
    """Return the columns as a person set them in the form, of the worksheets they want.

    Raises BadRequestError where no worksheet is wanted, or one lacks a needed column.
    """
    mappings = []
    for view, sheet in zip(sheet_views(preview), preview.sheets, strict=True):
        if form.get(view.name):
            mappings.append(_mapping(view, sheet, form))
    if not mappings:
        raise BadRequestError("一个工作表也没有选，没有导入；请勾选要导入的工作表。")
    return tuple(mappings)


def _mapping(view: SheetView, sheet: SheetPreview, form: Mapping[str, str]) -> SheetColumns:
    columns: dict[str, tuple[str, ...]] = {}
    for column in view.columns:
        wanted = form.get(column.name, "")
        if wanted in FIELD_TITLES:
            columns[wanted] = (*columns.get(wanted, ()), column.letter)
    mapping = SheetColumns(sheet=sheet.sheet, header_row=sheet.mapping.header_row, columns=columns)
    if mapping.missing:
        titles = "、".join(FIELD_TITLES[name] for name in mapping.missing)
        raise BadRequestError(f"工作表“{sheet.sheet}”还没有指明哪一列是{titles}，没有导入；请选好再按一次。")
    return mapping
