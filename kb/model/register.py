"""A plant's own register in a workbook: which columns hold which fields, shown before the rows are taken."""

from __future__ import annotations

import msgspec

from kb.model.base import Record

FIELD_TITLES = {
    "row_no": "序号",
    "location": "场所",
    "hazard": "危险因素",
    "accident_types": "事故类型",
    "control_measures": "措施",
    "legal_basis": "依据",
}
"""The fields of a row, in the order shown, with the short Chinese names by which a user picks columns."""
NEEDED_FIELDS = ("location", "hazard", "control_measures")
"""Fields without which rows are not taken."""


class SheetColumns(Record, frozen=True, kw_only=True):
    """Where the fields of one worksheet stand: field → column letters (several are read as one text).

    `header_row` is the row of the titles as Excel numbers it, 0 where there is none (all rows are
    read), -1 where it is to be found; rows below it are read.
    """

    sheet: str
    header_row: int = 0
    columns: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """The needed fields that have no column."""
        return tuple(field for field in NEEDED_FIELDS if not self.columns.get(field))


class ColumnTitle(Record, frozen=True, kw_only=True):
    """A column that holds anything: letter, title as printed, first text below it, and its field ('' for none)."""

    letter: str
    title: str = ""
    example: str = ""
    field: str = ""


class SheetPreview(Record, frozen=True, kw_only=True):
    """One visible worksheet before it is taken: its columns, what they are taken for, and the first rows as read.

    `problems` are Chinese sentences that say why its rows cannot be taken as it stands; `notes` what is to be known.
    `rows` counts the rows that hold anything below the titles; each sample maps field → text, with `row` its number.
    """

    sheet: str
    rows: int
    mapping: SheetColumns
    columns: tuple[ColumnTitle, ...] = ()
    samples: tuple[dict[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether all needed columns are clear, so that the rows can be taken."""
        return not self.problems


class RegisterPreview(Record, frozen=True, kw_only=True):
    """A workbook before it is taken. `left_out` names the worksheets not read, each with its reason."""

    name: str
    sha256: str
    sheets: tuple[SheetPreview, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def mappings(self) -> tuple[SheetColumns, ...]:
        """The mappings of the worksheets that are ready: what to post back in order to take their rows."""
        return tuple(sheet.mapping for sheet in self.sheets if sheet.ready)
