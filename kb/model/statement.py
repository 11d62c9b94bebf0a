"""A single thing a card says, and what has become of it in another version."""

from __future__ import annotations

from typing import Literal

from kb.model.base import Record

StatementKind = Literal["enterprise", "content", "practice", "law"]
"""Who answers for it: the enterprise; the knowledge base (`practice`: needs a named reviewer); the state of the law."""


class Statement(Record, frozen=True, kw_only=True):
    """One thing a card says: `key` names it across versions, `about` in Chinese, `text` is said of it."""

    key: str
    kind: StatementKind
    about: str
    text: str


class Change(Record, frozen=True, kw_only=True):
    """A statement that is not the same in two cards; `before` or `after` is empty where it stands in only one."""

    kind: StatementKind
    about: str
    before: str
    after: str
