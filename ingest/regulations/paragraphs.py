"""Lines of pages into paragraphs: what the typesetter broke is joined, what the author parted stays apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from ingest.lines import is_word
from ingest.regulations.lines import ends_sentence, law_line, standard_line
from ingest.running_text import TextLine

INDENT = 0.8
"""A line that begins so many ems right of the text's edge opens a paragraph."""
INDENTED = 0.15
"""Where more than this share of the lines are indented, every paragraph is."""
SPARE = 0.3
"""Ems a line must have left beyond what the next line's first word needs, before it counts as a paragraph's last."""
WIDE = 1.45
"""A distance so many times the usual one between lines parts paragraphs."""
OTHER_SIZE = 0.12
"""Type that differs by this share stands in another paragraph."""

_FIRST_WORD = re.compile(r"([\x21-\x7e]+|.)([，。、；：！？）》”’】—…%]*)")


class _Measure(msgspec.Struct, frozen=True):
    """The edges of the text on one side of the sheet and the distance between lines of one paragraph, in points;
    `indented` says that paragraphs begin with an indent.
    """

    left: float
    right: float
    pitch: float
    indented: bool


def paragraphs(pages: Sequence[Sequence[TextLine]]) -> str:
    """Return the text of the pages, a paragraph a line; a clear break (indent, gap, full stop before it) leaves a blank
    line, a doubtful one none, so that whoever parses the text may still join the two.
    """
    measures = [_measure(pages[side::2]) or _measure(pages) for side in (0, 1)]
    text: list[str] = []
    last: TextLine | None = None
    for index, page in enumerate(pages):
        measure = measures[index % 2]
        for number, line in enumerate(page):
            before = measures[(index if number else index - 1) % 2]
            text.append(_joint(last, line, (before, measure), overleaf=not number) if last else "")
            text.append(line.text)
            last = line
    return "".join([*text, "\n" if text else ""])


def _measure(pages: Sequence[Sequence[TextLine]]) -> _Measure | None:
    """The measure of the pages' text; None where they are empty."""
    lines = [line for page in pages for line in page]
    if not lines:
        return None
    lefts = Counter(round(line.x0) for line in lines)
    often = [x for x, count in lefts.items() if count >= 0.2 * lefts.most_common(1)[0][1]]
    rights = sorted(line.x1 for line in lines)
    steps = sorted(_steps(pages))
    left = min(often)
    indented = sum(INDENT < (line.x0 - left) / line.size < 4 for line in lines)
    return _Measure(
        left=left,
        right=rights[int(0.9 * (len(rights) - 1))],
        pitch=steps[len(steps) // 10] if steps else 0.0,
        indented=indented > INDENTED * len(lines),
    )


def _steps(pages: Sequence[Sequence[TextLine]]) -> Iterator[float]:
    for page in pages:
        for above, below in pairwise(page):
            if below.baseline - above.baseline > above.size:
                yield below.baseline - above.baseline


def _joint(last: TextLine, line: TextLine, measures: tuple[_Measure | None, _Measure | None], *, overleaf: bool) -> str:
    """What stands between a line and the next: nothing within a paragraph, else one line break or two."""
    before, here = measures
    if before is None or here is None or abs(last.size - line.size) > OTHER_SIZE * last.size:
        return "\n\n"
    apart = not overleaf and here.pitch > 0 and line.baseline - last.baseline > WIDE * here.pitch
    if apart or line.x0 - here.left > INDENT * line.size:
        return "\n\n"
    ended = ends_sentence(last.text)
    if before.right - last.x1 > _needed(line.text) * last.size or _announces(
        line.text, after_sentence=ended and not here.indented
    ):
        return "\n\n" if ended else "\n"
    wordy = last.text[-1:].isalpha() and is_word(last.text[-1:]) and is_word(line.text[:1])
    return " " if wordy else ""


def _needed(text: str) -> float:
    """How many ems the line before would have had to offer for the first word of `text`, with what clings to it."""
    found = _FIRST_WORD.match(text)
    word, clinging = found.groups() if found else ("", "")
    return max(1.0, len(word) * (0.6 if word.isascii() else 1.0)) + len(clinging) + SPARE


def _announces(text: str, *, after_sentence: bool) -> bool:
    """Whether a line that nothing else parts from the one before opens an article, heading or item for certain."""
    found = law_line(text)
    if found is not None and found.kind in {"item", "subitem"}:
        return after_sentence
    if found is not None and found.kind != "appendix":
        return found.sure
    numbered = standard_line(text, headed=False)
    return numbered is not None and numbered.sure and "\u3000" in text[:12]
