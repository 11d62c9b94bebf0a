"""Word's automatic numbers written out: 第一条 or （3） that stands in no paragraph but only in the numbering."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # only elements already parsed and checked by package.py

from kb.model.numerals import to_chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = re.compile(r"(?:chinese|taiwanese|japanese)Counting(?:Thousand)?|ideographDigital|chineseLegalSimplified")
_SLOT = re.compile(r"%([1-9])")
_LARGEST = 9_999
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


_STYLES: dict[str, tuple[int, Callable[[int], str]]] = {
    "lowerLetter": (260, _letter),
    "upperLetter": (260, lambda value: _letter(value).upper()),
    "lowerRoman": (399, _roman),
    "upperRoman": (399, lambda value: _roman(value).upper()),
    "decimalEnclosedCircle": (20, lambda value: chr(0x2460 + value - 1)),
    "decimalEnclosedCircleChinese": (20, lambda value: chr(0x2460 + value - 1)),
    "decimalZero": (_LARGEST, lambda value: f"{value:02}"),
}
"""Number styles besides plain figures: the largest value they write, and how."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: number style, pattern such as 第%1条, first value."""

    style: str
    pattern: str
    start: int

    def write(self, value: int) -> str:
        """A value in the level's style; plain figures where the style does not reach."""
        if _CHINESE.fullmatch(self.style) and 0 < value <= _LARGEST:
            return to_chinese(value)
        most, written = _STYLES.get(self.style, (0, str))
        return written(value) if 0 < value <= most else str(value)


@dataclass(slots=True)
class _List:
    """A w:num: the abstract list it counts in, its levels, and levels that it starts anew when first used."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The counters of a document: asked paragraph by paragraph, in order.

    Lists of one abstract definition count on from each other, as in Word, unless one says that it starts anew.
    """

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: ET.Element) -> str:
        """Return the paragraph's automatic number with a blank after it, '' when it has none (bullets are none)."""
        number, level = self._place(paragraph) or ("", 0)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        self._count(found, level)
        if found.levels[level].style in {"bullet", "none"}:
            return ""
        counts = self._counts[found.abstract]
        written = _SLOT.sub(lambda slot: _slot(found.levels, counts, int(slot[1]) - 1), found.levels[level].pattern)
        return f"{written}\u3000" if written.strip() else ""

    def _count(self, found: _List, level: int) -> None:
        counts = self._counts.setdefault(found.abstract, {})
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        if level in found.restarts:
            counts[level] = found.restarts.pop(level)
        else:
            counts[level] = counts.get(level, found.levels[level].start - 1) + 1

    def _place(self, paragraph: ET.Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None
        own = _number_of(properties)
        if own is not None:
            return own if own[0] != "0" else None
        style = properties.find(f"{W}pStyle")
        return self._styles.get(style.get(f"{W}val", "")) if style is not None else None

    def _read_lists(self, numbering: ET.Element) -> None:
        abstract = {a.get(f"{W}abstractNumId", ""): a for a in numbering.iter(f"{W}abstractNum")}
        by_style = {_value(a, "styleLink", ""): a for a in abstract.values()}
        levels = {key: _levels_of(by_style.get(_value(a, "numStyleLink", "-"), a)) for key, a in abstract.items()}
        for number in numbering.iter(f"{W}num"):
            key = _value(number, "abstractNumId", "")
            found = _List(key, dict(levels.get(key, {})))
            for override in number.iter(f"{W}lvlOverride"):
                found.levels.update(_levels_of(override))
                depth, start = override.get(f"{W}ilvl", ""), _value(override, "startOverride", "")
                if depth.isdigit() and start.isdigit():
                    found.restarts[int(depth)] = int(start)
            self._lists[number.get(f"{W}numId", "")] = found

    def _read_styles(self, styles: ET.Element) -> None:
        parents: dict[str, str] = {}
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            parents[name] = _value(style, "basedOn", "")
            properties = style.find(f"{W}pPr")
            place = _number_of(properties) if properties is not None else None
            if place is not None:
                self._styles[name] = place
        for name in parents:
            self._inherit(name, parents)

    def _inherit(self, name: str, parents: dict[str, str]) -> None:
        """Gives a style without numbers those of the nearest style it is based on."""
        seen, at = {name}, name
        while at not in self._styles and (at := parents.get(at, "")) and at not in seen:
            seen.add(at)
        if at in self._styles:
            self._styles[name] = self._styles[at]


def _slot(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    found = levels.get(level, Level("decimal", "", 1))
    return found.write(counts.get(level, found.start))


def _number_of(properties: ET.Element) -> tuple[str, int] | None:
    """Return the list and level a paragraph's or style's properties name."""
    found = properties.find(f"{W}numPr")
    number = found.find(f"{W}numId") if found is not None else None
    if found is None or number is None:
        return None
    depth = _value(found, "ilvl", "0")
    return number.get(f"{W}val", "0"), int(depth) if depth.isdigit() else 0


def _levels_of(parent: ET.Element) -> dict[int, Level]:
    """Return the levels an abstract list or an override defines, by depth."""
    levels = {}
    for level in parent.iter(f"{W}lvl"):
        depth, start = level.get(f"{W}ilvl", ""), _value(level, "start", "1")
        if depth.isdigit():
            first = int(start) if start.isdigit() else 1
            levels[int(depth)] = Level(_value(level, "numFmt", "decimal"), _value(level, "lvlText", ""), first)
    return levels


def _value(element: ET.Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", default) if found is not None else default
