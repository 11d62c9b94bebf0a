"""What every record is made of: immutable structs, code-and-name pairs, reviews, statements with their certainty."""

from __future__ import annotations

from typing import Literal

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of the domain's records: immutable, compared by value, encodable as JSON."""


class CodeName(msgspec.Struct, frozen=True):
    """A term of a vocabulary: a stable code and the Chinese name shown."""

    code: str
    name: str


class Review(Record, frozen=True, kw_only=True):
    """Who read a record against its source and when (ISO date); `engineer` names a registered safety engineer."""

    who: str
    when: str
    engineer: str = ""


HowKnown = Literal["read_in_text", "third_party", "general_knowledge", "general_practice", "unverified"]
"""How a statement is known, from strongest to weakest; shown on every page that makes the statement."""


class Source(Record, frozen=True, kw_only=True):
    """Where a statement comes from: a document of the catalogue (with clause) or a description, and how it is known."""

    document: str = ""
    clause: str = ""
    note: str = ""
    how: HowKnown = "unverified"
