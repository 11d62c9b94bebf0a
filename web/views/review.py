"""Rows under review as pages show them: what was read and doubted, what was said by whom, and the form's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kb.model.claim import CLAIM_NAMES, FIELD_NAMES, Claim, RowText, row_text
from kb.model.document_entry import where_in
from kb.model.official import FLAG_TEXTS, OfficialRow
from kb.services.corrections import Reviewed
from kb.store.reviewing import ReviewedDocument, flagged
from web.errors import BadRequestError
from web.state import SHANGHAI
from web.views.document_entry import NO_PLACE

LONGEST_FIELD = 8000
"""Characters of one field; the longest cell of the six booklets has under 1,500."""
_LISTS = ("accident_types", "control_measures")
_SINGLE_LINE = ("row_no", "location")
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document in the list: how many rows it has, how many wait, were put right, were thrown out."""

    id: str
    name: str
    url: str
    rows: int
    flagged: int
    waiting: int
    checked: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RowLink:
    """A row in a document's list: where it is, what it begins with, its doubts and what was said of it."""

    id: str
    url: str
    where: str
    location: str
    hazard: str
    doubts: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of the form: its name, the text in it, and what was read where the text differs from it."""

    name: str
    title: str
    text: str
    read: str
    lines: int
    hint: str


@dataclass(frozen=True, slots=True)
class SaidView:
    """Something said of a row: what, by whom, when (China's time), and the text it gave, field by field."""

    id: str
    did: str
    who: str
    when: str
    text: tuple[tuple[str, str], ...] = ()


def document_view(found: ReviewedDocument) -> DocumentView:
    """Return a document for the list."""
    rows = found.rows
    return DocumentView(
        id=found.document.id,
        name=found.document.name,
        url=f"/review/{found.document.id}",
        rows=len(rows),
        flagged=flagged(rows),
        waiting=len(found.waiting),
        checked=sum(item.claim is not None and not item.rejected for item in rows),
        rejected=sum(item.rejected for item in rows),
    )


def row_url(document: str, row: OfficialRow) -> str:
    """Return the address of a row's review page."""
    return f"/review/{document}/{row.id}"


def row_link(document: str, item: Reviewed) -> RowLink:
    """Return a row for its document's list."""
    row = item.current
    state = f"{item.claim.who}已{CLAIM_NAMES[item.claim.kind]}" if item.claim else ""
    return RowLink(
        id=row.id,
        url=row_url(document, row),
        where=where_in(row),
        location=row.location or NO_PLACE,
        hazard=row.hazard,
        doubts=doubts(item) if item.claim is None else (),
        state=state,
    )


def doubts(item: Reviewed) -> tuple[str, ...]:
    """Return in Chinese why somebody should look at a row."""
    stale = ("这一行重新读过，读出的文字和以前不同，此前的更正没有套用",) if item.stale else ()
    return (*stale, *(FLAG_TEXTS.get(flag, flag) for flag in item.row.flags))


def said_view(claim: Claim) -> SaidView:
    """Return a claim for showing."""
    text = tuple((FIELD_NAMES[name], said) for name, said in form_texts(claim.text).items()) if claim.text else ()
    when = datetime.fromisoformat(claim.when).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return SaidView(claim.id, CLAIM_NAMES[claim.kind], claim.who, when, text)


def form_texts(text: RowText) -> dict[str, str]:
    """Return a row's fields as the form shows them: lists a line each."""
    fields = msgspec.structs.asdict(text)
    return {name: "\n".join(fields[name]) if name in _LISTS else fields[name] for name in FIELD_NAMES}


def field_views(row: OfficialRow, texts: Mapping[str, str]) -> list[FieldView]:
    """Return the form's fields filled with `texts`, each with what was read where that is something else."""
    read = form_texts(row_text(row))
    hints = {"accident_types": "每行一个", "control_measures": "每行一条，一条不要断成两行"}
    return [
        FieldView(
            name=name,
            title=title,
            text=texts[name],
            read=read[name] if texts[name] != read[name] else "",
            lines=1 if name in _SINGLE_LINE else _height(texts[name], name),
            hint=hints.get(name, ""),
        )
        for name, title in FIELD_NAMES.items()
    ]


def _height(text: str, name: str) -> int:
    """Return how many lines a text box needs, so that a row is seen whole without scrolling in it."""
    lines = sum(1 + len(line) // 45 for line in text.split("\n"))
    return max(2 if name != "control_measures" else 4, min(lines + 1, 20))


def typed_text(form: Mapping[str, str], row: OfficialRow) -> RowText:
    """Return the row as typed; unchanged fields are the row's own, whatever a browser does to line ends.

    Raises BadRequestError for a field that is too long, or a row without anything in it.
    """
    read, own = form_texts(row_text(row)), msgspec.structs.asdict(row_text(row))
    fields = {}
    for name, title in FIELD_NAMES.items():
        typed = form.get(name, read[name])
        if len(typed) > LONGEST_FIELD:
            raise BadRequestError(f"“{title}”超过 {LONGEST_FIELD} 个字，没有存下；请缩短后再按一次。")
        fields[name] = own[name] if _tidy(typed) == _tidy(read[name]) else _value(typed, name)
    if not fields["hazard"] and not fields["control_measures"]:
        raise BadRequestError("危险因素和防范措施都空着，没有存下；这一行不要的话请按“剔除”。")
    return msgspec.convert(fields, RowText)


def _value(typed: str, name: str) -> str | tuple[str, ...]:
    lines = _tidy(typed)
    if name in _LISTS:
        return tuple(lines)
    return "\n".join(lines) if name == "legal_basis" else "".join(lines)


def _tidy(typed: str) -> list[str]:
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in typed.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_SPACES.sub(" ", line).strip() for line in plain.split("\n")]
    return [line for line in lines if line]


def count_waiting(documents: Iterable[ReviewedDocument]) -> int:
    """Return how many rows wait in all."""
    return sum(len(found.waiting) for found in documents)


def page_of(rows: Sequence[Reviewed], page: int, size: int) -> Sequence[Reviewed]:
    """Return one page of a list, pages counted from 1."""
    return rows[(page - 1) * size : page * size]
