"""A saved card with today's knowledge: what the enterprise said of a text holds only as long as the text stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from msgspec.structs import replace

from kb.errors import NotFoundError
from kb.model.base import Record
from kb.model.card import Card, CardOptions
from kb.model.post import Post
from kb.model.statement import Change, Statement
from kb.services.card_entries import CardSource
from kb.services.card_statements import changes, statements
from kb.services.cards import build_card


class SavedCard(Record, frozen=True, kw_only=True):
    """A saved card as it stands today, with what the knowledge base has changed since it was saved.

    `withdrawn` says in Chinese what no longer holds because of that and must be said anew.
    """

    card: Card
    changes: tuple[Change, ...] = ()
    withdrawn: tuple[str, ...] = ()


def card_today(post: Post, source: CardSource, options: CardOptions, saved: Iterable[Statement]) -> SavedCard:
    """Return the card of `options` with today's knowledge; `saved` is what it said when it was saved.

    Entries that are gone are left out of the choice. A measure that reads otherwise loses its 已落实; where a line of
    general practice is new or reads otherwise, its reviewer's confirmation goes; and where anything but the state of
    the law has changed, the enterprise's confirmation goes, so that the paper is a draft until somebody looks.
    """
    usable = _usable(post, source, options)
    before = {statement.key: statement for statement in saved}
    card = build_card(post, source, usable)
    if not before:
        return SavedCard(card=card)
    moved = tuple(c for c in changes(before.values(), statements(card)) if c.kind != "enterprise")
    touched = [c for c in moved if c.kind != "law"]
    if not touched:
        return SavedCard(card=card, changes=moved)
    kept, withdrawn = _still_said(usable, card, before, touched)
    return SavedCard(card=build_card(post, source, kept), changes=moved, withdrawn=withdrawn)


def _still_said(
    options: CardOptions, card: Card, before: dict[str, Statement], touched: list[Change]
) -> tuple[CardOptions, tuple[str, ...]]:
    now = {statement.key: statement.text for statement in statements(card)}
    states = {key: s for key, s in options.states.items() if key in before and before[key].text == now.get(key)}
    withdrawn = []
    if len(states) < len(options.states):
        withdrawn.append(f"{len(options.states) - len(states)} 条措施的文字变了，落实情况请重新填")
    practice = options.practice_confirmed_by
    if practice and any(change.kind == "practice" and change.after for change in touched):
        withdrawn.append(f"通用做法（③）有变动，请{practice}重新看过、确认")
        practice = ""
    if options.confirmed_by:
        withdrawn.append("企业确认已不作数，请看过变动后重新确认")
    return replace(options, states=states, practice_confirmed_by=practice, confirmed_by=""), tuple(withdrawn)


def _usable(post: Post, source: CardSource, options: CardOptions) -> CardOptions:
    """Return the choices without entries, rows and signs that are no longer there."""
    added = still_there(source.document_entry, options.added)
    known = {*added, *(entry.id for entry in source.post_entries(post.id))}
    return replace(
        options,
        added=added,
        entries=tuple(key for key in options.entries if key in known),
        signs=still_there(source.sign, options.signs),
    )


def still_there(find: Callable[[str], object], keys: Iterable[str]) -> tuple[str, ...]:
    """Return those of `keys` that `find` still finds."""
    found = []
    for key in keys:
        with suppress(NotFoundError):
            find(key)
            found.append(key)
    return tuple(found)
