"""The booklet through typst."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from tests.ingest.fonts import awkward
from tests.ingest.golden import COLUMNS, DATA, WIDTHS, Booklet, Place


def _place(place: Place) -> dict[str, Any]:
    hazards = [
        {
            "text": hazard.text,
            "accidents": hazard.accidents,
            "measures": hazard.measures,
            "basis": (hazard.basis or "").split("\n"),
        }
        for hazard in place.hazards
    ]
    return {"no": place.no, "name": place.name, "hazards": hazards, "spans": place.basis_spans()}


def as_data(book: Booklet) -> dict[str, Any]:
    """The booklet as the template's JSON."""
    chapters = [
        {
            "title": chapter.title,
            "blocks": [
                {"sections": block.new_sections, "places": [_place(place) for place in block.places]}
                for block in chapter.blocks
            ],
        }
        for chapter in book.chapters
    ]
    return {"title": book.title, "columns": COLUMNS, "widths": WIDTHS, "chapters": chapters}


def render(book: Booklet, target: Path, font: tuple[Path, str], valign: str = "horizon") -> None:
    """Prints the booklet in awkward spelling, in the font (file, family); cells are centred or top aligned."""
    file, family = font
    inputs = {"book": awkward(json.dumps(as_data(book), ensure_ascii=False)), "font": family, "valign": valign}
    typst.compile(
        str(DATA / "booklet.typ"),
        output=str(target),
        font_paths=[str(file.parent)],
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
