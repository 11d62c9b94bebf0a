"""The documents behind the manual: `Regulation` → `Edition`, each statement with how it is known."""

from __future__ import annotations

from typing import Literal

from kb.model.base import HowKnown, Record

RegulationKind = Literal[
    "law", "administrative_regulation", "local_regulation", "department_rule", "local_rule", "normative_document",
    "national_standard", "industry_standard", "local_standard", "association_standard", "technical_code", "other",
]  # fmt: skip


class Fact(Record, frozen=True, kw_only=True):
    """A stated value and how it is known: `value` is a date, a title or a name; `source` says where it was read."""

    value: str
    how: HowKnown
    source: str = ""


class Edition(Record, frozen=True, kw_only=True):
    """One edition: `{regulation}@{id}` where `id` is the promulgation date or the standard's year."""

    id: str
    number: str = ""
    title: str = ""
    adopted: Fact | None = None
    in_force: Fact | None = None
    until: Fact | None = None


class Successor(Record, frozen=True, kw_only=True):
    """What replaces a document: catalogue id, from when, wholly or in part, and how this is known."""

    document: str
    how: HowKnown
    source: str = ""
    in_force: str = ""
    partly: bool = False
    note: str = ""


class Regulation(Record, frozen=True, kw_only=True):
    """A law, rule or standard of the catalogue; `misprints` are the manual's wrong spellings of it."""

    id: str
    kind: RegulationKind
    title: str
    number: str = ""
    issuer: str = ""
    aliases: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    replaced_by: tuple[Successor, ...] = ()
    known: Fact
    note: str = ""
