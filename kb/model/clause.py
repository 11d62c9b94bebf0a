"""The text of a document as data: `Unit`s that tile it exactly, and `Clause`s with their edition in their identity."""

from __future__ import annotations

from typing import Literal

from kb.model.base import HowKnown, Record, Review

UnitKind = Literal[
    "front", "contents", "part", "chapter", "section", "article", "paragraph", "item", "subitem", "clause", "appendix",
    "text",
]  # fmt: skip
"""front: what stands before the first heading; clause: a standard's numbered clause; text: belongs to what is above."""

FlagKind = Literal["gap", "restart", "disorder"]


class Unit(Record, frozen=True, kw_only=True):
    """A stretch of the source, label and trailing blanks included: joined, the `raw` of all units are the source.

    `number` is canonical (38, 38.2.1, 6.1.7; unique among articles: a repeated one gets #2); `label` is as printed;
    `body` is where the text after the label begins in `raw`.
    """

    kind: UnitKind
    raw: str
    number: str = ""
    label: str = ""
    body: int = 0

    @property
    def text(self) -> str:
        """The words without label, markup and surrounding blanks, on one line."""
        return " ".join(self.raw[self.body :].replace("**", "").split())


class NumberingFlag(Record, frozen=True, kw_only=True):
    """A fault in a source's numbering, told and never mended: what stands there, what was due, at which character."""

    kind: FlagKind
    found: str
    expected: str
    start: int


class ParsedText(Record, frozen=True, kw_only=True):
    """A document read: its units in order, and the faults of its numbering."""

    style: Literal["law", "standard", "plain"]
    units: tuple[Unit, ...]
    flags: tuple[NumberingFlag, ...] = ()

    def unparse(self) -> str:
        """Return the source again, character for character."""
        return "".join(unit.raw for unit in self.units)

    def count(self, kind: UnitKind) -> int:
        """Return how many units of a kind there are."""
        return sum(unit.kind == kind for unit in self.units)


class ClausePart(Record, frozen=True, kw_only=True):
    """A 款 or 项 of an article: number (38.2.1), kind and words."""

    number: str
    kind: UnitKind
    text: str


class Clause(Record, frozen=True, kw_only=True):
    """An article or a standard's clause of one edition; `path` holds the headings above it."""

    document: str
    edition: str
    number: str
    label: str
    text: str
    heading: str = ""
    path: tuple[str, ...] = ()
    parts: tuple[ClausePart, ...] = ()

    @property
    def id(self) -> str:
        """`{document}@{edition}:{number}`."""
        return clause_id(self.document, self.edition, self.number)


class Penalty(Record, frozen=True, kw_only=True):
    """What breaking a clause costs: the article that says so (of `document`, else the same one) and its range."""

    clause: str
    text: str
    document: str = ""


class ClauseDigest(Record, frozen=True, kw_only=True):
    """What a clause requires, in our own words; whether read against a text its group says (`ClauseDigests.read`).

    `duty` says whose it is; `check` how an inspector looks at it; `evidence` what to ask for; `words` what it is
    searched by beyond its text; `industries` those it is for where the document is for more.
    """

    clause: str
    text: str
    duty: Literal[
        "enterprise", "employer_head", "safety_staff", "worker", "authority", "third_party", "everyone", "none"
    ]
    words: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    penalties: tuple[Penalty, ...] = ()


class Conflict(Record, frozen=True, kw_only=True):
    """Two rules in force that do not agree: article `clause` of the digested edition and `other` of `document`.

    Where they are penalties, `duties` are the articles punished that the difference is about; () for all of them.
    """

    clause: str
    document: str
    other: str
    text: str
    duties: tuple[str, ...] = ()


class ClauseDigests(Record, frozen=True, kw_only=True):
    """The digests of one edition: which text they were verified against, by whom, and what is known of the edition.

    Only those `read` in a text have a review; others are common knowledge, never counted as verified.
    `scope` says in a sentence whom the document is for; `industries` are the codes it is limited to, `about` the words
    of which a place must have one before the document can bear on it (粉尘 for the dust rules), `topics` the reviewed
    subjects of entries that do as well as such a word; () for no limit.
    """

    document: str
    edition: str
    source: str
    how: HowKnown
    digests: tuple[ClauseDigest, ...]
    review: Review | None = None
    scope: str = ""
    industries: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    note: str = ""

    @property
    def read(self) -> bool:
        """Whether each digest was read against the text `source` names."""
        return self.how == "read_in_text"


class RegulationText(Record, frozen=True, kw_only=True):
    """A user's file of a law or standard, understood: what it is, its dates as read (ISO or ''), how many clauses.

    `known` says that the catalogue has the document, under whose id the clauses stand; else they stand under
    `doc-{sha8}`. `sha` is of the file's bytes, `flags` the faults of its numbering in words.
    """

    name: str
    sha: str
    document: str
    known: bool
    edition: str
    title: str
    count: int
    issuer: str = ""
    adopted: str = ""
    in_force: str = ""
    flags: tuple[str, ...] = ()


def clause_id(document: str, edition: str, number: str) -> str:
    """Return the id of a clause: `{document}@{edition}:{number}`."""
    return f"{document}@{edition}:{number}"


def split_clause_id(identifier: str) -> tuple[str, str, str]:
    """Return document, edition and number of a clause's id; '' for what it does not say."""
    document, _, rest = identifier.partition("@")
    edition, _, number = rest.partition(":")
    return document, edition, number
