"""Runs of characters shared with the official text: none longer than 15, save what rule 15 exempts."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LONGEST_RUN = 15
"""Characters a line may share with the official text in one run (CONTENT rule 15)."""

_TITLE = re.compile(r"《[^》]*》(?:[(（][^)）]*[)）])?")
_QUOTED = re.compile(r"“[^”]{2,24}”")
"""Wording of signs and slogans, which must be kept as it is."""
_FORMULAS = ("先通风、再检测、后作业", "先通风,再检测,后作业", "先检测、后进入")


def shared_run(ours: str, official: str, *, quotes_exempt: bool = True) -> str:
    """Return the longest run `ours` shares with `official` beyond the limit, or ''.

    Titles of documents, fixed formulas and (unless `quotes_exempt` is off) quoted wording of signs are taken out
    first; an enumeration (two or more 、) is exempt, because rule 6 forbids to cut it.
    """
    mine, theirs = _plain(ours, "\ue000", quotes_exempt), _plain(official, "\ue001", quotes_exempt)
    for block in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks():
        run = mine[block.a : block.a + block.size]
        if _counted(run) > LONGEST_RUN and run.count("、") < 2:
            return run
    return ""


def _plain(text: str, gap: str, quotes_exempt: bool) -> str:
    """Return `text` with what is exempt replaced by `gap`, which differs on the two sides so that no run spans it."""
    text = _TITLE.sub(gap, text)
    if quotes_exempt:
        text = _QUOTED.sub(gap, text)
    for formula in _FORMULAS:
        text = text.replace(formula, gap)
    return re.sub(r"\s+", "", text).replace(",", "，").replace(";", "；")


def _counted(run: str) -> int:
    """Return the length of `run` less figures with their units, which must be kept as they are."""
    return len(re.sub(r"[0-9.%~～≥≤℃a-zA-Z/³²°-]+", "", run))
