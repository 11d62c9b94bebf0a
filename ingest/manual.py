"""What makes a document one of the six booklets: its title, its chapter headings, its page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.lines import Line
from ingest.rawtable import Heading, RawPage, RawTable
from kb.model.base import CodeName
from kb.model.industry import INDUSTRIES

_TITLE = re.compile("(" + "|".join(i.name for i in INDUSTRIES) + ")行业较大危险因素辨识与防范指导手册")
_TITLE_MARKS = re.compile(r"[《》]|[（(]\d{4}版[)）]")
_CHAPTER = re.compile(r"^[一二三四五六七八九十]+、\S")
_PAGE_NUMBER = re.compile(r"^[—\-·\s]*(第\s*)?\d{1,4}(\s*页)?[—\-·\s]*$")
_CONTINUED = re.compile(r"^[（(]?续\s*表[）)]?$")
_LEADER = re.compile(r"……|\.{4}|·{4}")


def find_title(lines: Sequence[Line]) -> CodeName | None:
    """The industry whose booklet title stands on the page, which may wrap it."""
    found = _TITLE.search("".join(line.text for line in lines))
    return next((i for i in INDUSTRIES if found and i.name == found[1]), None)


def title_of(texts: Sequence[str]) -> CodeName | None:
    """The industry of the booklet whose title these lines are, and nothing else but its marks and its year."""
    bare = _TITLE_MARKS.sub("", "".join(texts))
    found = _TITLE.fullmatch(bare)
    return next((i for i in INDUSTRIES if found and i.name == found[1]), None)


def last_chapter(texts: Sequence[str]) -> str:
    """The last of these lines that opens a chapter, '' where none does."""
    return next((text for text in reversed(texts) if _CHAPTER.match(text) and not _LEADER.search(text)), "")


def furniture_kind(text: str) -> str:
    """The name of a line that is neither table nor heading: page_number, continued, or text."""
    if _PAGE_NUMBER.match(text):
        return "page_number"
    return "continued" if _CONTINUED.match(text) else "text"


def place_headings(page: RawPage) -> RawPage:
    """The page with its chapter headings moved from the free lines to where they stand among the tables.

    A chapter heading is a numbered line above a hazard table, with the lines of the same size that follow it; the
    table may begin overleaf, where the heading stands below the page's last table.
    """
    items: list[Heading | RawTable] = []
    left: list[Line] = []
    start = float("-inf")
    for table in [*page.tables, None]:
        end = table.box.y0 if table else float("inf")
        above = [line for line in page.furniture if start <= line.baseline < end]
        heading = _heading_of(above) if page.tables else []
        left += [line for line in above if line not in heading]
        if heading:
            items.append(_open(page, heading))
        items += [table] if table else []
        start = end
    page.items, page.furniture = items, left
    _book(page)
    return page


def _open(page: RawPage, lines: Sequence[Line]) -> Heading:
    """The heading these lines make, its glyphs booked."""
    glyphs = sum(len(line.raw) for line in lines)
    page.account["heading"] = page.account.get("heading", 0) + glyphs
    page.account["duplicate"] = page.account.get("duplicate", 0) + sum(line.duplicates for line in lines)
    return Heading(page.number, "".join(line.text for line in lines), glyphs)


def _book(page: RawPage) -> None:
    counts = Counter(page.account)
    for line in page.furniture:
        counts[furniture_kind(line.text)] += len(line.raw)
        counts["duplicate"] += line.duplicates
    page.account = {place: count for place, count in sorted(counts.items()) if count}


def _heading_of(lines: Sequence[Line]) -> list[Line]:
    starts = [i for i, line in enumerate(lines) if _CHAPTER.match(line.text) and not _LEADER.search(line.text)]
    if not starts:
        return []
    first = lines[starts[-1]]
    rest = [line for line in lines[starts[-1] :] if furniture_kind(line.text) == "text"]
    return [line for line in rest if abs(line.size - first.size) < 0.5]
