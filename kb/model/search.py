"""What search takes and gives back, and the two protocols that index/ implements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from kb.model.base import CodeName, Record

Kind = Literal["hazard", "clause", "post", "playbook"]
KIND_NAMES: dict[Kind, str] = {"hazard": "危险因素", "clause": "条款", "post": "岗位", "playbook": "应急处置"}

MAX_QUERY = 100
"""Longest query in characters; what is longer is cut and the page says so (docs/decisions, web findings)."""
MAX_PER_PAGE = 100


class SearchQuery(Record, frozen=True, kw_only=True):
    """A request, normalised once: empty `text` browses. Filters are codes (industry, accident type) or ids (post)."""

    text: str = ""
    kind: Kind | None = None
    industry: str = ""
    chapter: str = ""
    accident_type: str = ""
    post: str = ""
    page: int = 1
    per_page: int = 20
    cut: bool = False


class Highlight(Record, frozen=True, kw_only=True):
    """A field's text and where it matched: half-open spans in code points; never HTML."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Hit(Record, frozen=True, kw_only=True):
    """One result: what was found, how well, and where it matched. `same` lists further entries with the same text."""

    id: str
    kind: Kind
    score: float
    highlights: tuple[Highlight, ...] = ()
    same: tuple[str, ...] = ()


class FacetValue(Record, frozen=True, kw_only=True):
    """A value to filter by and how many hits have it under the other filters in force."""

    code: str
    name: str
    count: int


class SearchPage(Record, frozen=True, kw_only=True):
    """One page of hits; `total` counts entries, also those collapsed into one hit."""

    query: SearchQuery
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    suggestion: str = ""


class SearchDocument(Record, frozen=True, kw_only=True):
    """What is indexed of one record: searchable fields by name, filters, and the group of identical texts."""

    id: str
    kind: Kind
    title: str
    fields: dict[str, tuple[str, ...]]
    industry: tuple[CodeName, ...] = ()
    chapter: CodeName | None = None
    accident_types: tuple[CodeName, ...] = ()
    posts: tuple[CodeName, ...] = ()
    group: str = ""


class SearchBackend(Protocol):
    """Answers queries from one edition's index."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Return the page of hits for `query`; never raises for anything a user typed."""
        ...


class SearchIndexBuilder(Protocol):
    """Writes an index once, whole, for an edition being built."""

    @property
    def version(self) -> str:
        """A string that changes whenever the index of the same documents would (tokenizer, schema, library)."""
        ...

    def build(self, documents: Iterable[SearchDocument], words: Sequence[str], folder: Path) -> None:
        """Write the index of `documents` into the empty `folder`; `words` are the lexicon's domain words."""
        ...
