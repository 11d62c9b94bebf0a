"""A row of the manual in plain words: `HazardEntry` with its measures, bases and corrections."""

from __future__ import annotations

from typing import Literal

from kb.model.base import CodeName, Record, Review, Source

Strength = Literal["must_not", "must", "should", "may"]
Actor = Literal[
    "enterprise", "designer", "operator", "maintenance", "attendant", "supervisor", "dispatcher", "emergency_crew",
    "specialist", "contractor", "everyone",
]  # fmt: skip
Control = Literal["engineering", "management", "training", "personal_protection", "emergency"]
Phase = Literal["normal", "start_stop", "maintenance", "fault"]
LocationKind = Literal["site", "equipment", "operation", "management"]


class Measure(Record, frozen=True, kw_only=True):
    """One thing to do or not to do, in our own words.

    `renders` numbers the official measures it says (1-based; empty only for a supplement with its source).
    `strength` is the official one: must_not 严禁/不应…, must 应/必须, should 宜, may 可.
    `condition` repeats the 如/时/未…前 that stands in `text`. `specialist_only` lines reach no worker's card unmarked.
    """

    renders: tuple[int, ...] = ()
    strength: Strength
    text: str
    condition: str = ""
    actor: Actor
    control: Control
    phase: Phase = "normal"
    permits: tuple[str, ...] = ()
    specialist_only: bool = False
    printable: bool = True
    supplement: Source | None = None


class Basis(Record, frozen=True, kw_only=True):
    """A document the row cites: catalogue id (empty when it names none), clause, and the words as printed."""

    document: str = ""
    clause: str = ""
    as_printed: str = ""


class Erratum(Record, frozen=True, kw_only=True):
    """A fault of the manual carried and marked: what is wrong, what is right, which official measures, why."""

    text: str
    measures: tuple[int, ...] = ()
    field: str = "measures"
    source: Source | None = None


class StricterNow(Record, frozen=True, kw_only=True):
    """What a rule in force today demands beyond the manual's line."""

    text: str
    source: Source
    measures: tuple[int, ...] = ()


class DangerPrompt(Record, frozen=True, kw_only=True):
    """The item of the major-danger criteria (Order 10) a row may touch: a prompt, never a verdict."""

    item: str
    text: str
    how: str = "unverified"


class RuleException(Record, frozen=True, kw_only=True):
    """A rule of writing this entry breaks on purpose, and why."""

    rule: str
    reason: str


class Chapter(Record, frozen=True, kw_only=True):
    """A chapter of a booklet: its industry, ordinal (from 1) and title as the manual has it."""

    industry: str
    number: int
    title: str


class HazardEntry(Record, frozen=True, kw_only=True):
    """One row of the manual, whole: what CONTENT.md calls an entry, with everything resolved."""

    id: str
    industry: CodeName
    chapter: Chapter
    section: tuple[str, ...] = ()
    place: str
    location: str
    location_kind: LocationKind
    also_called: tuple[str, ...] = ()
    hazards: tuple[str, ...]
    accident_types_printed: tuple[str, ...] = ()
    accident_types: tuple[CodeName, ...] = ()
    measures: tuple[Measure, ...]
    legal_basis: tuple[Basis, ...] = ()
    posts: tuple[str, ...] = ()
    playbooks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    major_danger_prompt: DangerPrompt | None = None
    errata: tuple[Erratum, ...] = ()
    stricter_now: tuple[StricterNow, ...] = ()
    exceptions: tuple[RuleException, ...] = ()
    same_as: str = ""
    official_digest: str = ""
    review: Review
