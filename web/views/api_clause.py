"""A clause as the JSON API answers it: its packet, whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kb.model.clause import clause_id
from kb.model.fines import fines
from kb.services.clauses import ANSWERS, RECORDS, ClauseReference, clauses_of
from kb.store.knowledge import Knowledge
from web import api_clause_models as out
from web.views.clause import ClauseFound, bears_on, clause_url
from web.views.entry import entry_url
from web.views.labels import DUTIES


def clause_out(found: ClauseFound, day: date, knowledge: Knowledge) -> out.ClauseOut:
    """Return the packet of a clause; what is not known of it is empty."""
    packet, regulation, state = found.packet, found.regulation, found.validity
    digest = packet.digest if packet else None
    return out.ClauseOut(
        id=found.id,
        url=clause_url(found.id),
        document_id=regulation.id,
        document_title=regulation.title,
        document_number=regulation.number,
        edition=found.edition,
        clause=found.clause,
        label=found.label,
        path=list(found.official.path) if found.official else [],
        as_of=day.isoformat(),
        status=state.code,
        status_name=state.name,
        status_text=state.text,
        certainty=state.how,
        text=digest.text if digest else "",
        duty=DUTIES[digest.duty] if digest else "",
        scope=packet.scope if packet else "",
        source=packet.source if packet else "",
        source_certainty=packet.how if packet else "unverified",
        note=packet.note if packet else "",
        check=list(digest.check) if digest else [],
        evidence=list(digest.evidence) if digest else [],
        official=found.official.text if found.official else None,
        penalties=penalties_out(packet.penalties if packet else ()),
        punishes=_references(packet.punishes if packet else ()),
        conflicts=_references(packet.conflicts if packet else ()),
        moved_to=_moved(found, knowledge),
        forerunners=_references(found.forerunners),
        entries=_entries(found, knowledge),
        answers=list(ANSWERS),
        records=list(RECORDS),
    )


def penalties_out(penalties: Iterable[ClauseReference]) -> list[out.PenaltyOut]:
    """Return penalties with the figures of their texts as data."""
    return [
        out.PenaltyOut(p.id, p.document, p.title, p.clause, p.label, p.text, p.how, list(fines(p.text)))
        for p in penalties
    ]


def _references(references: Iterable[ClauseReference]) -> list[out.ReferenceOut]:
    return [out.ReferenceOut(r.id, r.document, r.title, r.clause, r.label, r.text, r.how) for r in references]


def _moved(found: ClauseFound, knowledge: Knowledge) -> list[out.ReferenceOut]:
    """Return today's articles of an old number, with how sure that is."""
    if found.moved is None:
        return []
    moved, edition = found.moved
    document, title, label = found.regulation.id, found.regulation.title, clauses_of(knowledge).label
    return [
        out.ReferenceOut(clause_id(document, edition, n), document, title, n, label(document, n), moved.note, moved.how)
        for n in moved.new
    ]


def _entries(found: ClauseFound, knowledge: Knowledge) -> list[out.BearingOut]:
    listed = []
    for bears in bears_on(found, knowledge):
        entry = knowledge.entry(bears.entry)
        hazard = "\n".join(entry.hazards)
        listed.append(
            out.BearingOut(entry.id, entry_url(entry.id), entry.location, hazard, bears.cited, list(bears.words))
        )
    return listed
