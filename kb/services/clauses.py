"""Clauses found and packed: from what people type to the clause, and from a clause to everything it bears on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kb.model.base import HowKnown, Record
from kb.model.citations import Resolution
from kb.model.citations_clauses import clause_label
from kb.model.clause import ClauseDigest, ClauseDigests, clause_id
from kb.model.numerals import NUMERAL
from kb.model.regulation import ARTICLED, Regulation
from kb.model.renumbering import Moved, Renumbering
from kb.services.bearing import Places
from kb.services.renumbering import Renumberings
from kb.services.resolve import Catalogue
from kb.services.validity import Validity, edition_on, weakest
from kb.store.knowledge import Knowledge

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?(?:版|修正|修订)?")
ANSWERS = ("符合", "不符合", "不涉及")
"""What an inspector may put down for a clause."""
RECORDS = (
    "检查情况", "问题描述", "整改措施", "整改责任人", "整改期限", "治理资金（元）", "复查日期", "复查结论",
    "复查人",
)  # fmt: skip
"""The blank lines of a clause's record: what was found, how it is put right and paid for, and the second look."""


class Target(Record, frozen=True, kw_only=True):
    """The clause a query means: an older number leads on to today's through `moved` (of edition `today`)."""

    document: str
    edition: str
    clause: str
    label: str
    moved: Moved | None = None
    today: str = ""

    @property
    def id(self) -> str:
        """The id of the article it names; 款 and 项 are read on its page."""
        return clause_id(self.document, self.edition, self.clause)


class ClauseReference(Record, frozen=True, kw_only=True):
    """Another clause that hangs on this one, with what it says of it; `id` is '' when its edition is not known."""

    id: str
    document: str
    title: str
    clause: str
    label: str
    text: str = ""
    how: HowKnown = "read_in_text"


class ClausePacket(Record, frozen=True, kw_only=True):
    """What a clause requires, how it is inspected and what breaking it costs, as of a day.

    `penalties` are what breaking it costs, `punishes` the clauses it is the penalty of; `conflicts` the rules in force
    that do not agree with it. Where it bears on is looked for only when asked (`Places.bearing`).
    """

    id: str
    document: str
    edition: str
    clause: str
    label: str
    title: str
    digest: ClauseDigest
    how: HowKnown
    source: str
    scope: str
    note: str
    validity: Validity
    penalties: tuple[ClauseReference, ...] = ()
    punishes: tuple[ClauseReference, ...] = ()
    conflicts: tuple[ClauseReference, ...] = ()
    forerunners: tuple[ClauseReference, ...] = ()


_NUMBERED = re.compile(rf"[{NUMERAL}\d附]")
"""What every query that names a clause has; most have none, and reading citations takes longer than seeing that."""


