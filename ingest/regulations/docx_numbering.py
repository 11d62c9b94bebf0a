"""Word's automatic numbers written out: 第一条 that stands in no paragraph but only in the numbering."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # only elements already parsed and checked by docx.py

from kb.model.numerals import to_chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = re.compile(r"(?:chinese|taiwanese|japanese)Counting(?:Thousand)?|ideographDigital|chineseLegalSimplified")
_SLOT = re.compile(r"%([1-9])")
_LARGEST = 9_999


class Numbering:
    """The counters of a document: asked paragraph by paragraph, in order."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read_levels(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: ET.Element) -> str:
        """Return the paragraph's automatic number with a blank after it, '' when it has none."""
        where = self._place(paragraph)
        if where is None or where[0] not in self._levels:
            return ""
        number_id, level = where
        levels = self._levels[number_id]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(number_id, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        pattern = levels[level][1]
        written = _SLOT.sub(lambda slot: self._written(levels, counts, int(slot[1]) - 1), pattern)
        return f"{written}\u3000" if written.strip() else ""

    def _written(self, levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
        style, _, start = levels.get(level, ("decimal", "", 1))
        value = counts.get(level, start)
        return to_chinese(value) if _CHINESE.fullmatch(style) and 0 < value <= _LARGEST else str(value)

    def _place(self, paragraph: ET.Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _number_of(properties)
        if own is not None:
            return own if own[0] != "0" else None
        style = properties.find(f"{W}pStyle")
        return self._styles.get(style.get(f"{W}val", "")) if style is not None else None

    def _read_levels(self, numbering: ET.Element) -> None:
        abstract = {a.get(f"{W}abstractNumId", ""): _levels_of(a) for a in numbering.iter(f"{W}abstractNum")}
        for number in numbering.iter(f"{W}num"):
            reference = number.find(f"{W}abstractNumId")
            if reference is not None:
                self._levels[number.get(f"{W}numId", "")] = abstract.get(reference.get(f"{W}val", ""), {})

    def _read_styles(self, styles: ET.Element) -> None:
        for style in styles.iter(f"{W}style"):
            properties = style.find(f"{W}pPr")
            place = _number_of(properties) if properties is not None else None
            if place is not None:
                self._styles[style.get(f"{W}styleId", "")] = place


def _number_of(properties: ET.Element) -> tuple[str, int] | None:
    """Return the list and level a paragraph's or style's properties name."""
    found = properties.find(f"{W}numPr")
    number = found.find(f"{W}numId") if found is not None else None
    if found is None or number is None:
        return None
    level = found.find(f"{W}ilvl")
    depth = level.get(f"{W}val", "0") if level is not None else "0"
    return number.get(f"{W}val", "0"), int(depth) if depth.isdigit() else 0


def _levels_of(abstract: ET.Element) -> dict[int, tuple[str, str, int]]:
    """Return level → (number style, pattern such as 第%1条, first value)."""
    levels = {}
    for level in abstract.iter(f"{W}lvl"):
        depth = level.get(f"{W}ilvl", "")
        if depth.isdigit():
            start = _value(level, "start", "1")
            levels[int(depth)] = (
                _value(level, "numFmt", "decimal"), _value(level, "lvlText", ""), int(start) if start.isdigit() else 1,
            )  # fmt: skip
    return levels


def _value(element: ET.Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default
