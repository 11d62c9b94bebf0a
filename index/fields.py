"""The searchable fields with their weights, and the filters: what both the writing and the reading side know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SearchField:
    """A searchable field: its weight (1 is a measure's) and what it is called on the page."""

    name: str
    weight: float
    label: str


FIELDS: tuple[SearchField, ...] = (
    SearchField("title", 3.0, "标题"),
    SearchField("location", 3.0, "场所"),
    SearchField("also_called", 3.0, "别名"),
    SearchField("asked_as", 2.5, "常见问法"),
    SearchField("hazards", 2.0, "危险因素"),
    SearchField("measures", 1.0, "防范措施"),
    SearchField("emergency", 0.6, "应急处置"),
    SearchField("official", 0.6, "原文"),
    SearchField("chapter", 0.8, "章节"),
    SearchField("basis", 0.5, "依据"),
    SearchField("text", 1.0, "正文"),
)
KIND_WEIGHT: Mapping[str, float] = {"post": 0.85}
"""Posts are short texts that name many things: weighed down so that the hazard itself comes before them."""
FIELD_INDEX = {field.name: number for number, field in enumerate(FIELDS)}
LABELS = {field.name: field.label for field in FIELDS}

FILTERS = ("kind", "industry", "chapter", "accident_type", "post", "document")
