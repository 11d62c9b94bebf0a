"""Clauses found and packed: from what people type to the clause, and from a clause to everything it bears on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from kb.model.base import HowKnown, Record
from kb.model.citations import Resolution
from kb.model.citations_clauses import clause_label
from kb.model.clause import ClauseDigest, ClauseDigests, Penalty
from kb.model.entry import HazardEntry
from kb.model.regulation import Regulation
from kb.model.renumbering import Moved, Renumbering
from kb.services.resolve import Catalogue
from kb.services.validity import Validity, status_on

ARTICLED = frozenset(
    {"law", "administrative_regulation", "local_regulation", "department_rule", "local_rule", "normative_document"}
)
"""Kinds of documents whose clauses are articles (第…条); the others number theirs 6.1.7."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?(?:版|修正|修订)?")
_ORDERLY_LINES = ("符合", "不符合", "不涉及")


class Target(Record, frozen=True, kw_only=True):
    """The clause a query means: an older number leads on to today's through `moved`."""

    document: str
    edition: str
    clause: str
    label: str
    moved: Moved | None = None


class PenaltyLine(Record, frozen=True, kw_only=True):
    """A penalty with the title of its document and the article as people say it."""

    document: str
    title: str
    clause: str
    label: str
    text: str


class ClausePacket(Record, frozen=True, kw_only=True):
    """What a clause requires, how it is inspected, what breaking it costs and where it bears, as of a day.

    `entries` are found by the clause's words and by citation: a list to look through, not a verdict.
    """

    document: str
    edition: str
    clause: str
    label: str
    title: str
    text: str
    how: HowKnown
    source: str
    validity: Validity
    check: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    penalties: tuple[PenaltyLine, ...] = ()
    entries: tuple[str, ...] = ()
    answers: tuple[str, ...] = _ORDERLY_LINES
    note: str = ""


class Clauses:
    """The digests and renumberings beside the catalogue; built once an edition, read by any thread."""

    def __init__(
        self, catalogue: Catalogue, digests: Sequence[ClauseDigests], renumberings: Sequence[Renumbering]
    ) -> None:
        self._catalogue = catalogue
        self._groups = {group.document: group for group in digests}
        self._digests = {(g.document, d.clause): d for g in digests for d in g.digests}
        self._renumberings = {r.document: r for r in renumberings}

    def targets(self, query: str) -> tuple[Target, ...]:
        """Return the clauses `query` names outright (安法28条, 2014年安全生产法第32条), () when it names none."""
        found = [t for r in self._catalogue.cite(query) if r.document for t in self._of(r, query)]
        return tuple(dict.fromkeys(found))

    def digest(self, document: str, clause: str) -> ClauseDigest | None:
        """Return the digest of the article `clause` belongs to, None when there is none."""
        return self._digests.get((document, clause.split(".", maxsplit=1)[0]))

    def packet(self, document: str, clause: str, entries: Iterable[HazardEntry], day: date) -> ClausePacket | None:
        """Return everything about a digested clause as of `day`, None when the clause has no digest."""
        digest = self.digest(document, clause)
        if digest is None:
            return None
        group, regulation = self._groups[document], self._catalogue.documents[document]
        return ClausePacket(
            document=document,
            edition=group.edition,
            clause=digest.clause,
            label=self.label(document, digest.clause),
            title=regulation.title,
            text=digest.text,
            how=group.how,
            source=group.source,
            validity=status_on(regulation, day),
            check=digest.check,
            evidence=digest.evidence,
            penalties=tuple(self._penalty(document, p) for p in digest.penalties),
            entries=bearing(document, digest, entries),
            note=group.note,
        )

    def label(self, document: str, clause: str) -> str:
        """Return a clause as people say it: 第三十五条 or 6.1.7."""
        return clause_label(clause, articles=self._catalogue.documents[document].kind in ARTICLED)

    def _of(self, resolution: Resolution, query: str) -> list[Target]:
        document = resolution.document
        regulation = self._catalogue.documents[document]
        edition = self._edition(regulation, query)
        return [self._target(regulation, edition, clause) for clause in resolution.clauses]

    def _edition(self, regulation: Regulation, query: str) -> str:
        """Return the edition a year in the query points to, else the newest that is not a guess."""
        year = _YEAR.search(query)
        named = [e.id for e in regulation.editions if year and e.id.startswith(year[1])]
        sure = [e.id for e in regulation.editions if e.how != "unverified"]
        return (named or sure or [""])[-1]

    def _target(self, regulation: Regulation, edition: str, clause: str) -> Target:
        map_ = self._renumberings.get(regulation.id)
        moved = map_.successor(clause) if map_ and map_.old == edition else None
        return Target(
            document=regulation.id,
            edition=edition,
            clause=clause,
            label=self.label(regulation.id, clause),
            moved=moved,
        )

    def _penalty(self, document: str, penalty: Penalty) -> PenaltyLine:
        owner = penalty.document or document
        return PenaltyLine(
            document=owner,
            title=self._catalogue.documents[owner].title,
            clause=penalty.clause,
            label=self.label(owner, penalty.clause),
            text=penalty.text,
        )


def bearing(document: str, digest: ClauseDigest, entries: Iterable[HazardEntry]) -> tuple[str, ...]:
    """Return the ids of the entries whose words include one of the digest's, or whose basis cites the clause."""
    return tuple(e.id for e in entries if _cites(e, document, digest.clause) or _says(e, digest.words))


def _cites(entry: HazardEntry, document: str, clause: str) -> bool:
    return any(
        b.document == document and clause in {c.split(".")[0] for c in b.clause.split("、")} for b in entry.legal_basis
    )


def _says(entry: HazardEntry, words: tuple[str, ...]) -> bool:
    texts = [*entry.hazards, *(m.text for m in entry.measures)]
    return any(word in text for word in words for text in texts)
