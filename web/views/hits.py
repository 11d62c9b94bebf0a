"""A hit of the search as a page and the API show it: hazard, post, playbook or clause, each with its own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from kb.model.document_entry import DocumentEntry, of_document, where_in
from kb.model.entry import HazardEntry
from kb.model.search import KIND_NAMES, Highlight, Hit
from kb.services.search_documents import short_title
from kb.store.knowledge import Knowledge
from web.misprints import mere_misprint
from web.views.clause import clause_url, edition_name, find_clause
from web.views.document_entry import NO_PLACE, UNCHECKED_HERE, document_line, shown_lines
from web.views.entry import MeasureView, PlaceLink, entry_url, measure_view, place_link
from web.views.labels import DUTIES
from web.views.playbook import PlaybookLink, playbook_links
from web.views.post import industry_name
from web.views.segments import Run, runs, spans_in
from web.views.snippets import shown_measures
from web.views.validity import unread


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text under a hit's title, with a short word saying what it is; `ban` lines say what never to do."""

    label: str
    runs: tuple[Run, ...]
    ban: bool = False


@dataclass(frozen=True, slots=True)
class HitView:
    """One result for showing. `more` counts measures not shown; `same` are other places with the same text."""

    id: str
    kind: str
    kind_name: str
    url: str
    trail: str
    title: tuple[Run, ...]
    lines: tuple[Line, ...]
    measures: tuple[MeasureView, ...] = ()
    more: int = 0
    errata: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()
    stricter_now: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    same: tuple[PlaceLink, ...] = ()
    playbooks: tuple[PlaybookLink, ...] = ()
    because: tuple[str, ...] = ()
    action: str = ""
    action_url: str = ""


def hit_view(hit: Hit, knowledge: Knowledge, day: date) -> HitView:
    """Return `hit` for showing; the record comes from `knowledge`, only the marks from the hit.

    A clause shows the state of its document on `day`.
    """
    if hit.kind == "clause":
        return _clause(hit, knowledge, day)
    return _BY_KIND[hit.kind](hit, knowledge)


def _document_row(hit: Hit, knowledge: Knowledge) -> HitView:
    """Return a row of another document: its own sentences, and that nobody here has checked them."""
    entry = knowledge.document_entry(hit.id)
    row, marks = entry.row, hit.highlights
    spans = [spans_in(text, marks, ["measures"]) for text in row.control_measures]
    shown = shown_lines(entry, {i for i, found in enumerate(spans) if found})
    return HitView(
        id=entry.id,
        kind=hit.kind,
        kind_name=KIND_NAMES[hit.kind],
        url=entry_url(entry.id),
        trail=" › ".join(filter(None, (entry.document.name, row.chapter, *row.section))),
        title=_marked(row.location or NO_PLACE, marks, ["location", "title"]),
        lines=(
            Line("来源", runs(f"{entry.document.name} {where_in(row)}，{UNCHECKED_HERE}")),
            Line("危险", _marked(row.hazard, marks, ["hazards"])),
            *(Line("措施", runs(row.control_measures[i], spans[i])) for i in shown),
        ),
        more=len(row.control_measures) - len(shown),
        tags=tuple(kind.name for kind in entry.accident_types),
        same=tuple(_row_link(other) for other in knowledge.document_entries(i for i in hit.same if i != entry.id)),
        because=hit.because,
    )


def _row_link(entry: DocumentEntry) -> PlaceLink:
    line = document_line(entry)
    return PlaceLink(line.url, line.trail, line.location, line.hazard)


def _hazard(hit: Hit, knowledge: Knowledge) -> HitView:
    if of_document(hit.id):
        return _document_row(hit, knowledge)
    entry = knowledge.entry(hit.id)
    plain = knowledge.once("plain hits", lambda: lru_cache(maxsize=4096)(lambda i: _plain(i, knowledge)))(entry.id)
    measures = _snippet(entry, hit.highlights, plain.measures)
    called = next((n for n in entry.also_called if spans_in(n, hit.highlights, ["also_called"])), "")
    return replace(
        plain,
        title=_marked(entry.location, hit.highlights, ["location", "title"]),
        lines=(
            *((Line("也叫", _marked(called, hit.highlights, ["also_called"])),) if called else ()),
            *(Line("危险", _marked(hazard, hit.highlights, ["hazards"])) for hazard in entry.hazards),
        ),
        measures=measures,
        more=len(entry.measures) - len(measures),
        same=tuple(place_link(other) for other in knowledge.entries(i for i in hit.same if i != entry.id)),
        because=hit.because,
    )


