"""The documents behind the manual: `Regulation` → `Edition`, each statement with how it is known."""

from __future__ import annotations

from typing import Literal

from kb.model.base import HowKnown, Record

RegulationKind = Literal[
    "law", "administrative_regulation", "local_regulation", "department_rule", "local_rule", "normative_document",
    "national_standard", "industry_standard", "local_standard", "association_standard", "technical_code", "other",
]  # fmt: skip

REGULATION_KINDS: dict[RegulationKind, str] = {
    "law": "法律",
    "administrative_regulation": "行政法规",
    "local_regulation": "地方性法规",
    "department_rule": "部门规章",
    "local_rule": "地方政府规章",
    "normative_document": "规范性文件",
    "national_standard": "国家标准",
    "industry_standard": "行业标准",
    "local_standard": "地方标准",
    "association_standard": "团体标准",
    "technical_code": "技术规范",
    "other": "其他文件",
}

ARTICLED: frozenset[RegulationKind] = frozenset(
    {"law", "administrative_regulation", "local_regulation", "department_rule", "local_rule", "normative_document"}
)
"""Kinds of documents whose clauses are articles (第…条); the others number theirs 6.1.7."""


class Fact(Record, frozen=True, kw_only=True):
    """A stated value and how it is known: `value` is a date, a title or a name; `source` says where it was read."""

    value: str
    how: HowKnown
    source: str = ""


class Edition(Record, frozen=True, kw_only=True):
    """One edition: `{regulation}@{id}` where `id` is the promulgation date or the standard's year.

    `how` and `source` say how its existence is known; each date says so for itself. A date may be a year or a
    month alone when no more is known. Editions stand oldest first; one ends where the next comes into force.
    `text` names the file of public text it was read in, when there is one.
    """

    id: str
    number: str = ""
    title: str = ""
    how: HowKnown = "unverified"
    source: str = ""
    text: str = ""
    adopted: Fact | None = None
    in_force: Fact | None = None
    until: Fact | None = None


class Successor(Record, frozen=True, kw_only=True):
    """What replaces a document: catalogue id, from when, wholly or in part, and how this is known.

    `how` is the weakest link: of the replacement itself and of its date. `in_force` is '' when no date was seen.
    """

    document: str
    how: HowKnown
    source: str = ""
    in_force: str = ""
    partly: bool = False
    note: str = ""


class Regulation(Record, frozen=True, kw_only=True):
    """A law, rule or standard of the catalogue; `misprints` are the manual's wrong spellings of it.

    `known` says how title and number are known, `issuer_how` the issuer. `cited_by_manual` marks the documents
    the 2016 manual cites. `repealed` is the day it ceased to apply without (or beside) a successor.
    """

    id: str
    kind: RegulationKind
    title: str
    number: str = ""
    issuer: str = ""
    issuer_how: HowKnown = "general_knowledge"
    cited_by_manual: bool = False
    aliases: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    replaced_by: tuple[Successor, ...] = ()
    repealed: Fact | None = None
    known: Fact
    note: str = ""
