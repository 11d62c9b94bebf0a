"""The tables of the records database; `migrations/` brings a database to what stands here (a test compares them)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A running number; SQLite counts only plain INTEGER keys up by itself."""


class Base(DeclarativeBase):
    """Base of all tables; constraints have stable names, so that both databases can change them later."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Setting(Base):
    """A value kept under a name, such as the hash of the trainer's password."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Login(Base):
    """Someone who has logged in: the sha256 of the token in their cookie, never the token; times are UTC."""

    __tablename__ = "logins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    started: Mapped[datetime] = mapped_column(DateTime)
    ends: Mapped[datetime] = mapped_column(DateTime)


class LoginAttempt(Base):
    """A log-in that failed or is under way, from one address (a /64 network of IPv6); kept as long as it counts."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime)

    __table_args__ = (Index("ix_login_attempts_at", "at"),)


class AuditLine(Base):
    """One write, in order: when (UTC), who, what, of which record. `chain` is a hash over it and the line before."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    who: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(Text)
    chain: Mapped[str] = mapped_column(String(64))


class SavedCard(Base):
    """A post's card an enterprise made its own; `current` is the number of its newest version."""

    __tablename__ = "cards"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    post: Mapped[str] = mapped_column(String(80))
    current: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_cards_post", "post"),)


class CardVersion(Base):
    """A card as it was saved: the enterprise's choices as JSON, and the digest of the card they made that day."""

    __tablename__ = "card_versions"

    card: Mapped[str] = mapped_column(ForeignKey("cards.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    saved_at: Mapped[datetime] = mapped_column(DateTime)
    saved_by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(200))
    options: Mapped[str] = mapped_column(Text)
    logo: Mapped[str | None] = mapped_column(ForeignKey("logos.digest"))
    digest: Mapped[str] = mapped_column(String(64))


class Logo(Base):
    """An enterprise's mark as PNG, by its sha256."""

    __tablename__ = "logos"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Issue(Base):
    """What a card said under a digest that was printed: its statements as JSON, deflated."""

    __tablename__ = "issues"

    card: Mapped[str] = mapped_column(ForeignKey("cards.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    issued_at: Mapped[datetime] = mapped_column(DateTime)
    statements: Mapped[bytes] = mapped_column(LargeBinary)
