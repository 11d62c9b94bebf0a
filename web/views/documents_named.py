"""Documents a search names by number or by their whole title: an inspector who types GB 2894 wants that standard."""

from __future__ import annotations

import re
from datetime import date

from kb.model.regulation import Regulation
from kb.store.knowledge import Knowledge
from web.views.regulation import RegulationLink, mentions, regulations_by_kind

SHOWN = 3

_NUMBER = re.compile(r"[A-Za-z]{2,6}\s*(?:/\s*[TZtz])?\s*\d{3,}(?:\.\d+)*(?:\s*[-—]\s*\d{4})?")
_YEAR = re.compile(r"\s*[-—]\s*(?:19|20)\d{2}$")
_STATE = "中华人民共和国"


def documents_named(words: str, day: date, knowledge: Knowledge) -> list[RegulationLink]:
    """Return links to the documents `words` name, with their state on `day`; none where they only touch on one."""
    asked = words.strip().strip("《》")
    if _NUMBER.fullmatch(asked):
        number = _YEAR.sub("", asked)
        found = [r for r in knowledge.regulations() if mentions(r, asked)]
        found = found or [r for r in knowledge.regulations() if mentions(r, number)]
    else:
        found = knowledge.once("document names", lambda: _by_name(knowledge)).get(asked.removeprefix(_STATE), [])
    if not found:
        return []
    groups = regulations_by_kind(found[:SHOWN], day, knowledge)
    return [link for _, links in groups for link in links]


def _by_name(knowledge: Knowledge) -> dict[str, list[Regulation]]:
    """Return the documents of each title and alias."""
    named: dict[str, list[Regulation]] = {}
    for regulation in knowledge.regulations():
        for name in dict.fromkeys(n.removeprefix(_STATE) for n in (regulation.title, *regulation.aliases)):
            named.setdefault(name, []).append(regulation)
    return named
