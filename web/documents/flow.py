"""A document as a flow of plain blocks, written once and printed both as PDF (typst) and as DOCX."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from kb.model.card import Card
from web.documents.typst_pdf import pdf
from web.documents.wording import draft_text, facts, footer_lines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 or 3 (1 is the document's title)."""

    text: str
    level: int = 2
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `boxed` sets it bold in a frame, for what nobody may overlook; `keep` keeps it with what follows."""

    text: str
    bold: bool = False
    boxed: bool = False
    keep: bool = False
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: str = "items"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: column titles (repeated on every page), widths as shares of the page, rows of as many texts.

    `lines` is the least number of lines a row is high, for rows to be filled in by hand.
    """

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: int = 1
    kind: str = "grid"


@dataclass(frozen=True, slots=True)
class Signs:
    """Safety signs side by side: name and drawing (SVG; empty where there is none, then the name stands alone)."""

    signs: tuple[tuple[str, str], ...]
    kind: str = "signs"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: str = "break"


Block = Heading | Text | Items | Grid | Signs | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A whole document: title, head (label and value), blocks, and what stands on every page; `logo` is a drawing."""

    title: str
    post: str
    draft: str
    facts: list[list[str]]
    footer: str
    number: str
    as_of: str
    blocks: tuple[Block, ...] = field(default=())
    landscape: bool = False
    logo: str = ""


def flow(card: Card, title: str, blocks: tuple[Block, ...], *, landscape: bool = False) -> Flow:
    """Return a document about `card` with the head and foot all documents share."""
    return Flow(
        title=title,
        post=card.post.name,
        draft=draft_text(card),
        facts=facts(card),
        footer="；".join(footer_lines(card)),
        number=card.document_number,
        as_of=card.options.as_of,
        blocks=tuple(block for block in blocks if not _empty(block)),
        landscape=landscape,
    )


def _empty(block: Block) -> bool:
    """Whether a block has nothing to say: an empty list or paragraph would still be read aloud as one."""
    content = {Items: "items", Text: "text", Signs: "signs"}.get(type(block))
    return content is not None and not getattr(block, content)


def flow_pdf(document: Flow) -> bytes:
    """Return the document as tagged A4 PDF."""
    data: dict[str, Any] = asdict(document)
    return pdf("flow", data | {"risk": {"level": "", "name": ""}, "footer": [document.footer]}, document.as_of)