class Clauses:
    """The digests and renumberings beside the catalogue; built once an edition, read by any thread."""

    def __init__(
        self, catalogue: Catalogue, digests: Sequence[ClauseDigests], renumberings: Sequence[Renumbering]
    ) -> None:
        self.catalogue = catalogue
        self.groups = tuple(digests)
        self._editions = {(group.document, group.edition): group for group in digests}
        self._newest = {group.document: group for group in sorted(digests, key=lambda group: group.edition)}
        self._digests = {(g.document, g.edition, d.clause): d for g in digests for d in g.digests}
        self._punished: dict[tuple[str, str], dict[tuple[str, str, str], None]] = {}
        for group in digests:
            for digest in group.digests:
                for penalty in digest.penalties:
                    by = (penalty.document or group.document, penalty.clause.split(".", maxsplit=1)[0])
                    self._punished.setdefault(by, {})[group.document, digest.clause, penalty.clause] = None
        self.renumberings = Renumberings(renumberings)

    def targets(self, query: str) -> tuple[Target, ...]:
        """Return the clauses `query` names outright (安法28条, 2014年安全生产法第32条), () when it names none."""
        if not _NUMBERED.search(query):
            return ()
        found = [t for r in self.catalogue.cite(query) if r.document for t in self._of(r, query)]
        return tuple(dict.fromkeys(found))

    def group(self, document: str, edition: str = "") -> ClauseDigests | None:
        """Return the digests of an edition of a document, of its newest digested one when none is named."""
        return self._editions.get((document, edition)) if edition else self._newest.get(document)

    def digest(self, document: str, clause: str, edition: str = "") -> ClauseDigest | None:
        """Return the digest of the article `clause` belongs to (of the newest digested edition), None without one."""
        group = self.group(document, edition)
        if group is None:
            return None
        whole = self._digests.get((document, group.edition, clause))
        return whole or self._digests.get((document, group.edition, clause.split(".", maxsplit=1)[0]))

    def packet(self, document: str, clause: str, day: date, edition: str = "") -> ClausePacket | None:
        """Return everything about a digested clause as of `day`, None when the clause has no digest."""
        group, digest = self.group(document, edition), self.digest(document, clause, edition)
        if group is None or digest is None:
            return None
        regulation = self.catalogue.documents[document]
        return ClausePacket(
            id=clause_id(document, group.edition, digest.clause),
            document=document,
            edition=group.edition,
            clause=digest.clause,
            label=self.label(document, digest.clause),
            title=regulation.title,
            digest=digest,
            how=group.how,
            source=group.source,
            scope=group.scope,
            note=group.note,
            validity=edition_on(regulation, group.edition, day),
            penalties=self.penalties(group, digest),
            punishes=self.punishes(document, digest.clause),
            conflicts=self._conflicts(document, digest),
            forerunners=self.forerunners(document, group.edition, digest.clause),
        )

    def label(self, document: str, clause: str) -> str:
        """Return a clause as people say it: 第三十五条 or 6.1.7."""
        return clause_label(clause, articles=self.catalogue.documents[document].kind in ARTICLED)

    def moved(self, document: str, edition: str, clause: str) -> tuple[Moved, str] | None:
        """Return where an article of an old edition went and in which edition it stands there now."""
        renumbering = self.renumberings.onward(document, edition)
        moved = renumbering.successor(clause) if renumbering else None
        return (moved, renumbering.new) if moved and renumbering else None

    def forerunners(self, document: str, edition: str, clause: str) -> tuple[ClauseReference, ...]:
        """Return the articles of older editions that this one comes from."""
        return tuple(
            ClauseReference(
                id=clause_id(document, renumbering.old, moved.old),
                document=document,
                title=self.catalogue.documents[document].title,
                clause=moved.old,
                label=self.label(document, moved.old),
                text=moved.note,
                how=moved.how,
            )
            for renumbering in self.renumberings.into(document, edition)
            for moved in renumbering.forerunners(clause)
        )

    def reference(self, document: str, clause: str, text: str, how: HowKnown = "read_in_text") -> ClauseReference:
        """Return a reference to a clause of a document's newest digested edition, as sure as the less sure end of it.

        `how` is how the clause that points there is known.
        """
        group = self.group(document)
        article = clause.split(".", maxsplit=1)[0]
        known = group is not None and self.digest(document, clause) is not None
        return ClauseReference(
            id=clause_id(document, group.edition, article) if group and known else "",
            document=document,
            title=self.catalogue.documents[document].title,
            clause=clause,
            label=self.label(document, clause),
            text=text,
            how=weakest(how, group.how) if group else how,
        )

    def _of(self, resolution: Resolution, query: str) -> list[Target]:
        document = resolution.document
        regulation = self.catalogue.documents[document]
        edition = resolution.edition or self._edition(regulation, query)
        return [self._target(regulation, edition, clause) for clause in resolution.clauses]

    def _edition(self, regulation: Regulation, query: str) -> str:
        """Return the edition a year in the query points to, else the newest that is not a guess."""
        year = _YEAR.search(query)
        named = [e.id for e in regulation.editions if year and e.id.startswith(year[1])]
        sure = [e.id for e in regulation.editions if e.how != "unverified"]
        return (named or sure or [""])[-1]

    def _target(self, regulation: Regulation, edition: str, clause: str) -> Target:
        moved = self.moved(regulation.id, edition, clause)
        return Target(
            document=regulation.id,
            edition=edition,
            clause=clause,
            label=self.label(regulation.id, clause),
            moved=moved[0] if moved else None,
            today=moved[1] if moved else "",
        )

    def penalties(self, group: ClauseDigests, digest: ClauseDigest) -> tuple[ClauseReference, ...]:
        """Return what breaking a clause costs: the articles that say so, each with its range."""
        return tuple(
            self.reference(p.document or group.document, p.clause, p.text, group.how) for p in digest.penalties
        )

    def punishes(self, document: str, clause: str) -> tuple[ClauseReference, ...]:
        """Return the clauses whose penalty stands in article `clause` of `document`, once each."""
        article = self.label(document, clause)
        said: dict[tuple[str, str], list[str]] = {}
        for owner, punished, by in self._punished.get((document, clause), ()):
            known = said.setdefault((owner, punished), [])
            known.append(self.label(document, by).removeprefix(article if known else ""))
        return tuple(self.reference(owner, punished, "、".join(texts)) for (owner, punished), texts in said.items())

    def _conflicts(self, document: str, digest: ClauseDigest) -> tuple[ClauseReference, ...]:
        """Return the rules that do not agree with this clause, or with the article its penalty stands in."""
        here = (document, digest.clause)
        punished_by = {(p.document or document, p.clause.split(".")[0]) for p in digest.penalties}
        found = []
        for group in self.groups:
            for conflict in group.conflicts:
                own, other = (group.document, conflict.clause), (conflict.document, conflict.other)
                meant = not conflict.duties or digest.clause in conflict.duties
                if here == other:
                    found.append(self.reference(*own, conflict.text))
                elif here == own or (own in punished_by and meant):
                    found.append(self.reference(*other, conflict.text))
        return tuple(found)


def clauses_of(knowledge: Knowledge) -> Clauses:
    """Return the clauses of an edition."""
    return knowledge.once("clauses", lambda: _clauses(knowledge))


def _clauses(knowledge: Knowledge) -> Clauses:
    return Clauses(Catalogue(knowledge.regulations()), knowledge.digests(), knowledge.renumberings())


def places_of(knowledge: Knowledge) -> Places:
    """Return all entries of an edition as places clauses bear on."""
    return knowledge.once("places", lambda: Places(knowledge.all_entries()))
