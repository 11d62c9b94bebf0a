"""“Everything that applies here” as the JSON API answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb.model.entry import HazardEntry
from kb.services.applying import AppliedClause, AppliedDocument, CitedDocument, applying
from kb.services.clauses import ANSWERS, RECORDS, clauses_of
from kb.store.knowledge import Knowledge
from web import api_clause_models as out
from web.views.api_clause import penalties_out
from web.views.clause import clause_url
from web.views.labels import DUTIES
from web.views.sources import regulation_url


def applicable_out(
    chosen: str, entries: Sequence[HazardEntry], day: date, knowledge: Knowledge, document: str = ""
) -> out.ApplicableOut:
    """Return what applies where `entries` are on `day`, of one `document` only when it is named."""
    found = applying(entries, clauses_of(knowledge), day)
    documents = [_document(d, knowledge) for d in found.documents if document in ("", d.document)]
    return out.ApplicableOut(
        chosen=chosen,
        as_of=day.isoformat(),
        here=sum(len(d.here) for d in documents),
        general=sum(len(d.general) for d in documents),
        documents=documents,
        cited=[_cited(c) for c in found.cited if document in ("", c.document)],
        left_out=[out.LeftOutOut(title, state.code, state.text) for title, state in found.left_out],
        answers=list(ANSWERS),
        records=list(RECORDS),
    )


def _document(applied: AppliedDocument, knowledge: Knowledge) -> out.AppliedDocumentOut:
    state = applied.validity
    return out.AppliedDocumentOut(
        document_id=applied.document,
        url=regulation_url(applied.document),
        title=applied.title,
        scope=applied.scope,
        status=state.code,
        status_name=state.name,
        status_text=state.text,
        certainty=state.how,
        source_certainty=applied.how,
        here=[_clause(applied.document, clause, knowledge) for clause in applied.here],
        general=[_clause(applied.document, clause, knowledge) for clause in applied.general],
    )


def _clause(document: str, applied: AppliedClause, knowledge: Knowledge) -> out.AppliedClauseOut:
    clauses, digest = clauses_of(knowledge), applied.digest
    group = clauses.group(document)
    places = (knowledge.entry(bearing.entry).location for bearing in applied.bears_on)
    return out.AppliedClauseOut(
        id=applied.id,
        url=clause_url(applied.id),
        clause=digest.clause,
        label=applied.label,
        text=digest.text,
        duty=DUTIES[digest.duty],
        check=list(digest.check),
        evidence=list(digest.evidence),
        penalties=penalties_out(clauses.penalties(group, digest) if group else ()),
        entries=[bearing.entry for bearing in applied.bears_on],
        places=list(dict.fromkeys(places)),
    )


def _cited(cited: CitedDocument) -> out.CitedDocumentOut:
    state = cited.validity
    return out.CitedDocumentOut(
        cited.document,
        regulation_url(cited.document),
        cited.title,
        list(cited.clauses),
        cited.entries,
        state.code,
        state.name,
        state.text,
        state.how,
    )
