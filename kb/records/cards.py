"""Saved cards: every save is a version, no version is ever altered, and nobody overwrites another unseen."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.errors import ConflictError, NotFoundError
from kb.model.card import Card, CardOptions
from kb.model.saved_card import CardHead, Issued, NewVersion, SavedVersion
from kb.model.statement import Statement
from kb.records.audit import Deed, now
from kb.records.models import CardVersion, Issue, Logo, SavedCard
from kb.services.card_statements import statements

if TYPE_CHECKING:
    from kb.records.database import Records

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 10
"""Letters of a card's id, about 50 bits: nobody reads 0 for O, and nobody meets another's card by guessing."""


def new_id() -> str:
    """Return an id for a new card."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))


def is_id(text: str) -> bool:
    """Tell whether `text` could be the id of a card."""
    return len(text) == _ID_LENGTH and set(text) <= set(_LETTERS)


def save(records: Records, who: str, new: NewVersion) -> int:
    """Save a version and return its number. Raises ConflictError when a newer one than `new.base` is there."""
    post = new.card.post.code
    with records.writing(Deed(who, "保存岗位卡", new.id, f"{post} 第 {new.base + 1} 版")) as session:
        saved = session.get(SavedCard, new.id, with_for_update=True)
        found = saved.current if saved else 0
        if found != new.base:
            raise ConflictError(_conflict(session, new.id, found))
        if saved is None:
            saved = SavedCard(id=new.id, post=post, current=0)
            session.add(saved)
            session.flush()
        saved.current = new.base + 1
        session.add(_row(session, who, new))
        _keep_issue(session, new.id, new.base + 1, new.card)
    return new.base + 1


def _conflict(session: Session, key: str, number: int) -> str:
    row = session.get_one(CardVersion, (key, number))
    return f"{row.saved_by}已经存了第 {number} 版，您填的还没有保存。"


def _row(session: Session, who: str, new: NewVersion) -> CardVersion:
    logo = new.card.options.logo
    if logo:
        session.merge(Logo(digest=hashlib.sha256(logo).hexdigest(), content=logo))
        session.flush()
    kept = msgspec.structs.replace(new.card.options, as_of="", logo=b"", public_url="", questions=0, saved="")
    return CardVersion(
        card=new.id,
        number=new.base + 1,
        saved_at=now(),
        saved_by=who[:120],
        note=new.note,
        options=msgspec.json.encode(kept).decode(),
        logo=hashlib.sha256(logo).hexdigest() if logo else None,
        digest=new.card.digest,
    )


def version(records: Records, key: str, number: int | None = None) -> SavedVersion:
    """Return a version of a card, the newest by default. Raises NotFoundError."""
    with records.reading() as session:
        saved = session.get(SavedCard, key) if is_id(key) else None
        if saved is None:
            raise NotFoundError("没有这张卡，网址可能抄错了；请到“本单位的卡”里找。", key)
        row = session.get(CardVersion, (key, saved.current if number is None else number))
        if row is None:
            raise NotFoundError(f"这张卡没有第 {number} 版，现在是第 {saved.current} 版。", key)
        issue = session.get(Issue, (key, row.digest))
        logo = session.get(Logo, row.logo) if row.logo else None
        options = msgspec.json.decode(row.options, type=CardOptions)
        return SavedVersion(
            head=_head(saved, row, options),
            options=msgspec.structs.replace(options, logo=logo.content if logo else b"", saved=key),
            said=_said(issue) if issue else (),
            digest=row.digest,
            current=saved.current,
        )


def versions(records: Records, key: str) -> tuple[CardHead, ...]:
    """Return every version of a card, the newest first."""
    with records.reading() as session:
        wanted = select(SavedCard, CardVersion).join(CardVersion, CardVersion.card == SavedCard.id)
        rows = session.execute(wanted.where(SavedCard.id == key).order_by(CardVersion.number.desc()))
        return tuple(_head(saved, row, msgspec.json.decode(row.options, type=CardOptions)) for saved, row in rows)


def all_cards(records: Records, post: str = "") -> tuple[CardHead, ...]:
    """Return every saved card (of a post) in its newest version, by enterprise and workshop."""
    with records.reading() as session:
        wanted = select(SavedCard, CardVersion).join(
            CardVersion, (CardVersion.card == SavedCard.id) & (CardVersion.number == SavedCard.current)
        )
        rows = session.execute(wanted.where(SavedCard.post == post) if post else wanted)
        heads = [_head(saved, row, msgspec.json.decode(row.options, type=CardOptions)) for saved, row in rows]
    return tuple(sorted(heads, key=lambda head: (head.enterprise, head.workshop, head.post, head.card)))


def put_logo(records: Records, who: str, content: bytes) -> str:
    """Keep a logo (PNG) before the card it belongs to is saved; return its name."""
    digest = hashlib.sha256(content).hexdigest()
    if logo(records, digest) != content:
        with records.writing(Deed(who, "存标志图", digest)) as session:
            session.merge(Logo(digest=digest, content=content))
    return digest


def logo(records: Records, digest: str) -> bytes:
    """Return the logo of this name, empty when there is none."""
    with records.reading() as session:
        found = session.get(Logo, digest)
        return found.content if found else b""


def keep_issue(records: Records, key: str, number: int, card: Card) -> None:
    """Keep what a card says before it is printed under its digest; once for each digest."""
    with records.reading() as session:
        if session.get(Issue, (key, card.digest)) is not None:
            return
    with records.writing(Deed("程序", "印发存底", key, card.digest)) as session:
        _keep_issue(session, key, number, card)


def issued(records: Records, key: str, digest: str) -> Issued | None:
    """Return what card `key` said under a digest given by its first digits (12 to 64)."""
    with records.reading() as session:
        wanted = select(Issue).where(Issue.card == key, Issue.digest.startswith(digest, autoescape=True))
        row = session.scalars(wanted.order_by(Issue.issued_at.desc()).limit(1)).first()
        return _issued(row) if row else None


def issued_as(records: Records, post: str, digest: str) -> Issued | None:
    """Return what a card of `post` said under the digest its paper's number begins with."""
    with records.reading() as session:
        wanted = select(Issue).join(SavedCard, SavedCard.id == Issue.card).where(SavedCard.post == post)
        wanted = wanted.where(Issue.digest.startswith(digest, autoescape=True)).order_by(Issue.issued_at.desc())
        row = session.scalars(wanted.limit(1)).first()
        return _issued(row) if row else None


def _issued(row: Issue) -> Issued:
    return Issued(card=row.card, digest=row.digest, number=row.number, issued_at=row.issued_at, said=_said(row))


def _said(row: Issue) -> tuple[Statement, ...]:
    return msgspec.json.decode(zlib.decompress(row.statements), type=tuple[Statement, ...])


def _keep_issue(session: Session, key: str, number: int, card: Card) -> None:
    if session.get(Issue, (key, card.digest)) is None:
        kept = zlib.compress(msgspec.json.encode(statements(card)))
        session.add(Issue(card=key, digest=card.digest, number=number, issued_at=now(), statements=kept))


def _head(saved: SavedCard, row: CardVersion, options: CardOptions) -> CardHead:
    return CardHead(
        card=saved.id,
        post=saved.post,
        number=row.number,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        note=row.note,
        enterprise=options.enterprise,
        workshop=options.workshop,
        paper=options.number,
    )
