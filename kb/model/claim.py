"""What a person says of an extracted row: `Claim`, a line beside the extraction and never over it."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from kb.model.base import Record
from kb.model.official import OfficialRow

ClaimKind = Literal["accept", "correct", "reject", "undo"]
CLAIM_NAMES: dict[ClaimKind, str] = {"accept": "认可", "correct": "更正", "reject": "剔除", "undo": "撤销"}


class RowText(Record, frozen=True, kw_only=True):
    """The fields of a row that a person may correct; whole, so that a claim says what the row is to read."""

    row_no: str = ""
    location: str = ""
    hazard: str = ""
    accident_types: tuple[str, ...] = ()
    control_measures: tuple[str, ...] = ()
    legal_basis: str = ""


FIELD_NAMES: dict[str, str] = {
    "row_no": "序号",
    "location": "场所/环节/部位",
    "hazard": "较大危险因素",
    "accident_types": "易发生的事故类型",
    "control_measures": "主要防范措施",
    "legal_basis": "依据",
}
"""The correctable fields by their Chinese names, in the order of the printed columns."""


class Claim(Record, frozen=True, kw_only=True):
    """One act of review: who said what of which row, and when (ISO, UTC).

    `row` is the row's id, `said_of` the fingerprint of the extraction that was looked at: where it no longer agrees the
    claim is stale and changes nothing. `text` is what the row is to read (only `correct`); `undoes` the undone claim.
    """

    id: str
    kind: ClaimKind
    row: str
    said_of: str
    who: str
    when: str
    text: RowText | None = None
    undoes: str = ""


def row_text(row: OfficialRow) -> RowText:
    """Return the correctable fields of a row as they stand."""
    return RowText(**{name: getattr(row, name) for name in FIELD_NAMES})


def fingerprint(row: OfficialRow) -> str:
    """Return 16 hex digits over everything the extraction read in a row; where it stands on the page is left out."""
    read = (row.chapter, row.section, row_text(row))
    return hashlib.sha256(msgspec.json.encode(read, order="deterministic")).hexdigest()[:16]
