"""The files that can be made for a post, each with its formats, as links."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from web.documents import DOCUMENTS


@dataclass(frozen=True, slots=True)
class Offer:
    """A document of a post: its title and the address of each format, the usual one first."""

    code: str
    title: str
    formats: tuple[tuple[str, str], ...]


def offers(post_id: str, confirmed_by: str = "") -> tuple[Offer, ...]:
    """Return every document that can be made for a post, the notice first; `confirmed_by` answers for practice."""
    signed = f"?confirmed_by={quote(confirmed_by, safe='')}" if confirmed_by else ""
    folder = f"/posts/{quote(post_id, safe='')}/documents"
    return tuple(
        Offer(
            document.code,
            document.title,
            tuple((form.upper(), f"{folder}/{document.code}.{form}{signed}") for form in document.renderers),
        )
        for document in DOCUMENTS.values()
    )


def offered_names() -> str:
    """Return what there is, for an answer to someone who asked for something else."""
    return "、".join(f"{document.code}.{form}" for document in DOCUMENTS.values() for form in document.renderers)
