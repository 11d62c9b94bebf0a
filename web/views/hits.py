"""A hit of the search as a page and the API show it: hazard, post, playbook or clause, each with its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from kb.model.document_entry import DocumentEntry, of_document, where_in
from kb.model.entry import HazardEntry
from kb.model.search import KIND_NAMES, Hit, Kind
from kb.services.search_documents import short_title
from kb.store.knowledge import Knowledge
from web.misprints import mere_misprint
from web.views.clause import ClauseFound, clause_url, edition_name, find_clause
from web.views.document_entry import NO_PLACE, UNCHECKED_HERE, document_line, shown_lines
from web.views.entry import MeasureView, PlaceLink, entry_url, measure_view, place_link
from web.views.labels import DUTIES
from web.views.playbook import PlaybookLink, playbook_links
from web.views.post import industry_name
from web.views.segments import Marks, Run, cut
from web.views.snippets import shown_measures
from web.views.validity import unread

REMEMBERED = 4096
"""Records of which it is remembered what every hit of them shows, about 5 KB each."""


class Line(NamedTuple):
    """A line of text under a hit's title, with a short word saying what it is; `ban` lines say what never to do."""

    label: str
    runs: tuple[Run, ...]
    ban: bool = False


class HitFacts(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What every result of a record shows, whatever was asked: made once an edition, so its rendering can be kept.

    `measures` are all of a hazard's, nothing marked in them.
    """

    id: str
    kind: Kind
    url: str
    trail: str
    measures: tuple[MeasureView, ...] = ()
    errata: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()
    stricter_now: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    playbooks: tuple[PlaybookLink, ...] = ()
    action: str = ""
    action_url: str = ""

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[self.kind]


class HitView(msgspec.Struct, frozen=True, kw_only=True):
    """One result for showing. `more` counts measures not shown; `same` are other places with the same text."""

    facts: HitFacts
    title: tuple[Run, ...]
    lines: tuple[Line, ...]
    measures: tuple[MeasureView, ...] = ()
    more: int = 0
    same: tuple[PlaceLink, ...] = ()
    because: tuple[str, ...] = ()


def hit_view(hit: Hit, knowledge: Knowledge, day: date) -> HitView:
    """Return `hit` for showing; the record comes from `knowledge`, only the marks from the hit.

    A clause shows the state of its document on `day`.
    """
    if hit.kind == "clause":
        return _clause(hit, find_clause(hit.id, day, knowledge), knowledge)
    if of_document(hit.id):
        return _document_row(hit, knowledge)
    return _BY_KIND[hit.kind](hit, knowledge)


def _facts(hit: Hit, knowledge: Knowledge) -> HitFacts:
    """Return what every hit of this record shows, made once."""
    known = knowledge.once("hit facts", lambda: lru_cache(maxsize=REMEMBERED)(lambda k, i: _FACTS[k](i, knowledge)))
    return known("row" if of_document(hit.id) else hit.kind, hit.id)


def _row_facts(identifier: str, knowledge: Knowledge) -> HitFacts:
    entry = knowledge.document_entry(identifier)
    return HitFacts(
        id=entry.id,
        kind="hazard",
        url=entry_url(entry.id),
        trail=" › ".join(filter(None, (entry.document.name, entry.row.chapter, *entry.row.section))),
        tags=tuple(kind.name for kind in entry.accident_types),
    )


def _document_row(hit: Hit, knowledge: Knowledge) -> HitView:
    """Return a row of another document: its own sentences, and that nobody here has checked them."""
    entry = knowledge.document_entry(hit.id)
    row, marks = entry.row, Marks(hit.highlights)
    spans = [marks.spans(text, "measures") for text in row.control_measures]
    shown = shown_lines(entry, {i for i, found in enumerate(spans) if found})
    return HitView(
        facts=_facts(hit, knowledge),
        title=marks.runs(row.location or NO_PLACE, "location", "title"),
        lines=(
            Line("来源", cut(f"{entry.document.name} {where_in(row)}，{UNCHECKED_HERE}")),
            Line("危险", marks.runs(row.hazard, "hazards")),
            *(Line("措施", cut(row.control_measures[i], spans[i])) for i in shown),
        ),
        more=len(row.control_measures) - len(shown),
        same=tuple(_row_link(other) for other in knowledge.document_entries(i for i in hit.same if i != entry.id)),
        because=hit.because,
    )


def _row_link(entry: DocumentEntry) -> PlaceLink:
    line = document_line(entry)
    return PlaceLink(line.url, line.trail, line.location, line.hazard)


def _hazard_facts(identifier: str, knowledge: Knowledge) -> HitFacts:
    entry = knowledge.entry(identifier)
    return HitFacts(
        id=entry.id,
        kind="hazard",
        url=entry_url(entry.id),
        trail=" › ".join((entry.industry.name, entry.chapter.title, *entry.section)),
        measures=tuple(measure_view(measure, entry, knowledge) for measure in entry.measures),
        errata=tuple(e.text for e in entry.errata if not mere_misprint(e.text)),
        misprints=tuple(e.text for e in entry.errata if mere_misprint(e.text)),
        stricter_now=tuple(stricter.text for stricter in entry.stricter_now),
        tags=tuple(kind.name for kind in entry.accident_types),
        playbooks=playbook_links(entry.playbooks, knowledge),
    )


def _hazard(hit: Hit, knowledge: Knowledge) -> HitView:
    entry, facts, marks = knowledge.entry(hit.id), _facts(hit, knowledge), Marks(hit.highlights)
    measures = _snippet(entry, marks, facts)
    called = next((name for name in entry.also_called if marks.spans(name, "also_called")), "")
    return HitView(
        facts=facts,
        title=marks.runs(entry.location, "location", "title"),
        lines=(
            *((Line("也叫", marks.runs(called, "also_called")),) if called else ()),
            *(Line("危险", marks.runs(hazard, "hazards")) for hazard in entry.hazards),
        ),
        measures=measures,
        more=len(entry.measures) - len(measures),
        same=tuple(place_link(other) for other in knowledge.entries(i for i in hit.same if i != entry.id)),
        because=hit.because,
    )


def _snippet(entry: HazardEntry, marks: Marks, facts: HitFacts) -> tuple[MeasureView, ...]:
    spans = [marks.spans(measure.text, "measures") for measure in entry.measures]
    matched = sorted((i for i, found in enumerate(spans) if found), key=lambda i: (-sum(e - s for s, e in spans[i]), i))
    return tuple(
        msgspec.structs.replace(facts.measures[i], runs=cut(entry.measures[i].text, spans[i]))
        if spans[i]
        else facts.measures[i]
        for i in shown_measures(entry, matched)
    )


def _post_facts(identifier: str, knowledge: Knowledge) -> HitFacts:
    post = knowledge.post(identifier)
    return HitFacts(
        id=post.id,
        kind="post",
        url=f"/posts/{quote(post.id)}",
        trail=industry_name(post.industry),
        playbooks=playbook_links(post.playbooks, knowledge),
        action="看告知卡",
        action_url=f"/posts/{quote(post.id)}/card",
    )


def _post(hit: Hit, knowledge: Knowledge) -> HitView:
    post, marks = knowledge.post(hit.id), Marks(hit.highlights)
    names = "、".join((*post.aliases, *post.colloquial))
    return HitView(
        facts=_facts(hit, knowledge),
        title=marks.runs(post.title, "title"),
        lines=(
            *((Line("也叫", marks.runs(names, "also_called")),) if names else ()),
            Line("做什么", cut("；".join(post.tasks))),
        ),
        because=hit.because,
    )


def _playbook_facts(identifier: str, knowledge: Knowledge) -> HitFacts:
    playbook = knowledge.playbook(identifier)
    return HitFacts(
        id=playbook.id,
        kind="playbook",
        url=f"/playbooks/{quote(playbook.id)}",
        trail="出事怎么办",
    )


def _playbook(hit: Hit, knowledge: Knowledge) -> HitView:
    playbook, marks = knowledge.playbook(hit.id), Marks(hit.highlights)
    return HitView(
        facts=_facts(hit, knowledge),
        title=marks.runs(playbook.title, "title"),
        lines=(
            Line("第一件事", marks.runs(playbook.first, "emergency")),
            *(_never(line.text, marks) for line in playbook.never),
        ),
        because=hit.because,
    )


def _never(text: str, marks: Marks) -> Line:
    """Return a ban; one that says 严禁 itself gets no label: 严禁 发生事故，严禁盲目施救 would forbid the accident."""
    return Line("" if "严禁" in text else "严禁", marks.runs(text, "emergency"), ban=True)


def _clause_facts(identifier: str, found: ClauseFound) -> HitFacts:
    digest = found.packet.digest if found.packet else None
    return HitFacts(
        id=identifier,
        kind="clause",
        url=clause_url(identifier),
        trail=" · ".join(t for t in (found.regulation.number, edition_name(found.regulation, found.edition)) if t),
        tags=(DUTIES[digest.duty],) if digest and digest.duty != "none" else (),
        action="怎么查、在哪里" if digest else "",
        action_url=f"{clause_url(identifier)}#{'check' if digest and digest.check else 'bears'}",
    )


def _clause(hit: Hit, found: ClauseFound, knowledge: Knowledge) -> HitView:
    packet, state, marks = found.packet, found.validity, Marks(hit.highlights)
    texts = [("要求", packet.digest.text, "text")] if packet else []
    texts += [("原文", found.official.text, "official")] if found.official and not packet else []
    caution = unread(packet.how) if packet else ""
    known = knowledge.once("clause hit facts", lambda: lru_cache(maxsize=REMEMBERED)(_clause_facts))
    return HitView(
        facts=known(hit.id, found),
        title=marks.runs(f"{short_title(found.regulation)} {found.label}", "title"),
        lines=(
            Line("效力", cut(f"{state.name}（{state.certainty}）"), ban=state.code in {"superseded", "repealed"}),
            *([Line("未核对", cut(caution), ban=True)] if caution else ()),
            *(Line(label, marks.runs(text, field)) for label, text, field in texts),
            *(Line("罚则", cut(f"{p.label}：{p.text}")) for p in (packet.penalties if packet else ())),
            *(Line("不一致", cut(c.text), ban=True) for c in (packet.conflicts if packet else ())),
        ),
        because=hit.because,
    )


_FACTS: Mapping[str, Callable[[str, Knowledge], HitFacts]] = {
    "row": _row_facts,
    "hazard": _hazard_facts,
    "post": _post_facts,
    "playbook": _playbook_facts,
}
_BY_KIND: Mapping[str, Callable[[Hit, Knowledge], HitView]] = {
    "hazard": _hazard,
    "post": _post,
    "playbook": _playbook,
}
