"""What a page carries beside its text: page numbers, running heads and feet, each taken off by name and counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from ingest.running_text import TextLine, TextPage

EDGE = 2
"""So many lines at a page's top, and at its bottom, may be furniture."""
SAME_HEIGHT = 3.0
"""Points by which a running head may move from page to page."""
_SIGNS = r"[—–\-·.\s\u3000]*"
_PAGE = re.compile(
    rf"{_SIGNS}(?:第\s*)?(?:(?P<n>\d{{1,4}})|(?P<roman>[IVXivxⅠ-Ⅻ]{{1,6}}))(?:\s*页)?"
    rf"(?:[\s,，/\u3000]*(?:共\s*)?\d{{1,4}}(?:\s*页)?)?{_SIGNS}"
)
_COUNTED = re.compile(r"[\d\s\u3000]+")


class Stripped(msgspec.Struct, frozen=True):
    """A document's pages without furniture, and how often each piece was taken off: “页码” or the head's own words."""

    pages: list[list[TextLine]]
    furniture: dict[str, int]


def strip_furniture(pages: Sequence[TextPage]) -> Stripped:
    """Take page numbers and what repeats at the edges off the pages; a line that stands once is text."""
    numbers = _page_numbers(pages)
    repeated = _repeated(pages)
    taken: Counter[str] = Counter()
    kept: list[list[TextLine]] = []
    for page in pages:
        rest = []
        edge = {id(line) for line in _edges(page)}
        for line in page.lines:
            key = _key(line) if id(line) in edge else ""
            if id(line) in numbers:
                taken["页码"] += 1
            elif key in repeated and abs(line.baseline - repeated[key]) <= SAME_HEIGHT:
                taken[key] += 1
            else:
                rest.append(line)
        kept.append(rest)
    return Stripped(kept, dict(taken))


def _edges(page: TextPage) -> list[TextLine]:
    if len(page.lines) <= 2 * EDGE:
        return list(page.lines)
    return [*page.lines[:EDGE], *page.lines[-EDGE:]]


def _key(line: TextLine) -> str:
    """The words of a line without the figures that count up from page to page."""
    return _COUNTED.sub("", line.text)


def _page_numbers(pages: Sequence[TextPage]) -> set[int]:
    """The lines (by identity) that only number their page: they count with the pages, or are Roman."""
    found: dict[int, list[int]] = defaultdict(list)
    roman = set()
    for page, line in _edge_lines(pages):
        match = _PAGE.fullmatch(line.text)
        if match and match["n"]:
            found[int(match["n"]) - page.number].append(id(line))
        elif match:
            roman.add(id(line))
    needed = min(2, len(pages))
    return roman | {line for lines in found.values() if len(lines) >= needed for line in lines}


def _repeated(pages: Sequence[TextPage]) -> dict[str, float]:
    """The words that stand at the edge of page after page, with their height; odd and even heads may differ."""
    places: dict[str, list[float]] = defaultdict(list)
    for _, line in _edge_lines(pages):
        places[_key(line)].append(line.baseline)
    found = {}
    for words, heights in places.items():
        usual = sorted(heights)[len(heights) // 2]
        level = sum(abs(height - usual) <= SAME_HEIGHT for height in heights)
        if words and level >= max(2, len(pages) // 3):
            found[words] = usual
    return found


def _edge_lines(pages: Sequence[TextPage]) -> Iterator[tuple[TextPage, TextLine]]:
    for page in pages:
        for line in _edges(page):
            yield page, line
