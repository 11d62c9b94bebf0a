"""What pages show of a document of the catalogue: statements with their certainty, editions, state on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.model.regulation import REGULATION_KINDS, Edition, Fact, Regulation, RegulationKind
from kb.services.validity import CERTAINTY
from kb.store.knowledge import Knowledge
from web.views.sources import regulation_url
from web.views.validity import ValidityView, validity_view


@dataclass(frozen=True, slots=True)
class FactView:
    """A stated value with how it is known; empty `value` means nobody has found out."""

    value: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition of a document with its dates."""

    id: str
    number: str
    title: str
    adopted: FactView
    in_force: FactView
    until: FactView


@dataclass(frozen=True, slots=True)
class RegulationLink:
    """A document in the catalogue list."""

    url: str
    title: str
    number: str
    validity: ValidityView
    citing: int


NOT_KNOWN = FactView("", CERTAINTY["unverified"], "")


def fact_view(fact: Fact | None) -> FactView:
    """Return a statement for showing, or the honest gap."""
    return FactView(fact.value, CERTAINTY[fact.how], fact.source) if fact else NOT_KNOWN


def edition_view(edition: Edition) -> EditionView:
    """Return an edition for showing."""
    return EditionView(
        edition.id,
        edition.number,
        edition.title,
        fact_view(edition.adopted),
        fact_view(edition.in_force),
        fact_view(edition.until),
    )


def regulations_by_kind(
    regulations: Iterable[Regulation], day: date, knowledge: Knowledge
) -> tuple[tuple[str, tuple[RegulationLink, ...]], ...]:
    """Return the catalogue under its kinds, laws first, each document with its state on `day`."""
    groups: dict[RegulationKind, list[RegulationLink]] = {kind: [] for kind in REGULATION_KINDS}
    for regulation in regulations:
        groups[regulation.kind].append(
            RegulationLink(
                regulation_url(regulation.id),
                regulation.title,
                regulation.number,
                validity_view(regulation, day, knowledge),
                len(knowledge.regulation_entries(regulation.id)),
            )
        )
    return tuple((REGULATION_KINDS[kind], tuple(links)) for kind, links in groups.items() if links)


def mentions(regulation: Regulation, words: str) -> bool:
    """Tell whether every word of `words` stands in a name, number or known misprint of the document."""
    names = (regulation.title, regulation.number, *regulation.aliases, *regulation.misprints)
    text = " ".join((*names, *(edition.number for edition in regulation.editions))).casefold()
    compact = text.replace(" ", "")
    return all(word in text or word in compact for word in words.casefold().split())
