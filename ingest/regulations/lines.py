"""What a single line of a legal text or standard announces: a heading, an article, an item, or only words."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.model.clause import UnitKind
from kb.model.numerals import NUMERAL, to_int

_NUMBER = rf"[{NUMERAL}]{{1,9}}|[0-9０-９]{{1,4}}"
_HEAD = re.compile(
    rf"第[ \u3000]*(?P<n>{_NUMBER})[ \u3000]*(?P<unit>分编|编|章|节|条)(?:之(?P<sub>[{NUMERAL}]{{1,3}}))?(?:\*\*)?"
    r"(?P<gap>[ \t\u3000\u00a0\u2002\u2003]*)"
)
_ITEM = re.compile(rf"[（(](?P<n>{_NUMBER})[)）][ \u3000]*")
_SUBITEM = re.compile(r"(?P<n>[0-9０-９]{1,2})[.．、](?![0-9０-９])[ \u3000]*")
_LETTER_ITEM = re.compile(r"(?P<n>[a-z])[)）][ \u3000]*")
_CLAUSE = re.compile(
    r"(?P<n>[0-9]{1,2}(?:[.．][0-9]{1,3}){0,5}|[A-Z](?:[.．][0-9]{1,3}){1,5}|[A-Z](?=[ \u3000]*$))"
    r"(?![0-9.．)）、a-zA-Z])[ \u3000]*"
)
_APPENDIX = re.compile(
    r"附[ \u3000]*(?:录|件|则表|表)[ \u3000]*(?P<n>[A-Z]|[0-9]{1,2})?(?![^ \u3000:：(（\n])[:： \u3000]*"
)
_UNIT_KIND: dict[str, UnitKind] = {"编": "part", "分编": "part", "章": "chapter", "节": "section", "条": "article"}
_REFERENCE = tuple("第规至款项、和的所中及与，（,(")
_LONGEST_HEADING = 60
_ENDINGS = "。；;：:！!？?"

MARKUP = " \t\u3000\u00a0\ufeff#*\u2002\u2003"
"""Blanks and Markdown marks that may stand before a label."""


class Announced(NamedTuple):
    """A label found at the head of a line: its kind, number and sub-number, and where label and body stand."""

    kind: UnitKind
    number: int
    sub: int
    name: str
    label_start: int
    label_end: int
    body: int
    sure: bool


def law_line(line: str) -> Announced | None:
    """Return what a line of a law announces; `sure` is False when only the numbering can tell it from running text."""
    head = line.lstrip(MARKUP)
    start = len(line) - len(head)
    first = head[:1]
    if first == "第":
        return _heading(line, start)
    if first in "（(" and first:
        found = _ITEM.match(line, start)
        return _numbered("item", found, start) if found else None
    if first.isdigit():
        found = _SUBITEM.match(line, start)
        return _numbered("subitem", found, start) if found else None
    return appendix_line(line, start) if first == "附" else None


def appendix_line(line: str, start: int) -> Announced | None:
    """Return the appendix a line opens, if it is the whole of a short line's head."""
    found = _APPENDIX.match(line, start)
    if not found or len(line.strip()) > _LONGEST_HEADING or line.rstrip().endswith("。"):
        return None
    return Announced("appendix", 0, 0, found["n"] or "", start, len(line[: found.end()].rstrip()), found.end(), True)


def _heading(line: str, start: int) -> Announced | None:
    found = _HEAD.match(line, start)
    value = to_int(found["n"]) if found else None
    if not found or value is None:
        return None
    kind = _UNIT_KIND[found["unit"]]
    rest = line[found.end() :]
    spaced = bool(found["gap"]) or not rest.strip() or line[: found.end()].endswith("**")
    if not spaced and rest.startswith(_REFERENCE):
        return None
    if kind != "article" and (len(rest.strip()) > _LONGEST_HEADING or rest.rstrip().endswith(tuple(_ENDINGS))):
        return None
    sub = to_int(found["sub"]) or 0 if found["sub"] else 0
    return Announced(kind, value, sub, "", start, found.start("gap"), found.end(), spaced)


def _numbered(kind: UnitKind, found: re.Match[str], start: int) -> Announced:
    label_end = start + len(found.group().rstrip(" \u3000"))
    return Announced(kind, to_int(found["n"]) or 0, 0, "", start, label_end, found.end(), True)


def standard_line(line: str, *, headed: bool) -> Announced | None:
    """Return what a line of a standard announces; `headed` when clauses are Markdown headings only."""
    head = line.lstrip(MARKUP)
    start = len(line) - len(head)
    is_heading = line[:1] == "#"
    if head[:1] == "附":
        return appendix_line(line, start) if is_heading or not headed else None
    if is_heading or not headed:
        found = _CLAUSE.match(line, start)
        if found and not line[found.end() :].lstrip().startswith("%"):
            name = found["n"].replace("．", ".")
            label_end = start + len(found.group().rstrip(" \u3000"))
            return Announced("clause", 0, 0, name, start, label_end, found.end(), is_heading or "." in name)
    letter = _LETTER_ITEM.match(line, start)
    if letter:
        label_end = start + len(letter.group().rstrip(" \u3000"))
        return Announced("item", 0, 0, letter["n"], start, label_end, letter.end(), True)
    return None


_CLOSING = tuple('。；;：:！!？?”"）)》】|…>')


def ends_sentence(line: str) -> bool:
    """Whether a line closes a sentence, so that the next one does not continue it."""
    return line.rstrip().endswith(_CLOSING)


CONTENTS = re.compile(r"[# \t\u3000*]*目[ \u3000]*[录次][ \u3000*]*$")
"""A line that opens a table of contents."""
