"""Resolve citations against the catalogue: a document is accepted only when it is the only one that fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from kb.model.base import Record
from kb.model.citations_find import find
from kb.model.citations_types import Citation
from kb.model.numerals import to_int
from kb.model.regulation import Regulation
from kb.model.text import bare

Outcome = Literal["resolved", "ambiguous", "unknown", "not_a_citation"]

_STATE_NAME = "中华人民共和国"


class Context(Record, frozen=True, kw_only=True):
    """Where a text stands, for 本法, 前款 and 第三条 alone: document, article and paragraph ('' and 0 when none)."""

    document: str = ""
    article: str = ""
    paragraph: int = 0


class Resolution(Record, frozen=True, kw_only=True):
    """What a citation turned out to be: `documents` holds one id when resolved, the candidates when ambiguous.

    `edition` is the edition's id when the number names its year; `misprint` says that the words as printed are one.
    """

    citation: Citation
    outcome: Outcome
    documents: tuple[str, ...] = ()
    edition: str = ""
    clauses: tuple[str, ...] = ()
    misprint: bool = False

    @property
    def document(self) -> str:
        """The one document it names, or ''."""
        return self.documents[0] if self.outcome == "resolved" and self.documents else ""


def title_key(title: str) -> str:
    """Return a title as compared: folded, without marks, spaces and the name of the state."""
    return bare(title).replace(_STATE_NAME, "")


class DocumentIndex:
    """Look-up of the catalogue by number and title; built once, read by any thread."""

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        self._by_number: dict[str, set[str]] = defaultdict(set)
        self._by_title: dict[str, set[str]] = defaultdict(set)
        self._misprints: dict[str, set[str]] = defaultdict(set)
        self._editions: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, None] = {}
        for regulation in regulations:
            self._add(regulation)

    def _add(self, regulation: Regulation) -> None:
        names = [regulation.title, regulation.number, *regulation.aliases]
        for edition in regulation.editions:
            names += [edition.title, edition.number]
            self._editions[regulation.id].add(edition.id)
        for name in filter(None, names):
            self._file(name, regulation.id)
        for misprint in regulation.misprints:
            self._file(misprint, regulation.id)
            for key in self._keys(misprint):
                self._misprints[key].add(regulation.id)

    def _file(self, name: str, regulation_id: str) -> None:
        number = _number_only(name)
        if number is None:
            self._by_title[title_key(name)].add(regulation_id)
            self._titles[name] = None
            return
        for key in number:
            self._by_number[key].add(regulation_id)

    def _keys(self, name: str) -> tuple[str, ...]:
        return _number_only(name) or (title_key(name),)

    def titled(self, title: str, qualifier: str = "") -> set[str]:
        """Return the documents with this title; with its qualifier when that names one."""
        exact = self._by_title.get(title_key(title + qualifier), set()) if qualifier else set()
        return set(exact or self._by_title.get(title_key(title), set()))

    def numbered(self, key: str) -> set[str]:
        """Return the documents with this number (without its year)."""
        return set(self._by_number.get(key, set()))

    def is_misprint(self, citation: Citation, regulation_id: str) -> bool:
        """Whether title or number as printed is a known misprint of the document."""
        keys = [title_key(citation.title + citation.qualifier), title_key(citation.title)] if citation.title else []
        keys += [citation.number.key] if citation.number else []
        return any(regulation_id in self._misprints.get(key, ()) for key in keys)

    def has_edition(self, regulation_id: str, edition: str) -> bool:
        """Whether the catalogue knows this edition of the document."""
        return edition in self._editions.get(regulation_id, ())

    def titles(self) -> tuple[str, ...]:
        """Return every title filed, aliases and misprints too, to find them where they stand without marks."""
        return tuple(self._titles)


def _number_only(name: str) -> tuple[str, ...] | None:
    """Return the look-up keys of a name that is nothing but a number (an order also without its issuer), else None."""
    found = find(name)
    if (
        len(found) != 1
        or found[0].number is None
        or found[0].title
        or found[0].end - found[0].start < len(name.strip())
    ):
        return None
    number = found[0].number
    bare_order = (f"令 {number.serial}",) if number.series.endswith("令") and number.series != "令" else ()
    return (number.key, *bare_order)


def resolve(
    citations: Sequence[Citation], index: DocumentIndex, context: Context | None = None
) -> tuple[Resolution, ...]:
    """Return what each citation names, in order; a relative one looks back to the last document that was certain."""
    here = context or Context()
    last = Context()
    results = []
    for citation in citations:
        result = _resolve_one(citation, index, here, last)
        results.append(result)
        if result.document and citation.kind in {"document", "self", "back"}:
            last = Context(document=result.document, article=_article(result.clauses))
    return tuple(results)


def _resolve_one(citation: Citation, index: DocumentIndex, here: Context, last: Context) -> Resolution:
    if citation.kind == "none":
        return Resolution(citation=citation, outcome="not_a_citation")
    if citation.kind == "document":
        return _resolve_document(citation, index)
    if citation.kind == "back" and citation.back.startswith(("该", "同")):
        return _relative(citation, last if last.document else Context())
    return _relative(citation, here)


def _resolve_document(citation: Citation, index: DocumentIndex) -> Resolution:
    titled = index.titled(citation.title, citation.qualifier) if citation.title else set()
    numbered = index.numbered(citation.number.key) if citation.number else set()
    candidates = (titled & numbered) or (titled | numbered)
    ids = tuple(sorted(candidates))
    if len(ids) != 1:
        outcome: Outcome = "ambiguous" if ids else "unknown"
        return Resolution(citation=citation, outcome=outcome, documents=ids, clauses=citation.clauses)
    year = citation.number.year if citation.number else ""
    return Resolution(
        citation=citation,
        outcome="resolved",
        documents=ids,
        edition=year if year and index.has_edition(ids[0], year) else "",
        clauses=citation.clauses,
        misprint=index.is_misprint(citation, ids[0]),
    )


def _relative(citation: Citation, context: Context) -> Resolution:
    if not context.document:
        return Resolution(citation=citation, outcome="unknown", clauses=citation.clauses)
    clauses = citation.clauses or _pointed_at(citation.back, context)
    if any(c.startswith(".") for c in clauses):
        if not context.article:
            return Resolution(citation=citation, outcome="unknown", clauses=clauses)
        clauses = tuple(context.article + c if c.startswith(".") else c for c in clauses)
    return Resolution(citation=citation, outcome="resolved", documents=(context.document,), clauses=clauses)


def _pointed_at(back: str, context: Context) -> tuple[str, ...]:
    """Return the clauses 前条, 本条, 前款, 前两款 and 本款 point at from where the text stands."""
    if not context.article:
        return ()
    if back == "前条":
        article = to_int(context.article.split("-")[0])
        return (str(article - 1),) if article and article > 1 and "-" not in context.article else ()
    if back == "本款" and context.paragraph:
        return (f"{context.article}.{context.paragraph}",)
    if back in {"本条", "同条", "该条"}:
        return (context.article,)
    count = {"前款": 1, "前两款": 2, "前二款": 2, "前三款": 3}.get(back, 0)
    paragraphs = range(context.paragraph - count, context.paragraph)
    return tuple(f"{context.article}.{p}" for p in paragraphs if p > 0)


def _article(clauses: tuple[str, ...]) -> str:
    return clauses[-1].split("~")[-1].split(".")[0] if clauses else ""
