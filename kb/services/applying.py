"""Everything that applies here: from the entries of an industry or a post, the clauses in force that bind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import get_args

from kb.model.base import HowKnown, Record
from kb.model.clause import ClauseDigest, ClauseDigests, clause_id
from kb.model.entry import HazardEntry
from kb.model.regulation import RegulationKind
from kb.services.bearing import Bearing, Places
from kb.services.clauses import Clauses
from kb.services.validity import Validity, edition_on, status_on

BINDING = frozenset({"enterprise", "employer_head", "safety_staff", "worker", "everyone"})
"""Whose duties a plant is inspected on."""
_RANKS: tuple[RegulationKind, ...] = get_args(RegulationKind)
"""Laws first, then regulations, then rules."""
_GONE = frozenset({"superseded", "repealed", "not_yet"})


class AppliedClause(Record, frozen=True, kw_only=True):
    """A clause and the entries it bears on here; none for one every plant must keep."""

    id: str
    label: str
    digest: ClauseDigest
    bears_on: tuple[Bearing, ...] = ()


class AppliedDocument(Record, frozen=True, kw_only=True):
    """A document with its clauses: `here` bear on these entries, `general` bind every plant it is for.

    `how` tells how its digests are known.
    """

    document: str
    title: str
    scope: str
    validity: Validity
    how: HowKnown = "read_in_text"
    here: tuple[AppliedClause, ...] = ()
    general: tuple[AppliedClause, ...] = ()


class CitedDocument(Record, frozen=True, kw_only=True):
    """A document the entries cite that has no digests here: clauses named, number of entries, state on the day."""

    document: str
    title: str
    clauses: tuple[str, ...]
    entries: int
    validity: Validity


class Applied(Record, frozen=True, kw_only=True):
    """All that applies: digested documents, documents only cited, and those left out because they do not apply."""

    documents: tuple[AppliedDocument, ...]
    cited: tuple[CitedDocument, ...]
    left_out: tuple[tuple[str, Validity], ...] = ()


def applying(entries: Iterable[HazardEntry], clauses: Clauses, day: date) -> Applied:
    """Return what applies on `day` where `entries` are: a list to go through, not a verdict."""
    places = Places(entries)
    documents, left_out = [], []
    for group in clauses.groups:
        regulation = clauses.catalogue.documents[group.document]
        validity = edition_on(regulation, group.edition, day)
        if validity.code in _GONE:
            left_out.append((regulation.title, validity))
        elif places.touches(group):
            documents.append(_document(group, validity, places, clauses))
    found = tuple(d for d in documents if d.here or d.general)
    known = clauses.catalogue.documents
    found = tuple(sorted(found, key=lambda d: (_RANKS.index(known[d.document].kind), -len(d.here))))
    return Applied(documents=found, cited=_cited(places, clauses, day), left_out=tuple(left_out))


def _document(group: ClauseDigests, validity: Validity, places: Places, clauses: Clauses) -> AppliedDocument:
    here, general = [], []
    for digest in group.digests:
        if digest.duty not in BINDING or clauses.punishes(group.document, digest.clause):
            continue
        bears_on = places.bearing(group, digest)
        if bears_on:
            here.append(_clause(group, digest, bears_on, clauses))
        elif digest.check:
            general.append(_clause(group, digest, (), clauses))
    return AppliedDocument(
        document=group.document,
        title=clauses.catalogue.documents[group.document].title,
        scope=group.scope,
        validity=validity,
        how=group.how,
        here=tuple(here),
        general=tuple(general),
    )


def _clause(
    group: ClauseDigests, digest: ClauseDigest, bears_on: tuple[Bearing, ...], clauses: Clauses
) -> AppliedClause:
    identifier = clause_id(group.document, group.edition, digest.clause)
    label = clauses.label(group.document, digest.clause)
    return AppliedClause(id=identifier, label=label, digest=digest, bears_on=bears_on)


def _cited(places: Places, clauses: Clauses, day: date) -> tuple[CitedDocument, ...]:
    named: dict[str, dict[str, None]] = {}
    count: dict[str, int] = {}
    for entry in places.entries.values():
        for document in {basis.document for basis in entry.legal_basis if basis.document}:
            count[document] = count.get(document, 0) + 1
        for basis in entry.legal_basis:
            named.setdefault(basis.document, {}).update(dict.fromkeys(c for c in basis.clause.split("、") if c))
    known = clauses.catalogue.documents
    return tuple(
        CitedDocument(
            document=document,
            title=f"《{known[document].title}》{known[document].number}",
            clauses=tuple(named[document]),
            entries=number,
            validity=status_on(known[document], day),
        )
        for document, number in sorted(count.items(), key=lambda item: (-item[1], item[0]))
        if clauses.group(document) is None
    )
