"""A card an enterprise saved: its versions, and what was printed of it."""

from __future__ import annotations

from datetime import datetime

from kb.model.base import Record
from kb.model.card import Card, CardOptions
from kb.model.statement import Statement


class CardHead(Record, frozen=True, kw_only=True):
    """A version of a saved card in a list: who saved it when (UTC), with what note, and what it is called."""

    card: str
    post: str
    number: int
    saved_at: datetime
    saved_by: str
    note: str = ""
    enterprise: str = ""
    workshop: str = ""
    paper: str = ""


class SavedVersion(Record, frozen=True, kw_only=True):
    """A version as it was saved: `said` is what the card said that day, `current` the newest version's number."""

    head: CardHead
    options: CardOptions
    said: tuple[Statement, ...] = ()
    digest: str
    current: int


class NewVersion(Record, frozen=True, kw_only=True):
    """What is to be saved: the card made of the choices, the version it was made from (0: none), and a note."""

    id: str
    base: int
    card: Card
    note: str = ""


class Issued(Record, frozen=True, kw_only=True):
    """What a card said under a digest that was printed, since when (UTC), and of which version."""

    card: str
    digest: str
    number: int
    issued_at: datetime
    said: tuple[Statement, ...]
