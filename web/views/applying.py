"""“Everything that applies here” for showing: the clauses of an industry or a post as a checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.model.entry import HazardEntry
from kb.services.applying import AppliedClause, AppliedDocument, applying
from kb.services.bearing import Bearing
from kb.services.clauses import ANSWERS, RECORDS, clauses_of
from kb.store.knowledge import Knowledge
from web.views.clause import clause_url
from web.views.labels import DUTIES
from web.views.sources import regulation_url
from web.views.validity import ValidityView, shown, unread

_PLACES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A clause to check here: what it requires, how to look, what to ask for, the fine, and where."""

    label: str
    url: str
    text: str
    duty: str
    check: tuple[str, ...]
    evidence: tuple[str, ...]
    penalties: tuple[str, ...]
    places: tuple[str, ...]
    more_places: int


@dataclass(frozen=True, slots=True)
class DocumentChecks:
    """A document's clauses to check: those that bear on these places, those every plant must keep.

    `caution` warns where nobody read a text.
    """

    id: str
    title: str
    url: str
    scope: str
    validity: ValidityView
    caution: str
    here: tuple[CheckLine, ...]
    general: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class CitedView:
    """A document the manual cites here whose clauses are not digested."""

    title: str
    url: str
    clauses: str
    entries: int
    validity: ValidityView


@dataclass(frozen=True, slots=True)
class AppliedView:
    """All that applies: documents with checks, documents cited, those left out with why, and what each check notes."""

    documents: tuple[DocumentChecks, ...]
    cited: tuple[CitedView, ...]
    left_out: tuple[tuple[str, str], ...]
    here: int
    general: int
    answers: tuple[str, ...] = ANSWERS
    records: tuple[str, ...] = RECORDS


def applied_view(entries: Sequence[HazardEntry], day: date, knowledge: Knowledge, document: str = "") -> AppliedView:
    """Return what applies where `entries` are on `day`, of one `document` only when it is named."""
    found = applying(entries, clauses_of(knowledge), day)
    documents = tuple(_document(d, knowledge) for d in found.documents if document in ("", d.document))
    return AppliedView(
        documents=documents,
        cited=tuple(
            CitedView(
                c.title, regulation_url(c.document), "、".join(c.clauses), c.entries, shown(c.validity, knowledge)
            )
            for c in found.cited
            if document in ("", c.document)
        ),
        left_out=tuple((title, validity.text) for title, validity in found.left_out),
        here=sum(len(d.here) for d in documents),
        general=sum(len(d.general) for d in documents),
    )


def _document(applied: AppliedDocument, knowledge: Knowledge) -> DocumentChecks:
    return DocumentChecks(
        id=applied.document,
        title=applied.title.removeprefix("中华人民共和国"),
        url=regulation_url(applied.document),
        scope=applied.scope,
        validity=shown(applied.validity, knowledge),
        caution=unread(applied.how),
        here=tuple(_line(applied.document, clause, knowledge) for clause in applied.here),
        general=tuple(_line(applied.document, clause, knowledge) for clause in applied.general),
    )


def _line(document: str, applied: AppliedClause, knowledge: Knowledge) -> CheckLine:
    places = _places(applied.bears_on, knowledge)
    clauses = clauses_of(knowledge)
    fines = (
        f"{'' if p.document in ('', document) else clauses.catalogue.documents[p.document].title}"
        f"{clauses.label(p.document or document, p.clause)}：{p.text}"
        for p in applied.digest.penalties
    )
    return CheckLine(
        label=applied.label,
        url=clause_url(applied.id),
        text=applied.digest.text,
        duty=DUTIES[applied.digest.duty],
        check=applied.digest.check,
        evidence=applied.digest.evidence,
        penalties=tuple(fines),
        places=places[:_PLACES_SHOWN],
        more_places=max(0, len(places) - _PLACES_SHOWN),
    )


def _places(bears_on: Sequence[Bearing], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(dict.fromkeys(knowledge.entry(b.entry).location for b in bears_on))
