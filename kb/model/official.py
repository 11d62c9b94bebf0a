"""A row of the manual as printed, with where it stands: `OfficialRow`, read from the user's own PDF."""

from __future__ import annotations

from kb.model.base import Record


class Box(Record, frozen=True, kw_only=True):
    """A rectangle on a page: page number from 1; x0, y0, x1, y1 in points from the page's top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class OfficialRow(Record, frozen=True, kw_only=True):
    """One row of an ingested document: the printed text, normalised, with pages, boxes, flags and its digest.

    `source` is the sha256 of the file it was read from; `digest` is kb.model.digest.official_digest of the row.
    """

    id: str
    industry: str
    chapter: str
    section: tuple[str, ...] = ()
    row_no: str = ""
    location: str
    hazard: str
    accident_types: tuple[str, ...] = ()
    control_measures: tuple[str, ...] = ()
    legal_basis: str = ""
    pages: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()
    flags: tuple[str, ...] = ()
    digest: str = ""
    source: str = ""
