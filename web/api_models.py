"""What the JSON API answers: one struct an answer; web/schemas/*.json are made from them and checked for drift."""

from __future__ import annotations

from typing import Any

import msgspec

from kb.model.base import CodeName
from kb.model.card import Card
from web.api_clause_models import ApplicableOut, ClauseOut


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error by RFC 9457: one Chinese sentence in `detail`, never internals; `candidates` for an ambiguous name."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    candidates: list[str] = []


class BasisOut(msgspec.Struct, frozen=True):
    """A cited document: catalogue id (empty when unknown), words as printed, clause, state today, how that is known."""

    document_id: str
    title: str
    as_printed: str
    clause: str
    status: str
    status_name: str
    certainty: str


class EmergencyOut(msgspec.Struct, frozen=True):
    """A playbook that fits: id, title, the first thing to do, address."""

    id: str
    title: str
    first: str
    url: str


class HighlightOut(msgspec.Struct, frozen=True):
    """A text and where it matched: half-open spans in code points."""

    field: str
    text: str
    spans: list[tuple[int, int]]


class DocumentOut(msgspec.Struct, frozen=True):
    """The user's document a row is from: id (doc-…), name, where in it; `checked` says who looked at the row and when.

    Its rows are shown as the document has them: nobody of this project has read them against anything.
    """

    id: str
    name: str
    where: str
    number: str
    checked: str


class HitOut(msgspec.Struct, frozen=True):
    """One hit. The fields after `highlights` describe a hazard and are empty for other kinds, of the same types.

    `control_measures` are all lines of the entry, whole, those not to be followed as they stand marked in front;
    `cautions` are corrections to the manual and stricter rules of today; `same` are entries with the same text.
    `document` is filled for a row of another document than the manual: its lines are the document's own.
    """

    id: str
    kind: str
    title: str
    url: str
    score: float
    highlights: list[HighlightOut]
    because: list[str] = []
    industry: str = ""
    industry_code: str = ""
    location: str = ""
    hazard: str = ""
    accident_types: list[CodeName] = []
    control_measures: list[str] = []
    cautions: list[str] = []
    legal_basis: list[BasisOut] = []
    emergency_response: list[EmergencyOut] = []
    same: list[str] = []
    document: DocumentOut | None = None


class FacetOut(msgspec.Struct, frozen=True):
    """A value to filter by with its number of hits."""

    code: str
    name: str
    count: int


class SearchOut(msgspec.Struct, frozen=True):
    """A page of hits. `total` counts entries, `distinct` hits: entries with the same text are one hit.

    `cut` says that the query was longer than 100 characters and its rest was dropped. Where `corrected`, the hits are
    those of `suggestion`; `literal=1` takes the words as typed. `nearest` are words to try.
    """

    total: int
    distinct: int
    took_ms: float
    suggestion: str
    corrected: bool
    nearest: list[str]
    cut: bool
    page: int
    per_page: int
    hits: list[HitOut]
    facets: dict[str, list[FacetOut]]


class SuggestionOut(msgspec.Struct, frozen=True):
    """A completion: what to search for, what it names, how many entries have it."""

    text: str
    kind: str
    count: int


class SuggestOut(msgspec.Struct, frozen=True):
    """Completions of what has been typed."""

    suggestions: list[SuggestionOut]


class SourceOut(msgspec.Struct, frozen=True):
    """Where a statement is from and how it is known."""

    text: str
    certainty: str


class MeasureOut(msgspec.Struct, frozen=True):
    """One line of the measures, whole, with its marks; `renders` numbers the official measures it says."""

    text: str
    renders: list[int]
    strength: str
    condition: str
    actor: str
    control: str
    phase: str
    permits: list[str]
    specialist_only: bool
    printable: bool
    erratum: str
    stricter_now: str
    supplement: SourceOut | None


class CautionOut(msgspec.Struct, frozen=True):
    """A correction to the manual or a stricter rule of today; `measures` numbers the official measures it is about."""

    text: str
    measures: list[int]
    source: SourceOut | None


