"""Whether a cited document applies on a day, said with its certainty: legal basis lines and validity banners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.errors import AmbiguousError, NotFoundError
from kb.model.base import HowKnown
from kb.model.entry import Basis
from kb.model.regulation import Regulation, Successor
from kb.services.validity import CERTAINTY, MANUAL_DAY, Validity, edition_label, status_on
from kb.store.knowledge import Knowledge
from web.views.sources import regulation_url


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A document by title and number; `url` is empty for one the catalogue does not have."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SuccessorView:
    """A document that takes another's place, with how this is known."""

    document: DocumentLink
    in_force: str
    partly: bool
    note: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ValidityView:
    """A document's state on a day: code for styling, name and sentence for reading, how it is known, successors."""

    code: str
    name: str
    text: str
    how: HowKnown
    certainty: str
    successors: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class BasisView:
    """One document cited by a row, with its state on the day; `since` says what became of the edition of 2016."""

    document: str
    title: str
    url: str
    clause: str
    as_printed: str
    validity: ValidityView
    since: str = ""


_UNCATALOGUED = ValidityView(
    code="unknown",
    name="未核实",
    text="文件目录里没有认出这份文件，现在是否有效请自行核对。",
    how="unverified",
    certainty=CERTAINTY["unverified"],
)


def unread(how: HowKnown) -> str:
    """Return the warning beside digests nobody has read against a text, '' for those that were."""
    if how == "read_in_text":
        return ""
    known = CERTAINTY[how].split("，")[0]
    return f"没有读到原文，{known}写，没有核对过：条号、数字、措辞可能有出入。执法、定责、引用前须对照原文。"


def validity_view(regulation: Regulation, day: date, knowledge: Knowledge) -> ValidityView:
    """Return the state of `regulation` on `day` for showing."""
    return shown(status_on(regulation, day), knowledge)


def shown(state: Validity, knowledge: Knowledge) -> ValidityView:
    """Return a state for showing, its successors as links."""
    successors = tuple(document_link(document, knowledge) for document in state.successors)
    return ValidityView(state.code, state.name, state.text, state.how, state.certainty, successors)


def successor_views(successors: Iterable[Successor], knowledge: Knowledge) -> tuple[SuccessorView, ...]:
    """Return the documents that take another's place, for showing."""
    return tuple(
        SuccessorView(document_link(s.document, knowledge), s.in_force, s.partly, s.note, CERTAINTY[s.how])
        for s in successors
    )


def basis_views(bases: Iterable[Basis], day: date, knowledge: Knowledge) -> tuple[BasisView, ...]:
    """Return the legal basis of a row for showing, each with its state on `day`."""
    return tuple(_basis_view(basis, day, knowledge) for basis in bases)


def _basis_view(basis: Basis, day: date, knowledge: Knowledge) -> BasisView:
    regulation = find_regulation(basis.document, knowledge)
    if regulation is None:
        return BasisView("", basis.as_printed, "", basis.clause, basis.as_printed, _UNCATALOGUED)
    validity = validity_view(regulation, day, knowledge)
    then = status_on(regulation, day, MANUAL_DAY)
    since = then.text if then.code == "superseded" and then.text != validity.text else ""
    title, url = full_title(regulation), regulation_url(regulation.id)
    return BasisView(regulation.id, title, url, basis.clause, basis.as_printed, validity, since)


def full_title(regulation: Regulation) -> str:
    """Return a document's title and number as people write them."""
    return f"《{regulation.title}》{regulation.number}"


def find_regulation(document: str, knowledge: Knowledge) -> Regulation | None:
    """Return the document of the catalogue with this id, or None."""
    try:
        return knowledge.regulation(document) if document else None
    except (NotFoundError, AmbiguousError):
        return None


def document_link(reference: str, knowledge: Knowledge) -> DocumentLink:
    """Return a link to `document` or `document@edition`."""
    document, _, edition_id = reference.partition("@")
    regulation = find_regulation(document, knowledge)
    if regulation is None:
        return DocumentLink(reference, "")
    edition = next((e for e in regulation.editions if e.id == edition_id), None)
    label = f"（{edition_label(regulation, edition)}）" if edition else ""
    return DocumentLink(full_title(regulation) + label, regulation_url(regulation.id))
