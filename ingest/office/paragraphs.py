"""Paragraphs of a Word file into lines: numbers written out, deletions left out, small figures raised or lowered."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # only elements already parsed and checked by package.py

from ingest.glyphs import lowered, normal, raised
from ingest.office.numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
LEFT_OUT = frozenset(
    {
        f"{W}del",
        f"{W}moveFrom",
        f"{W}instrText",
        f"{W}rt",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
"""Deleted words, field codes, readings above words, and the second writing of a text box."""
TEXT_BOX = f"{W}txbxContent"
_BLANKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BLOCKS = frozenset({f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}p"})
_SHIFTS = {"superscript": raised, "subscript": lowered}


class Words:
    """Reads paragraphs in document order: each is asked for once, because automatic numbers count on."""

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._numbering = Numbering(numbering, styles)
        self._shifted = _shifts_of(styles) if styles is not None else {}

    def text(self, paragraph: ET.Element) -> str:
        """A paragraph's number and words; a break within it is a line feed. Text boxes come after it, on new lines."""
        boxes: list[ET.Element] = []
        words = "".join(self._pieces(paragraph, "", boxes))
        inside = [self.text(p) for box in boxes for p in children(box, f"{W}p")]
        return "\n".join([f"{self._numbering.label(paragraph)}{words}", *inside])

    def _pieces(self, element: ET.Element, shift: str, boxes: list[ET.Element]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in LEFT_OUT or (tag == f"{W}r" and _is_hidden(child)):
                continue
            if tag in {f"{W}t", f"{M}t"}:
                yield _write(child.text or "", shift)
            elif tag in _BLANKS:
                yield _BLANKS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child.get(f"{W}char", ""))
            elif tag == TEXT_BOX:
                boxes.append(child)
            else:
                yield from self._pieces(child, self._shift(child) or shift, boxes)

    def _shift(self, element: ET.Element) -> str:
        """superscript or subscript where the element sets its words so."""
        if element.tag in {f"{M}sup", f"{M}sub"}:
            return "superscript" if element.tag == f"{M}sup" else "subscript"
        properties = element.find(f"{W}rPr") if element.tag == f"{W}r" else None
        if properties is None:
            return ""
        own = properties.find(f"{W}vertAlign")
        if own is not None:
            return own.get(f"{W}val", "")
        style = properties.find(f"{W}rStyle")
        return self._shifted.get(style.get(f"{W}val", ""), "") if style is not None else ""


def children(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """The elements of a kind under a parent, also where a content control or the like stands between."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in LEFT_OUT and child.tag not in _BLOCKS:
            yield from children(child, tag)


def ends_deleted(paragraph: ET.Element) -> bool:
    """Whether a revision deleted the paragraph's end, so that the next one goes on in the same line."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _is_hidden(run: ET.Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}


def _write(text: str, shift: str) -> str:
    change = _SHIFTS.get(shift)
    return "".join(change(normal(character)) for character in text) if change else text


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _shifts_of(styles: ET.Element) -> dict[str, str]:
    """Character styles that raise or lower their words."""
    found = ((style.get(f"{W}styleId", ""), style.find(f"{W}rPr/{W}vertAlign")) for style in styles.iter(f"{W}style"))
    return {name: align.get(f"{W}val", "") for name, align in found if align is not None}
