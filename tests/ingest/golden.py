"""The made-up booklet of tests/data/ingest/manual.yaml: what is printed, and the rows that must come back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kb.model.official import OfficialRow

DATA = Path(__file__).resolve().parent.parent / "data" / "ingest"
COLUMNS = ("序号", "场所/环节/部位", "较大危险因素", "易发生的事故类型", "主要防范措施", "依据")
WIDTHS = (36, 72, 98, 84, 246, 98)
"""Column widths in points on a landscape A4 page, near those of the manual."""


@dataclass(frozen=True)
class Hazard:
    """One printed row: `basis` None stands in the cell of the hazard above."""

    text: str
    accidents: tuple[str, ...]
    measures: tuple[str, ...]
    basis: str | None


@dataclass(frozen=True)
class Place:
    """Rows that share number and place."""

    no: str
    name: str
    hazards: tuple[Hazard, ...]

    def basis_spans(self) -> list[int]:
        """For each hazard how many rows its basis cell spans, 0 where it stands in the one above."""
        spans = [0] * len(self.hazards)
        owner = 0
        for index, hazard in enumerate(self.hazards):
            owner = index if hazard.basis is not None else owner
            spans[owner] += 1
        return spans


@dataclass(frozen=True)
class Block:
    """Places under the same section rows; `new_sections` are those printed before them."""

    sections: tuple[str, ...]
    new_sections: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Chapter:
    """A heading and its table."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Booklet:
    """The whole document."""

    industry: str
    chapters: tuple[Chapter, ...]

    @property
    def title(self) -> str:
        """The line by which a booklet is known."""
        return f"{self.industry}行业较大危险因素辨识与防范指导手册"


def _hazard(data: dict[str, Any]) -> Hazard:
    return Hazard(data["text"], tuple(data["accidents"]), tuple(data["measures"]), data.get("basis"))


def _place(data: dict[str, Any]) -> Place:
    return Place(data["number"], data["name"], tuple(_hazard(hazard) for hazard in data["hazards"]))


def _chapter(data: dict[str, Any]) -> Chapter:
    blocks, before = [], ()
    for block in data["blocks"]:
        sections = tuple(block["sections"])
        places = tuple(_place(place) for place in block["places"])
        blocks.append(Block(sections, tuple(s for s in sections if s not in before), places))
        before = sections
    return Chapter(data["title"], tuple(blocks))


@lru_cache(maxsize=1)
def booklet() -> Booklet:
    """The made-up booklet."""
    data = yaml.safe_load((DATA / "manual.yaml").read_text(encoding="utf-8"))
    return Booklet(data["industry"], tuple(_chapter(chapter) for chapter in data["chapters"]))


Row = dict[str, object]


def expected_rows(book: Booklet) -> list[Row]:
    """What reading any print of the booklet must give, row by row."""
    rows: list[Row] = []
    for chapter_ordinal, chapter in enumerate(book.chapters, start=1):
        place_ordinal = 0
        for block in chapter.blocks:
            for place in block.places:
                place_ordinal += 1
                prefix = f"machinery-{chapter_ordinal:02}-{place_ordinal:03}"
                rows += _place_rows(chapter, block, place, prefix)
    return rows


def _place_rows(chapter: Chapter, block: Block, place: Place, prefix: str) -> list[Row]:
    rows: list[Row] = []
    basis = ""
    for number, hazard in enumerate(place.hazards, start=1):
        basis = hazard.basis if hazard.basis is not None else basis
        rows.append(
            {
                "id": f"{prefix}-{number}",
                "chapter": chapter.title,
                "section": block.sections,
                "row_no": place.no,
                "location": place.name,
                "hazard": hazard.text,
                "accident_types": hazard.accidents,
                "control_measures": hazard.measures,
                "legal_basis": basis,
            }
        )
    return rows


def comparable(entry: OfficialRow) -> Row:
    """The fields of an entry that a print decides."""
    keys = (
        "id", "chapter", "section", "row_no", "location", "hazard", "accident_types", "control_measures",
        "legal_basis",
    )  # fmt: skip
    return {key: getattr(entry, key) for key in keys}