def _plain(entry_id: str, knowledge: Knowledge) -> HitView:
    """Return what every hit of an entry shows, all its measures, nothing marked: worked out once an edition."""
    entry = knowledge.entry(entry_id)
    return HitView(
        id=entry.id,
        kind="hazard",
        kind_name=KIND_NAMES["hazard"],
        url=entry_url(entry.id),
        trail=" › ".join((entry.industry.name, entry.chapter.title, *entry.section)),
        title=(),
        lines=(),
        measures=tuple(measure_view(measure, entry, knowledge) for measure in entry.measures),
        errata=tuple(e.text for e in entry.errata if not mere_misprint(e.text)),
        misprints=tuple(e.text for e in entry.errata if mere_misprint(e.text)),
        stricter_now=tuple(stricter.text for stricter in entry.stricter_now),
        tags=tuple(kind.name for kind in entry.accident_types),
        playbooks=playbook_links(entry.playbooks, knowledge),
    )


def _snippet(
    entry: HazardEntry, highlights: Sequence[Highlight], plain: Sequence[MeasureView]
) -> tuple[MeasureView, ...]:
    spans = {i: spans_in(measure.text, highlights, ["measures"]) for i, measure in enumerate(entry.measures)}
    matched = sorted((i for i in spans if spans[i]), key=lambda i: (-sum(e - s for s, e in spans[i]), i))
    shown = shown_measures(entry, matched)
    return tuple(
        replace(plain[i], runs=runs(entry.measures[i].text, spans[i])) if spans[i] else plain[i] for i in shown
    )


def _post(hit: Hit, knowledge: Knowledge) -> HitView:
    post = knowledge.post(hit.id)
    names = (*post.aliases, *post.colloquial)
    return HitView(
        id=post.id,
        kind=hit.kind,
        kind_name=KIND_NAMES[hit.kind],
        url=f"/posts/{quote(post.id)}",
        trail=industry_name(post.industry),
        title=_marked(post.title, hit.highlights, ["title"]),
        lines=(
            *((Line("也叫", _marked("、".join(names), hit.highlights, ["also_called"])),) if names else ()),
            Line("做什么", runs("；".join(post.tasks))),
        ),
        playbooks=playbook_links(post.playbooks, knowledge),
        because=hit.because,
        action="看告知卡",
        action_url=f"/posts/{quote(post.id)}/card",
    )


def _playbook(hit: Hit, knowledge: Knowledge) -> HitView:
    playbook = knowledge.playbook(hit.id)
    return HitView(
        id=playbook.id,
        kind=hit.kind,
        kind_name=KIND_NAMES[hit.kind],
        url=f"/playbooks/{quote(playbook.id)}",
        trail="出事怎么办",
        title=_marked(playbook.title, hit.highlights, ["title"]),
        lines=(
            Line("第一件事", _marked(playbook.first, hit.highlights, ["emergency"])),
            *(_never(line.text, hit.highlights) for line in playbook.never),
        ),
        because=hit.because,
    )


def _never(text: str, highlights: Sequence[Highlight]) -> Line:
    """Return a ban; the label already says 严禁, so a text that begins with it is not made to say it twice."""
    return Line("" if text.startswith("严禁") else "严禁", _marked(text, highlights, ["emergency"]), ban=True)


def _clause(hit: Hit, knowledge: Knowledge, day: date) -> HitView:
    found = find_clause(hit.id, day, knowledge)
    digest = found.packet.digest if found.packet else None
    caution = unread(found.packet.how) if found.packet else ""
    state = found.validity
    texts = [("要求", digest.text, "text")] if digest else []
    texts += [("原文", found.official.text, "official")] if found.official and not digest else []
    return HitView(
        id=hit.id,
        kind=hit.kind,
        kind_name=KIND_NAMES[hit.kind],
        url=clause_url(hit.id),
        trail=" · ".join(t for t in (found.regulation.number, edition_name(found.regulation, found.edition)) if t),
        title=_marked(f"{short_title(found.regulation)} {found.label}", hit.highlights, ["title"]),
        lines=(
            Line("效力", runs(f"{state.name}（{state.certainty}）"), ban=state.code in {"superseded", "repealed"}),
            *([Line("未核对", runs(caution), ban=True)] if caution else ()),
            *(Line(label, _marked(text, hit.highlights, [field])) for label, text, field in texts),
            *(Line("罚则", runs(f"{p.label}：{p.text}")) for p in (found.packet.penalties if found.packet else ())),
            *(Line("不一致", runs(c.text), ban=True) for c in (found.packet.conflicts if found.packet else ())),
        ),
        tags=(DUTIES[digest.duty],) if digest and digest.duty != "none" else (),
        because=hit.because,
        action="怎么查、在哪里" if digest else "",
        action_url=f"{clause_url(hit.id)}#{'check' if digest and digest.check else 'bears'}",
    )


def _marked(text: str, highlights: Sequence[Highlight], fields: Sequence[str]) -> tuple[Run, ...]:
    return runs(text, spans_in(text, highlights, fields))


_BY_KIND: dict[str, Callable[[Hit, Knowledge], HitView]] = {
    "hazard": _hazard,
    "post": _post,
    "playbook": _playbook,
}
