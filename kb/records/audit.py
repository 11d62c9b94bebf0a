"""The audit: every write leaves a line that cannot be taken out or altered without breaking the chain behind it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kb.records.models import AuditLine

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Deed:
    """What is about to be written: by whom, what kind of write, on which record, and anything worth knowing later."""

    who: str
    what: str
    subject: str = ""
    detail: str = ""


def now() -> datetime:
    """Return the time in UTC, without a zone and with whole microseconds, as both databases keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def append(session: Session, deed: Deed) -> int:
    """Add a line for `deed` in the transaction of the write itself; return its number."""
    last = session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(1)).first()
    line = AuditLine(
        at=now(), who=deed.who[:120], what=deed.what, subject=deed.subject[:120], detail=deed.detail, chain=""
    )
    line.chain = _chained(line, last.chain if last else _START)
    session.add(line)
    session.flush()
    return line.id


def last_number(session: Session) -> int:
    """Return the number of the last line: it grows with every write, so it is the version of all records together."""
    return session.scalar(select(func.max(AuditLine.id))) or 0


def broken_line(session: Session) -> int | None:
    """Return the number of the first line that does not follow from those before, None when the chain is whole.

    Lines taken off the end show only against a number kept elsewhere, such as in a backup's contents.
    """
    chain = _START
    for line in session.scalars(select(AuditLine).order_by(AuditLine.id)).yield_per(1000):
        if line.chain != _chained(line, chain):
            return line.id
        chain = line.chain
    return None


def _chained(line: AuditLine, before: str) -> str:
    said = (before, line.at.isoformat(), line.who, line.what, line.subject, line.detail)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()
