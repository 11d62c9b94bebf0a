"""Own words: nothing in the corpus repeats a sentence of the manual, a law or a standard."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.check.runs import LONGEST_RUN
from kb.model.official import OfficialRow
from kb.store.corpus import Corpus

GRAM = LONGEST_RUN + 1
_TITLE = re.compile(r"《[^》]*》(?:[(（][^)）]*[)）])?")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", _TITLE.sub("\n", text)).replace(",", "，").replace(";", "；")


def _grams(texts: Iterator[str]) -> set[str]:
    return {plain[i : i + GRAM] for text in texts for plain in [_plain(text)] for i in range(len(plain) - GRAM + 1)}


def _written(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Yield (record, line) of everything written outside the measures, which the checker holds row by row."""
    for entry in corpus.entries:
        lines = (*(e.text for e in entry.errata), *(s.text for s in entry.stricter_now))
        yield from ((entry.id, text) for text in lines)
        yield from ((entry.id, m.text) for m in entry.measures if m.supplement)
    for playbook in corpus.playbooks:
        for line in (*playbook.signs, *playbook.steps, *playbook.never, *playbook.first_aid):
            yield playbook.id, line.text
    for post in corpus.posts:
        yield from ((post.id, task) for task in post.tasks)


def _copied(corpus: Corpus, grams: set[str]) -> list[tuple[str, str]]:
    found = []
    for record, text in _written(corpus):
        plain = _plain(text)
        runs = [plain[i : i + GRAM] for i in range(len(plain) - GRAM + 1)]
        if any(run in grams and run.count("、") < 2 and not re.search(r"[0-9A-Za-z]", run) for run in runs):
            found.append((record, text))
    return found


@pytest.mark.manual
def test_no_line_repeats_the_manual(corpus: Corpus, official_rows: dict[str, OfficialRow]) -> None:
    rows = (text for row in official_rows.values() for text in (row.hazard, *row.control_measures))
    assert _copied(corpus, _grams(rows)) == []


def test_no_line_repeats_a_law(corpus: Corpus) -> None:
    folder = os.environ.get("HAZARDKB_LAWS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("HAZARDKB_LAWS 未设置：没有法规文本，跳过")
    texts = (path.read_text("utf-8") for path in sorted(Path(folder).rglob("*.md")))
    assert _copied(corpus, _grams(texts)) == []
