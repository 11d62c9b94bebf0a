"""What search takes and gives back, and the two protocols that index/ implements."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from kb.model.base import CodeName, Record

Kind = Literal["hazard", "clause", "post", "playbook"]
KIND_NAMES: dict[Kind, str] = {"hazard": "危险因素", "clause": "条款", "post": "岗位", "playbook": "应急处置"}

MAX_QUERY = 100
"""Longest query in characters; what is longer is cut and the page says so (docs/decisions, web findings)."""
MAX_PER_PAGE = 100


class SearchQuery(Record, frozen=True, kw_only=True):
    """A request, normalised once: empty `text` browses. Filters are codes (industry, accident type) or ids (post,
    document). `regulation_kind` and `year` (of the edition) are a clause's; `editions` (`document@edition`) lets only
    their clauses through, as the state of the law on a day asks, None for no such filter. `emergency` keeps only what
    has an emergency response; `literal` takes the words as typed, without corrections or synonyms (the way back from a
    suggestion); `cut` says that the text was longer than MAX_QUERY.
    """

    text: str = ""
    kind: Kind | None = None
    industry: str = ""
    chapter: str = ""
    accident_type: str = ""
    post: str = ""
    document: str = ""
    regulation_kind: str = ""
    year: str = ""
    editions: tuple[str, ...] | None = None
    emergency: bool = False
    literal: bool = False
    page: int = 1
    per_page: int = 20
    cut: bool = False


class Highlight(Record, frozen=True, kw_only=True):
    """A field's text and where it matched: half-open spans in code points; never HTML."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Hit(Record, frozen=True, kw_only=True):
    """One result: what was found, how well, and where it matched. `same` lists further entries with the same text;
    `because` says in Chinese why it was found (为何命中), one reason each; `exact` that all words stand in it as typed.
    """

    id: str
    kind: Kind
    score: float
    highlights: tuple[Highlight, ...] = ()
    same: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    exact: bool = False


class FacetValue(Record, frozen=True, kw_only=True):
    """A value to filter by and how many hits have it under the other filters in force."""

    code: str
    name: str
    count: int


class SearchPage(Record, frozen=True, kw_only=True):
    """One page of hits; `total` counts entries, also those collapsed into one hit, `distinct` counts hits.

    `suggestion` is the query that was probably meant (是否要找 …); where `corrected` is true its hits are shown already
    and `SearchQuery.literal` leads back. `nearest` offers places, posts and terms when little or nothing was found.
    """

    query: SearchQuery
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    distinct: int = 0
    suggestion: str = ""
    corrected: bool = False
    nearest: tuple[str, ...] = ()


class Suggestion(Record, frozen=True, kw_only=True):
    """A completion while typing: the text to search for, what it names (场所、岗位 …), and how many entries have it."""

    text: str
    kind: str
    count: int = 0


class Lexicon(Record, frozen=True, kw_only=True):
    """What the index knows of the domain's language: words never to be cut, synonym groups, unusual readings.

    Each group of `synonyms` holds words for one thing, the manual's own first. `readings` maps a word to its pinyin
    without tones, syllables separated by spaces (行车: hang che).
    """

    words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    readings: dict[str, str] = msgspec.field(default_factory=dict)


class SearchDocument(Record, frozen=True, kw_only=True):
    """What is indexed of one record: searchable fields by name, filters, and the group of identical texts.

    `documents` are the regulations it cites or belongs to; `regulation_kind` and `year` are a clause's edition's.
    `parent` is the document a clause is part of: its share of the best hits counts. `prior` multiplies the score: how
    much authority a document has (a statute above a rule …).
    """

    id: str
    kind: Kind
    title: str
    fields: dict[str, tuple[str, ...]]
    industry: tuple[CodeName, ...] = ()
    chapter: CodeName | None = None
    accident_types: tuple[CodeName, ...] = ()
    posts: tuple[CodeName, ...] = ()
    documents: tuple[CodeName, ...] = ()
    regulation_kind: CodeName | None = None
    year: str = ""
    group: str = ""
    parent: str = ""
    prior: float = 1.0


class SearchBackend(Protocol):
    """Answers queries from one edition's index."""

    @property
    def size(self) -> int:
        """How many documents the index holds."""
        ...

    def search(self, query: SearchQuery) -> SearchPage:
        """Return the page of hits for `query`; never raises for anything a user typed."""
        ...

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return completions of what has been typed so far: by characters, pinyin or initials, best first."""
        ...


class SearchIndexBuilder(Protocol):
    """Writes an index once, whole, for an edition being built."""

    @property
    def version(self) -> str:
        """A string that changes whenever the index of the same documents would (tokenizer, schema, library)."""
        ...

    def build(self, documents: Iterable[SearchDocument], lexicon: Lexicon, folder: Path) -> None:
        """Write the index of `documents` into the empty `folder`, their order being the order of browsing."""
        ...
