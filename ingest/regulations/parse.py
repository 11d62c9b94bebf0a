"""A legal text or standard cut into units that tile it: any text gives a valid result; faults are flagged."""

from __future__ import annotations

import re

from ingest.regulations.lines import law_line, standard_line
from ingest.regulations.tiling import LawTiling, StandardTiling, Tiling
from kb.model.clause import ParsedText
from kb.model.numerals import NUMERAL

_LAW = re.compile(rf"^[ \t\u3000#*]*第[ \u3000]*(?:[{NUMERAL}]{{1,9}}|[0-9０-９]{{1,4}})[ \u3000]*条", re.MULTILINE)
_HEADED_CLAUSE = re.compile(r"^#{1,6}[ \t]+(?:\d{1,2}(?:\.\d{1,3})*|附录 ?[A-Z])[ \t]*(?:$|[^\d.、）)])", re.MULTILINE)
_PLAIN_CLAUSE = re.compile(r"^[ \t\u3000]*\d{1,2}\.\d{1,3}(?:\.\d{1,3})*(?:[ \t\u3000]|$)", re.MULTILINE)


def parse(text: str) -> ParsedText:
    """Return the units of `text`. Never raises; `parse(text).unparse() == text` for every text.

    A text with articles (第…条 at the head of a line) is a law; one with numbered clauses a standard; else plain.
    """
    if _LAW.search(text):
        tiling: Tiling = LawTiling()
        for line in text.splitlines(keepends=True):
            tiling.take(line, law_line(line))
        return tiling.finish("law")
    headed = bool(_HEADED_CLAUSE.search(text))
    if not headed and not _PLAIN_CLAUSE.search(text):
        return LawTiling().with_lines(text).finish("plain")
    tiling = StandardTiling()
    for line in text.splitlines(keepends=True):
        tiling.take(line, standard_line(line, headed=headed))
    return tiling.finish("standard")
