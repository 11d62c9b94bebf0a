"""The files that can be made for a post, each with its formats, as links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from web.documents import DOCUMENTS, Document


@dataclass(frozen=True, slots=True)
class Offer:
    """A document of a post: its title and the address of each format, the usual one first."""

    code: str
    title: str
    formats: tuple[tuple[str, str], ...]


def asked_query(confirmed_by: str, added: Iterable[str]) -> str:
    """Return what an address says beyond the post: who answers for practice, which rows of other documents to take."""
    said = [("confirmed_by", confirmed_by)] if confirmed_by else []
    said += [("add", key) for key in added]
    return f"?{urlencode(said, quote_via=quote)}" if said else ""


def offers(post_id: str, confirmed_by: str = "", added: Iterable[str] = ()) -> tuple[Offer, ...]:
    """Return every document that can be made for a post, the notice first; `confirmed_by` answers for practice."""
    return offers_at(f"/posts/{quote(post_id, safe='')}/documents", asked_query(confirmed_by, added))


def offers_at(folder: str, signed: str = "") -> tuple[Offer, ...]:
    """Return every document under the address `folder`; `signed` ends each address."""
    return tuple(
        Offer(
            document.code,
            document.title,
            tuple((_name(form, document), f"{folder}/{document.code}.{form}{signed}") for form in document.formats),
        )
        for document in DOCUMENTS.values()
    )


def _name(form: str, document: Document) -> str:
    return "网页" if form == "html" and document.page else form.upper()


def offered_names() -> str:
    """Return what there is, for an answer to someone who asked for something else."""
    return "、".join(f"{document.code}.{form}" for document in DOCUMENTS.values() for form in document.formats)
