"""Where a statement comes from, said in Chinese with how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from kb.errors import NotFoundError
from kb.model.base import Review, Source
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source for showing: its words, its page when it is a document of the catalogue, and how it is known."""

    text: str
    url: str
    how: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Who read a record against its source; `engineer` is empty until a registered safety engineer has."""

    who: str
    when: str
    engineer: str


def regulation_url(regulation_id: str) -> str:
    """Return the address of a document's page."""
    return f"/regulations/{quote(regulation_id, safe='')}"


def source_view(source: Source, knowledge: Knowledge) -> SourceView:
    """Return `source` for showing; a document is named by title and number, not by its id."""
    title, url = _document(source.document, knowledge)
    text = " ".join(part for part in (title, source.clause, source.note) if part)
    return SourceView(text or CERTAINTY[source.how], url, source.how, CERTAINTY[source.how])


def _document(document: str, knowledge: Knowledge) -> tuple[str, str]:
    if not document:
        return "", ""
    try:
        regulation = knowledge.regulation(document)
    except NotFoundError:
        return document, ""
    return f"《{regulation.title}》{regulation.number}", regulation_url(regulation.id)


def review_view(review: Review) -> ReviewView:
    """Return `review` for showing."""
    return ReviewView(review.who, review.when, review.engineer)