class OfficialOut(msgspec.Struct, frozen=True):
    """The manual's own row, only where the user has ingested it."""

    location: str
    hazard: str
    accident_types: list[str]
    control_measures: list[str]
    legal_basis: str
    row_no: str
    pages: list[int]
    flags: list[str]
    pictures: list[str]


class ReviewOut(msgspec.Struct, frozen=True):
    """Who read it against its source and when; `engineer` is empty until a registered safety engineer has."""

    who: str
    when: str
    engineer: str


class EntryOut(msgspec.Struct, frozen=True):
    """A row of the manual, whole. `hazard` is `hazards` in one text; `official` is null where 原文未对应.

    A row of another document has `document`, and `official` as its only text: `measures` is empty, for the document
    names nobody who does them, `control_measures` are its own sentences, `industry` is empty unless it names one.
    """

    id: str
    url: str
    industry: str
    industry_code: str
    chapter: str
    chapter_code: str
    section: list[str]
    location: str
    location_kind: str
    also_called: list[str]
    hazard: str
    hazards: list[str]
    accident_types: list[CodeName]
    accident_types_printed: list[str]
    control_measures: list[str]
    measures: list[MeasureOut]
    errata: list[CautionOut]
    stricter_now: list[CautionOut]
    legal_basis: list[BasisOut]
    emergency_response: list[EmergencyOut]
    posts: list[CodeName]
    same: list[str]
    official: OfficialOut | None
    review: ReviewOut
    as_of: str
    document: DocumentOut | None = None


class PostOut(msgspec.Struct, frozen=True):
    """A post in the list."""

    id: str
    title: str
    aliases: list[str]
    industry: str
    industry_code: str
    url: str
    card_url: str


class PostsOut(msgspec.Struct, frozen=True):
    """Every post."""

    total: int
    posts: list[PostOut]


class FactOut(msgspec.Struct, frozen=True):
    """A stated value, how it is known, where it was read; an empty value is not known."""

    value: str
    certainty: str
    source: str


class SuccessorOut(msgspec.Struct, frozen=True):
    """A document that takes another's place, with how this is known."""

    document_id: str
    title: str
    in_force: str
    partly: bool
    note: str
    certainty: str


class EditionOut(msgspec.Struct, frozen=True):
    """One edition of a document."""

    id: str
    number: str
    title: str
    adopted: FactOut
    in_force: FactOut
    until: FactOut


class ClauseLineOut(msgspec.Struct, frozen=True):
    """A clause in the list of its document: what it requires in our own words, and whether its text is there."""

    id: str
    url: str
    label: str
    text: str
    duty: str
    has_official: bool


class RegulationOut(msgspec.Struct, frozen=True):
    """A document and whether it applies on the day `as_of`; `entries` cite it.

    `clauses` are those of `clauses_edition`: the edition of that day where it is there, else the newest that is.
    """

    id: str
    url: str
    kind: str
    kind_name: str
    title: str
    number: str
    issuer: str
    aliases: list[str]
    as_of: str
    status: str
    status_name: str
    status_text: str
    certainty: str
    known: FactOut
    editions: list[EditionOut]
    replaced_by: list[SuccessorOut]
    entries: list[str]
    note: str
    clauses_edition: str = ""
    clauses: list[ClauseLineOut] = []


class HealthOut(msgspec.Struct, frozen=True):
    """That the server answers, from which edition, with how many records."""

    status: str
    version: str
    edition: str
    built_at: str
    counts: dict[str, int]


ANSWERS: dict[str, Any] = {
    "search": SearchOut,
    "suggest": SuggestOut,
    "entry": EntryOut,
    "posts": PostsOut,
    "card": Card,
    "regulation": RegulationOut,
    "clause": ClauseOut,
    "applicable": ApplicableOut,
    "health": HealthOut,
    "problem": Problem,
}
"""Answers by name: web/schemas/{name}.json is the schema of each."""
